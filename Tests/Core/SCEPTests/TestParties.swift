import Administration
import CMS
import Foundation
import SCEP

/// An authority and its clients, made by the `openssl` command once for a run.
struct TestParties: Sendable {
    static func shared() throws -> TestParties { try result.get() }
    private static let result = Result { try TestParties() }

    static let challenge = "b9c6a8a0-one time"
    let openssl: OpenSSL

    private init() throws {
        openssl = try OpenSSL()
        let caUsage = "keyUsage=critical,digitalSignature,keyEncipherment,keyCertSign,cRLSign"
        for (name, options) in [
            ("ca", ["-newkey", "rsa:2048", "-addext", caUsage]),
            ("stranger", ["-newkey", "rsa:2048", "-addext", caUsage]),
            ("client", ["-newkey", "rsa:2048"]), ("other", ["-newkey", "rsa:3072"]),
            ("weak", ["-newkey", "rsa:1024"]), ("three", ["-newkey", "rsa:2048", "-pkeyopt", "rsa_keygen_pubexp:3"]),
            ("p256", ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]),
            ("p521", ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-521"]),
        ] {
            try openssl.run(
                ["req", "-x509", "-nodes"] + options
                    + ["-keyout", "\(name).key", "-out", "\(name).pem", "-subj", "/CN=\(name)", "-days", "3650"])
            try openssl.run(["x509", "-in", "\(name).pem", "-outform", "DER", "-out", "\(name).der"])
            try openssl.run([
                "pkcs8", "-topk8", "-nocrypt", "-in", "\(name).key", "-outform", "DER", "-out", "\(name).p8",
            ])
        }
        let attributes =
            "[req]\nprompt=no\ndistinguished_name=dn\nattributes=at\n[dn]\nCN=x\n[at]\nchallengePassword=\(Self.challenge)\n"
        try openssl.write(Array(attributes.utf8), to: "challenge.cnf")
        let bare = "[req]\nprompt=no\ndistinguished_name=dn\n[dn]\nCN=x\n"
        try openssl.write(Array(bare.utf8), to: "bare.cnf")
    }

    func certificate(_ name: String) throws -> [UInt8] { try openssl.read("\(name).der") }
    func key(_ name: String) throws -> CMSPrivateKey { try CMSPrivateKey(pkcs8: openssl.read("\(name).p8")) }

    func recipient() throws -> SCEPRecipient { try SCEPRecipient(certificate: certificate("ca"), key: key("ca")) }

    /// A PKCS #10 request by `openssl req`.
    func request(
        of name: String = "client", withChallenge: Bool = true, digest: String = "sha256", _ options: [String] = []
    ) throws -> [UInt8] {
        let file = UUID().uuidString
        try openssl.run(
            [
                "req", "-new", "-key", "\(name).key", "-config", withChallenge ? "challenge.cnf" : "bare.cnf",
                "-\(digest)", "-outform", "DER", "-out", file,
            ] + options)
        return try openssl.read(file)
    }
}

/// A pkiMessage as a client makes it, with every part open to be made wrong.
struct Draft {
    var messageType: [UInt8]? = DERWriter.printable("19")
    var transactionID: [UInt8]? = DERWriter.printable("6E1F8D")
    var senderNonce: [UInt8]? = DERWriter.octets(Array(1...16))
    var extra: [SignedMessage.Attribute] = []
    var digest = CMSDigest.sha256
    var cipher = CMSCipher.aes128
    var signer = "client"
    var signerKey: String?
    var recipient = "ca"
    var request: [UInt8]?
    /// In place of an EnvelopedData.
    var content: [UInt8]?

    static let messageTypeID = OID(2, 16, 840, 1, 113733, 1, 9, 2)
    static let nonceID = OID(2, 16, 840, 1, 113733, 1, 9, 5)
    static let transactionID = OID(2, 16, 840, 1, 113733, 1, 9, 7)

    func der(_ parties: TestParties) throws -> [UInt8] {
        let envelope =
            try content
            ?? EnvelopedMessage.write(
                try request ?? parties.request(), for: CertificateOutline(der: parties.certificate(recipient)),
                cipher: cipher)
        var attributes = extra
        for (identifier, value) in [
            (Self.messageTypeID, messageType), (Self.transactionID, transactionID), (Self.nonceID, senderNonce),
        ] {
            if let value { attributes.append(SignedMessage.Attribute(identifier, value)) }
        }
        return try SignedMessage.write(
            content: envelope, attributes: attributes, digest: digest, certificate: parties.certificate(signer),
            key: parties.key(signerKey ?? signer), chain: [])
    }
}

extension TestParties {
    /// What the server makes of it: nil when accepted.
    func refusal(_ draft: Draft) throws -> SCEPRefusal? { try refusal(of: draft.der(self)) }

    func refusal(of message: [UInt8]) throws -> SCEPRefusal? {
        do {
            _ = try SCEPRequest(reading: message, recipient: recipient())
            return nil
        } catch SCEPError.refused(let refusal, _) {
            return refusal
        }
    }
}
