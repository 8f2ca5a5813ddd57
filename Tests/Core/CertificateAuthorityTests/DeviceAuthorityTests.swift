import Administration
import CMS
import CryptoExtras
import Foundation
import PushCertificates
import Testing

@testable import CertificateAuthority

@Suite struct DeviceAuthorityTests {
    let test: TestAuthority

    init() throws { test = try TestAuthority.shared() }

    @Test func `openssl reads what Apple's clients need to choose it as recipient`() throws {
        let text = try text(of: test.authority.certificate)
        for line in [
            "Public-Key: (2048 bit)", "Exponent: 65537", "Signature Algorithm: sha256WithRSAEncryption",
            "CA:TRUE, pathlen:0", "Digital Signature, Key Encipherment, Certificate Sign, CRL Sign",
            "Subject: O=\(TestAuthority.company),CN=\(TestAuthority.company) Device CA",
            "X509v3 Subject Key Identifier",
            "Not Before: Nov 21 02:50:00 2026 GMT", "Not After : Nov 20 14:50:00 2036 GMT",
            "70:f1:f2:f3:f4:f5:f6:f7:f8:f9:fa:fb:fc:fd:fe:ff",
        ] { #expect(text.contains(line), "\(line)") }
        #expect(text.components(separatedBy: "critical").count == 3)
    }

    @Test func `it verifies itself`() throws {
        let openssl = try OpenSSL()
        defer { openssl.remove() }
        try openssl.write(test.authority.certificate, to: "ca.der")
        try openssl.run(["x509", "-inform", "DER", "-in", "ca.der", "-out", "ca.pem"])
        let verdict = try openssl.run([
            "verify", "-x509_strict", "-check_ss_sig", "-attime", "1795230000", "-CAfile", "ca.pem", "ca.pem",
        ])
        #expect(verdict.contains("ca.pem: OK"))
    }

    @Test func `certificate and key belong together, or it is not loaded`() throws {
        let other = try DeviceAuthority.create(
            organization: "Other", at: TestAuthority.now, randomness: TestAuthority.chance)
        for wrong in [
            DeviceAuthority(certificate: test.authority.certificate, privateKey: other.privateKey),
            DeviceAuthority(certificate: [], privateKey: other.privateKey),
            DeviceAuthority(certificate: other.certificate, privateKey: Secret([])),
            DeviceAuthority(certificate: other.certificate, privateKey: Secret([0x30, 0])),
        ] {
            #expect(throws: CertificateAuthorityError.authorityDamaged) { try LoadedAuthority(wrong) }
        }
        #expect(!"\(test.authority) \(test.loaded)".contains("PRIVATE"))
    }

    @Test func `names are cut at 64 characters and never empty`() throws {
        let long = String(repeating: "漢", count: 100)
        let made = try DeviceAuthority.create(
            organization: long, at: TestAuthority.now, randomness: TestAuthority.chance)
        let text = try text(of: made.certificate)
        #expect(
            text.contains(
                "Subject: O=\(String(repeating: "漢", count: 64)),CN=\(String(repeating: "漢", count: 54)) Device CA"))
        // Families and flags are several scalars to one character.
        let flags = try SubjectName.cut(String(repeating: "👨‍👩‍👧‍👦", count: 40))
        #expect(flags.unicodeScalars.count == 64)
        for empty in ["", " ", "\u{0}\u{7}", "\u{3000}"] {
            #expect(throws: CertificateAuthorityError.emptyName) {
                try DeviceAuthority.create(
                    organization: empty, at: TestAuthority.now, randomness: TestAuthority.chance)
            }
        }
    }

    @Test func `without enough randomness nothing is made`() throws {
        let few = Array(TestAuthority.chance.prefix(15))
        #expect(throws: CertificateAuthorityError.tooLittleRandomness) {
            try DeviceAuthority.create(organization: "x", at: TestAuthority.now, randomness: few)
        }
        let plan = IdentityPlan(commonName: "x", at: TestAuthority.now, randomness: few)
        #expect(throws: CertificateAuthorityError.tooLittleRandomness) {
            try test.loaded.issue(plan, publicKey: test.deviceKey)
        }
    }

    @Test func `serial numbers are positive and all of one length`() {
        for first in UInt8.min...UInt8.max {
            let serial = CertificateSerial(randomness: [first] + [UInt8](repeating: first, count: 20))
            #expect(serial.bytes.count == 16)
            #expect((0x40...0x7f).contains(serial.bytes.first ?? 0))
            #expect(serial.description.count == 32)
        }
    }
}
