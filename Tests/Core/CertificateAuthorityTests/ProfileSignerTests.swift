import CMS
import Foundation
import Testing

@testable import CertificateAuthority

@Suite struct ProfileSignerTests {
    @Test func `a signed profile names the company, and openssl verifies it up to the authority`() throws {
        let test = try TestAuthority.shared()
        let signer = try ProfileSigner.create(
            under: test.loaded, organization: TestAuthority.company, at: TestAuthority.now,
            randomness: TestAuthority.chance.reversed())
        let text = try text(of: signer.certificate)
        for line in [
            "Subject: O=\(TestAuthority.company),CN=\(TestAuthority.company)\n", "CA:FALSE", "Digital Signature\n",
            "Not After : Nov 20 14:50:00 2036 GMT",
        ] { #expect(text.contains(line), "\(line)") }
        #expect(!text.contains("Extended Key Usage"))

        let profile = Array("<plist version=\"1.0\"><dict/></plist>\n".utf8)
        let signed = try LoadedProfileSigner(signer, authority: test.authority.certificate).sign(profile)
        let openssl = try OpenSSL()
        defer { openssl.remove() }
        try openssl.write(test.authority.certificate, to: "ca.der")
        try openssl.run(["x509", "-inform", "DER", "-in", "ca.der", "-out", "ca.pem"])
        try openssl.write(signed, to: "signed")
        try openssl.run([
            "cms", "-verify", "-binary", "-inform", "DER", "-in", "signed", "-CAfile", "ca.pem", "-attime",
            "1795230000",
            "-out", "content",
        ])
        #expect(try openssl.read("content") == profile)
    }
}
