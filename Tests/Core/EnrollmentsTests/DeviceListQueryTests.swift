import Enrollments
import Testing

@Suite struct DeviceListQueryTests {
    @Test func `what an address says comes back as the same address`() {
        var query = DeviceListQuery(text: "営業 & <01>", state: .notNow, family: .iPad, topic: .other)
        query.lastContact = .older
        query.supervision = .unknown
        query.organization = OrganizationID(stored: "o1")
        query.user = PersonID(stored: "u1")
        query.sort = .lastContact
        query.direction = .descending
        query.cursor = "abc"
        #expect(DeviceListQuery(items: query.items) == query)
        #expect(query.items.count == 11)
        #expect(DeviceListQuery().items.isEmpty)
    }

    @Test func `unknown names and values, and hidden columns, are ignored`() {
        let query = DeviceListQuery(items: [
            ("state", "everything"), ("sort", "unlock_token"), ("dir", "sideways"), ("x", "y"), ("os", "iphone"),
            ("os", "mac"), ("organization", String(repeating: "o", count: 65)), ("q", ""),
        ])
        #expect(query == DeviceListQuery(family: .iPhone))
        #expect(DeviceListQuery(items: [("q", String(repeating: "あ", count: 300))]).text.count == 200)
    }

    @Test func `a change begins at the first page, and a column asked for twice turns round`() {
        let query = DeviceListQuery(family: .mac, cursor: "c")
        #expect(query.with { $0.state = .wiped } == DeviceListQuery(state: .wiped, family: .mac))
        #expect(query.sorted(by: .name).direction == .descending)
        #expect(query.sorted(by: .os).sorted(by: .os).direction == .descending)
        #expect(query.sorted(by: .os).cursor == nil)
        #expect(!DeviceListQuery(sort: .os, direction: .descending, cursor: "c").isNarrowed)
        #expect(DeviceListQuery(user: PersonID(stored: "u")).isNarrowed)
    }

    @Test(arguments: [
        ("ＡＢＣ　０１", "abc 01"), ("ﾃﾞﾊﾞｲｽ", "デバイス"), ("ﾊﾟｿｺﾝ", "パソコン"), ("ｳﾞ", "ヴ"), ("か\u{3099}", "が"),
        ("  営業部   iPhone ", "営業部 iphone"), ("ｱﾞ", "ア゛"), ("ｯｰ。", "ッー。"), ("ﾞ", "゛"), ("", ""),
    ])
    func `wide and narrow, upper and lower case are the same`(_ typed: String, _ folded: String) {
        #expect(SearchText.folded(typed) == folded)
        #expect(SearchText.folded(folded) == folded)
    }

    @Test func `a telephone number is its digits`() {
        #expect(SearchText.digits("+81 ９０-1234－5678") == "819012345678")
    }
}
