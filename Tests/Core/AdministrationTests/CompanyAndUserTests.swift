import Administration
import Foundation
import Testing

@Suite struct CompanyAndUserTests {
    @Test(arguments: ["abc", "sample", "a-b-c", "---", "123", "apis", "api1", String(repeating: "a", count: 31)])
    func `a company code is 3 to 31 of a to z, 0 to 9 and hyphen`(_ text: String) throws {
        #expect(try CompanyCode(text).description == text)
    }

    @Test(arguments: [
        "", "a", "ab", String(repeating: "a", count: 32), "api", "Sample", "SAMPLE", "sam ple", "sample ", "_operator",
        "a_b",
        "a.b", "a/b", "さくら", "sámple", "ａｂｃ", "abc\n", "abc\u{0}", "%61bc",
    ])
    func `everything else is none, and the reserved word neither`(_ text: String) {
        #expect(throws: AdministrationError.invalidCompanyCode(text)) { try CompanyCode(text) }
    }

    @Test(arguments: ["a", "admin", "山田太郎", "taro.yamada@example.com", "A-b_c+d", String(repeating: "x", count: 64)])
    func `a login is 1 to 64 characters`(_ text: String) throws {
        #expect(try User.checkLogin(text) == text)
    }

    @Test(arguments: [
        "", " ", "a b", "a\tb", "a\n", "a\u{3000}b", "a\u{0}", "a\u{7f}", "a\u{a0}b", String(repeating: "x", count: 65),
        String(repeating: "👩‍👩‍👧‍👦", count: 11),
    ])
    func `without spaces and control characters, and not long in bytes`(_ text: String) {
        #expect(throws: AdministrationError.invalidLogin(text)) { try User.checkLogin(text) }
    }

    @Test func `brands are found by their key, which no two share`() {
        #expect(Set(Brand.all.map(\.key)).count == Brand.all.count)
        for brand in Brand.all { #expect(Brand.named(brand.key) == brand) }
        #expect(Brand.named("nobody") == nil)
        #expect(Brand.named("smsm")?.productName == "KDDI Smart Mobile Safety Manager")
        #expect(Brand.named("office-marugoto")?.productName == "オフィスまるごとサポートデバイスマネジメント")
    }

    static let viewing: Set<Permission> = [
        .viewConsole, .viewCertificate, .viewLog, .manageOwnAccount, .viewDevices,
    ]
    static let operating: Set<Permission> = [.enrollDevices, .commandDevices]
    static let locking: Set<Permission> = [.lockAndWipeDevices, .revealSecrets]
    static let managing: Set<Permission> = [.manageCertificate, .manageNotices, .manageOutward, .manageLog]
    static let roles: [(Role, Set<Permission>)] = [
        (.administrator, viewing.union(operating).union(locking).union(managing)),
        (.operator, viewing.union(operating)), (.viewer, viewing), (.lockAndWipe, viewing.union(locking)),
    ]

    @Test(arguments: roles)
    func `each role may do what the contract says of it`(_ role: Role, _ permissions: Set<Permission>) {
        #expect(Set(Permission.allCases.filter { role.permits($0) }) == permissions)
    }

    @Test func `every role is in that table`() {
        #expect(Set(Self.roles.map(\.0)) == Set(Role.allCases))
    }
}
