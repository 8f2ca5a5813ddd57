import Administration
import Foundation
import Testing

@testable import PushCertificates

@Suite struct VocabularyTests {
    @Test(arguments: [
        "com.apple.mgmt.External.5f2d7c1e-0b6a-4c39-9f3e-1a2b3c4d5e6f", "com.apple.mgmt.x",
        "com.apple.mgmt.External.ABC",
        "com.apple.mgmt." + String(repeating: "a", count: 240),
    ])
    func `a topic for device management is taken over to the letter`(_ text: String) throws {
        #expect(try PushTopic(subjectUID: text).description == text)
    }

    @Test(arguments: [
        "", "com.apple.mgmt", "com.apple.mgmt.", "Com.Apple.Mgmt.External.1", " com.apple.mgmt.x", "com.apple.mgmt.x ",
        "com.apple.mgmt.x\n", "com.apple.mgmt.x\0", "com.apple.mgmt.あ", "com.apple.mgmt.a_b", "com.example.app",
        "com.apple.mgmtx.y", "com.apple.mgmt." + String(repeating: "a", count: 241),
    ])
    func `anything else is no topic`(_ text: String) {
        #expect(throws: UploadRefusal.topicNotForManagement(text)) { try PushTopic(subjectUID: text) }
    }

    @Test func `a fingerprint reads its own digits back, and only such`() throws {
        let fingerprint = Fingerprint(of: [1, 2, 3])
        #expect(fingerprint.description == "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81")
        #expect(Fingerprint(hexadecimal: fingerprint.description) == fingerprint)
        #expect(fingerprint.short == "039058c6")
        let digits = fingerprint.description
        for wrong in ["", "03", String(digits.dropLast()), digits + "0", digits + "00", "zz" + digits.dropFirst(2)] {
            #expect(Fingerprint(hexadecimal: wrong) == nil, "\(wrong)")
        }
    }

    @Test(
        arguments: [
            (400, false, .calm), (61, false, .calm), (60, false, .renew), (8, false, .renew), (7, false, .renewAtOnce),
            (0, false, .renewAtOnce), (0, true, .expired), (-3, true, .expired), (100, true, .expired),
        ] as [(Int, Bool, CertificateUrgency)])
    func `urgency rises at 60 and 7 days and at the instant of expiry`(
        _ daysLeft: Int, _ isExpired: Bool, _ urgency: CertificateUrgency
    ) {
        #expect(CertificateUrgency(daysLeft: daysLeft, isExpired: isExpired) == urgency)
    }

    @Test func `expiry goes by the instant, and restoring by 30 days of 24 hours`() async throws {
        let pki = try TestPKI.shared()
        let certificate = try await pki.registered(pki.push())
        #expect(!certificate.isExpired(at: certificate.notAfter.addingTimeInterval(-0.001)))
        #expect(certificate.isExpired(at: certificate.notAfter))
        var registered = RegisteredCertificate(
            id: .init(stored: "1"), certificate: certificate, requestID: .init(stored: "2"), registeredAt: pki.now,
            registeredBy: "admin", state: .active)
        #expect(registered.restorableUntil == nil)
        registered.state = .retired(at: pki.now)
        #expect(registered.restorableUntil == nil)
        registered.state = .deleted(at: pki.now, by: "admin")
        #expect(registered.restorableUntil == pki.now.addingTimeInterval(2_592_000))
    }

    @Test(arguments: [
        ("plain", "plain"), ("日本 語", "日本 語"), ("a\u{0}b\u{1b}[31m\u{202e}c\u{2028}d", "ab[31mcd"),
        (String(repeating: "x", count: 128), String(repeating: "x", count: 128)),
        (String(repeating: "x", count: 60_000), String(repeating: "x", count: 128) + "…"),
    ])
    func `text of a stranger cannot disturb a sentence`(_ text: String, _ expected: String) {
        #expect(Readable.text(text) == expected)
    }
}
