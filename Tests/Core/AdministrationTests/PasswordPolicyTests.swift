import Administration
import Testing

@Suite struct PasswordPolicyTests {
    private func check(_ password: String, login: String = "taro", company: String = "sample")
        throws(AdministrationError)
    {
        try PasswordPolicy.check(password, login: login, companyCode: company)
    }

    @Test(arguments: [
        "correct horse battery", "Tr0ub4dor&3xyz", "桜の花が咲く頃にまた会いましょう", "x7$Kp!9qZr2m", "        four words here",
        "samurai-vermillion-tea", String(repeating: "längere Passwörter ", count: 13),
    ])
    func `twelve and more characters of any kind are welcome`(_ password: String) {
        #expect(throws: Never.self) { try check(password) }
    }

    @Test func `length counts characters, 12 to 256`() {
        #expect(throws: AdministrationError.passwordTooShort) { try check("") }
        #expect(throws: AdministrationError.passwordTooShort) { try check("x7$Kp!9qZr2") }
        #expect(throws: AdministrationError.passwordTooShort) { try check("👩‍👩‍👧‍👦👨‍👩‍👧a1b2c3d4e") }
        let long = String(repeating: "ab7$kQ!9", count: 32)
        #expect(throws: Never.self) { try check(long) }
        #expect(throws: AdministrationError.passwordTooLong) { try check(long + "x") }
    }

    @Test(arguments: [
        ("one character", "aaaaaaaaaaaaaaaa"), ("three characters", "abcabcabcabcabc"),
        ("digits upwards", "123456789012"),
        ("digits downwards", "098765432109"), ("alphabet", "abcdefghijklmn"), ("the word itself", "passwordpassword"),
        ("with a digit", "Password1234"), ("with signs", "P-a-s-s-w-o-r-d-1-2"), ("keyboard", "qwertyuiop12"),
        ("the product", "kizunakizuna"), ("the product in capitals", "KIZUNA-kizuna!"),
        ("the company", "sample-sample-1"),
        ("the login", "yamada.yamada"), ("login and company", "yamada@sample"),
    ])
    func `what is tried first is refused`(_ name: String, _ password: String) {
        #expect(throws: AdministrationError.passwordTooCommon) { try check(password, login: "yamada") }
    }

    @Test func `a short login does not forbid words that contain it`() {
        #expect(throws: Never.self) { try check("aquarium-lantern", login: "a", company: "abc") }
    }
}
