import Enrollments
import Testing

@Suite struct SearchTextTests {
    @Test(arguments: [
        ("ＡＢＣ　０１", "abc01"), ("ﾃﾞﾊﾞｲｽ", "でばいす"), ("デバイス", "でばいす"), ("でばいす", "でばいす"), ("山田　太郎", "山田太郎"),
        ("ヤマダ タロウ", "やまだたろう"), ("サーバー", "さーばー"), ("ｻｰﾊﾞｰ", "さーばー"), ("ヴァイオリン", "ゔぁいおりん"), ("㈱営業", "(株)営業"),
        ("①号機", "1号機"), ("iPhone １６", "iphone16"), ("か\u{3099}", "が"), ("", ""), (" \t\n", ""),
    ])
    func `finding minds neither width, case, kana nor blanks`(_ typed: String, _ key: String) {
        #expect(SearchText.key(typed) == key)
        #expect(SearchText.key(key) == key)
    }

    @Test(arguments: [
        ("090-1234-5678", "09012345678"), ("+81 90-1234-5678", "09012345678"), ("+81 (0)90 1234 5678", "09012345678"),
        ("０９０－１２３４－５６７８", "09012345678"), ("+1 408 996 1010", "14089961010"), ("81 90", "8190"), ("", ""),
    ])
    func `a telephone number is as dialled in Japan`(_ written: String, _ phone: String) {
        #expect(SearchText.phone(written) == phone)
    }

    @Test(arguments: [
        ("1234-5678", "12345678"), ("+81 90", "090"), ("０９０ー１２３４", "0901234"), ("(03) 1234", "031234"),
        ("12", nil), ("iPhone 12345", nil), ("F2L-123", nil), ("", nil), ("---", nil),
    ])
    func `only what may be a telephone number is looked for as one`(_ typed: String, _ phone: String?) {
        #expect(SearchText.phoneQuery(typed) == phone)
    }
}
