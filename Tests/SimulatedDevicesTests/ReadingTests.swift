import Foundation
import MDMProtocol
import Testing

@testable import SimulatedDevices

@Suite struct `What a simulated device reads` {
    @Test func `what Core writes is understood`() throws {
        let written = PropertyList.dictionary([
            ("a & b", .string("登録 <&> \"x\"")), ("n", .integer(-5)), ("r", .real(1.5)), ("t", .boolean(true)),
            ("d", .data([0, 255, 1])), ("when", .date(Date(timeIntervalSince1970: 1_700_000_000))),
            ("list", .array([.string(""), .array([]), .dictionary([])])),
        ])
        let value = try DevicePlistReader.value(Array(written.xml.utf8))
        #expect(value["a & b"]?.string == "登録 <&> \"x\"")
        #expect(value["n"]?.integer == -5)
        #expect(value["d"]?.data == [0, 255, 1])
        #expect(value["when"] == .date(Date(timeIntervalSince1970: 1_700_000_000)))
        #expect(value["list"]?.array?.count == 3)
    }

    @Test(arguments: [
        "", "<plist version=\"1.0\"/>", "<plist><dict><key>a</key></dict></plist>",
        "<plist><dict><key>a</key><true/><key>a</key><true/></dict></plist>",
        "<!DOCTYPE plist [<!ENTITY x \"y\">]><plist><string>&x;</string></plist>",
        "<plist><string>&nbsp;</string></plist>", "<plist><string>a</string><string>b</string></plist>",
        "<plist><integer>1.5</integer></plist>", "<plist><data>*</data></plist>", "<plist><set/></plist>",
        "<plist><string>a<b/></string></plist>", "<plist><string>a</string></plist>x",
        String(repeating: "<array>", count: 5000),
    ])
    func `what is no property list is refused`(_ text: String) {
        #expect(throws: DevicePlistReader.Failure.self) { try DevicePlistReader.value(Array(text.utf8)) }
    }

    @Test func `the page's link to the profile is found`() {
        let page = "<a href=\"/x\">x</a> <a class=\"button\" href=\"/enroll/t/profile?a=1&amp;b=2\">go</a>"
        #expect(InvitationPage.profileLink(in: page) == "/enroll/t/profile?a=1&b=2")
        #expect(InvitationPage.profileLink(in: "<a href=\"/enroll/profiles\">no</a>") == nil)
    }

    @Test func `identities for the load generator are the same on every run`() {
        #expect(IdentityHarvest.serial(42) == "BENCH0000042")
        #expect(IdentityHarvest.udid(0) == "\(benchZero)")
        #expect(IdentityHarvest.udid(0) != IdentityHarvest.udid(1))
    }

    // gen_ids.py: uuid.UUID(bytes=sha256(b"bench0").digest()[:16], version=4)
    private let benchZero = "231FEA4D-3270-4CE7-A0AE-5C744CE73E06"

    @Test func `invented devices have believable numbers`() {
        for number in 0..<50 {
            let facts = DeviceFacts.invented(.iPhone, number: number)
            #expect(facts.serialNumber.hasPrefix("KZ") && facts.serialNumber.count == 10)
            #expect(facts.udid.count == 25)
            let digits = (facts.imei ?? "").compactMap(\.wholeNumberValue)
            let sum = digits.reversed().enumerated().reduce(0) { sum, entry in
                let value = entry.offset % 2 == 1 ? entry.element * 2 : entry.element
                return sum + value / 10 + value % 10
            }
            #expect(digits.count == 15 && sum % 10 == 0)
        }
        #expect(UUID(uuidString: DeviceFacts.invented(.mac, number: 0).udid) != nil)
    }
}
