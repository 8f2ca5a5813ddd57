import CMS
import Foundation
import Testing

@Suite struct ProfileSignatureTests {
    let signers: TestSigners
    let profile = Array("<plist><dict><key>名前</key></dict></plist>".utf8)

    init() throws { signers = try TestSigners.shared() }

    @Test(arguments: TestSigners.kinds)
    func `openssl verifies what is signed here, and finds the content`(kind: String) throws {
        let signed = try CMS.sign(
            profile, certificate: signers.certificate(kind), privateKey: signers.key(kind),
            chain: [signers.certificate("other")])
        try signers.openssl.write(signed, to: "\(kind)-profile.der")
        try signers.openssl.run([
            "cms", "-verify", "-binary", "-inform", "DER", "-in", "\(kind)-profile.der", "-CAfile", "\(kind).pem",
            "-out",
            "\(kind)-profile.out", "-certsout", "\(kind)-profile.certs",
        ])
        #expect(try signers.openssl.read("\(kind)-profile.out") == profile)
        let certificates = String(decoding: try signers.openssl.read("\(kind)-profile.certs"), as: UTF8.self)
        #expect(certificates.components(separatedBy: "BEGIN CERTIFICATE").count == 3)
    }

    @Test func `large profiles are signed`() throws {
        let large = [UInt8](repeating: 0x41, count: 3_000_000)
        let signed = try CMS.sign(
            large, certificate: signers.certificate("rsa"), privateKey: signers.key("rsa"), chain: [])
        let message = try SignedMessage(reading: signed)
        #expect(try message.verifiedSigner().der == signers.certificate("rsa"))
        #expect(message.content == large)
    }

    @Test func `a damaged key is refused and never printed`() throws {
        let key = try signers.key("rsa")
        for length in [0, 1, key.count / 2, key.count - 1] {
            #expect(throws: CMSError.keyUnusable) { try CMSPrivateKey(pkcs8: Array(key.prefix(length))) }
        }
        #expect(throws: CMSError.keyUnusable) { try CMSPrivateKey(pkcs8: key + [0]) }
        let read = try CMSPrivateKey(pkcs8: key)
        #expect("\(read)" == "‹redacted›")
        var dumped = ""
        dump(read, to: &dumped)
        #expect(!dumped.contains("handle"))
    }
}
