import Administration
import Foundation
import Testing

@Suite struct SessionTests {
    private let start = Date(timeIntervalSince1970: 1_795_230_000)

    @Test(
        arguments: [
            ("just made", 0, 0, true), ("one second before half an hour", 0, 1_799, true),
            ("after half an hour", 0, 1_800, false), ("used lately", 7_200, 8_000, true),
            ("left alone since", 7_200, 9_000, false), ("in use until the last second", 43_190, 43_199, true),
            ("twelve hours old, though in use", 43_190, 43_200, false), ("a clock set back", 100, -5_000, true),
        ] as [(String, TimeInterval, TimeInterval, Bool)])
    func `a session ends after half an hour of rest or twelve hours`(
        _ name: String, _ seen: TimeInterval, _ now: TimeInterval, _ isValid: Bool
    ) {
        let session = Session(
            tokenHash: [], companyID: CompanyID(stored: "c"), userID: UserID(stored: "u"), createdAt: start,
            lastSeenAt: start.addingTimeInterval(seen))
        #expect(session.isValid(at: start.addingTimeInterval(now)) == isValid)
    }

    @Test func `a secret does not show itself`() {
        let secret = Secret("correct horse")
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), dumped, "\([secret])", "\(["key": secret])"] {
            #expect(!text.contains("horse"))
        }
        #expect(secret.reveal() == "correct horse")
    }

    @Test func `an identifier carries its time in front and its chance behind`() {
        let id = UserID(milliseconds: 0x0123_4567_89ab, randomness: Array(0xf0...0xff))
        #expect(id.description == "0123456789abf0f1f2f3f4f5f6f7f8f9")
        #expect(UserID(stored: id.description) == id)
        let later = UserID(milliseconds: 0x0123_4567_89ac, randomness: Array(repeating: 0, count: 10))
        #expect(id.description < later.description)
    }

    @Test func `bytes become two digits each`() {
        #expect(([0, 1, 15, 16, 255] as [UInt8]).hexadecimal == "00010f10ff")
        #expect([UInt8]().hexadecimal.isEmpty)
    }
}
