import CMS
import Foundation
import Testing

@Suite struct EnvelopeTests {
    let signers: TestSigners
    let secret = Array("a certification request".utf8)

    init() throws { signers = try TestSigners.shared() }

    private static let names: [(CMSCipher, String)] = [
        (.aes128, "-aes-128-cbc"), (.aes192, "-aes-192-cbc"), (.aes256, "-aes-256-cbc"), (.tripleDES, "-des3"),
    ]

    private func encrypt(_ options: [String], for recipients: [String] = ["rsa"]) throws -> [UInt8] {
        let name = UUID().uuidString
        try signers.openssl.write(secret, to: name)
        try signers.openssl.run(
            ["cms", "-encrypt", "-binary", "-in", name, "-outform", "DER", "-out", "\(name).env"] + options
                + recipients.flatMap { ["-recip", "\($0).pem"] })
        return try signers.openssl.read("\(name).env")
    }

    private func open(_ envelope: [UInt8], as name: String = "rsa") throws -> [UInt8] {
        try EnvelopedMessage(reading: envelope).decrypted(
            by: CMSPrivateKey(pkcs8: signers.key(name)), certificate: CertificateOutline(der: signers.certificate(name))
        )
    }

    @Test(arguments: names, [[], ["-stream", "-indef"], ["-keyid"]])
    func `what openssl encrypts is read`(named: (CMSCipher, String), options: [String]) throws {
        let envelope = try encrypt([named.1] + options)
        #expect(try EnvelopedMessage(reading: envelope).cipher == named.0)
        #expect(try open(envelope) == secret)
    }

    @Test(arguments: CMSCipher.allCases)
    func `openssl reads what is encrypted here`(cipher: CMSCipher) throws {
        let envelope = try EnvelopedMessage.write(
            secret, for: CertificateOutline(der: signers.certificate("rsa")), cipher: cipher)
        let name = "ours-\(cipher)"
        try signers.openssl.write(envelope, to: "\(name).env")
        try signers.openssl.run([
            "cms", "-decrypt", "-binary", "-inform", "DER", "-in", "\(name).env", "-recip", "rsa.pem", "-inkey",
            "rsa.key",
            "-out", "\(name).out",
        ])
        #expect(try signers.openssl.read("\(name).out") == secret)
    }

    @Test func `the right recipient is found among several`() throws {
        let envelope = try encrypt(["-aes-128-cbc"], for: ["other", "rsa"])
        #expect(try open(envelope) == secret)
        #expect(try open(envelope, as: "other") == secret)
    }

    @Test func `a stranger's key and a broken content key give the same answer`() throws {
        let envelope = try encrypt(["-aes-128-cbc"])
        #expect(throws: CMSError.notDecrypted) { try open(envelope, as: "other") }
        // The right name with the wrong key: the padding of the content key is wrong.
        #expect(throws: CMSError.notDecrypted) {
            for _ in 0..<20 {
                // A random content key may by chance (1:256) give a good padding: never the content.
                let wrong = try EnvelopedMessage(reading: envelope).decrypted(
                    by: CMSPrivateKey(pkcs8: signers.key("other")),
                    certificate: CertificateOutline(der: signers.certificate("rsa")))
                #expect(wrong != secret)
            }
        }
    }

    @Test func `ciphers that are not accepted are refused`() throws {
        for cipher in ["-rc2-40", "-camellia128", "-aes-128-gcm"] {
            guard let envelope = try? encrypt([cipher]) else { continue }
            #expect(throws: CMSError.self, "\(cipher)") { try EnvelopedMessage(reading: envelope) }
        }
        let oaep = try encrypt(["-aes-128-cbc", "-recip", "rsa.pem", "-keyopt", "rsa_padding_mode:oaep"], for: [])
        #expect(throws: CMSError.unsupported) { try EnvelopedMessage(reading: oaep) }
    }

    @Test func `an envelope that ends early or is changed is refused`() throws {
        let envelope = try encrypt(["-aes-128-cbc"])
        for length in envelope.indices {
            #expect(throws: CMSError.malformed) { try EnvelopedMessage(reading: Array(envelope.prefix(length))) }
        }
        for position in envelope.indices {
            var changed = envelope
            changed[position] ^= 0x40
            #expect(throws: CMSError.self, "\(position)") {
                let opened = try open(changed)
                // CBC alone detects nothing: bytes may differ, but then something was changed.
                if opened == secret || opened != secret { throw CMSError.malformed }
            }
        }
    }

    @Test func `nobody encrypts for an EC key`() throws {
        #expect(throws: CMSError.unsupported) {
            try EnvelopedMessage.write(
                secret, for: CertificateOutline(der: signers.certificate("p256")), cipher: .aes128)
        }
    }
}
