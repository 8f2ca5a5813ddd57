import CMS
import Foundation
import Testing

@Suite struct DetachedSignatureTests {
    let signers: TestSigners
    let body = Array("<?xml version=\"1.0\"?><plist><dict/></plist>".utf8)

    init() throws { signers = try TestSigners.shared() }

    @Test(arguments: TestSigners.kinds, ["sha1", "sha256", "sha384", "sha512"])
    func `a signature made by openssl is accepted, and its certificate handed out`(kind: String, digest: String) throws
    {
        let signature = try signers.sign(body, as: kind, digest: digest)
        let signer = try CMS.verifyDetached(signature, content: body)
        #expect(try signer.der == signers.certificate(kind))
    }

    @Test(arguments: [["-keyid"], ["-certfile", "other.pem"], ["-nosmimecap"]])
    func `other ways to write the same are accepted`(options: [String]) throws {
        let signature = try signers.sign(body, options)
        #expect(try CMS.verifyDetached(signature, content: body).der == signers.certificate("rsa"))
    }

    @Test(arguments: TestSigners.kinds)
    func `indefinite lengths are accepted, in the signed attributes as well`(kind: String) throws {
        let signature = try BERForm.indefinite(try signers.sign(body, as: kind))
        #expect(try CMS.verifyDetached(signature, content: body).der == signers.certificate(kind))
    }

    @Test func `an empty body may be signed`() throws {
        let signature = try signers.sign([])
        #expect(try CMS.verifyDetached(signature, content: []).der == signers.certificate("rsa"))
    }

    @Test func `another body is refused`() throws {
        let signature = try signers.sign(body)
        #expect(throws: CMSError.signatureInvalid) { try CMS.verifyDetached(signature, content: body + [0x0a]) }
        #expect(throws: CMSError.signatureInvalid) { try CMS.verifyDetached(signature, content: []) }
    }

    @Test(arguments: TestSigners.kinds)
    func `a changed byte in certificate, attributes or signature never yields the same signer`(kind: String) throws {
        let signature = try signers.sign(body, as: kind)
        let certificate = try signers.certificate(kind)
        let start = try #require(signature.firstRange(of: certificate))
        let attributes = try #require(signature.firstRange(of: OID.contentType.bytes)).lowerBound
        var unnoticed: [Int] = []
        for position in signature.indices {
            var changed = signature
            changed[position] ^= 0x04
            guard let signer = try? CMS.verifyDetached(changed, content: body) else { continue }
            if start.contains(position) {
                // Nobody signed this certificate anew: it verifies as long as its key is the same, but its hash is
                // another one, and that is what a caller goes by.
                #expect(signer.der != certificate)
            } else if position >= attributes {
                unnoticed.append(position)
            }
        }
        // The parameters of the signature algorithm are not looked at (NULL for RSA).
        #expect(unnoticed.count <= 2)
    }

    @Test(arguments: TestSigners.kinds)
    func `a signature that ends early is refused at every length`(kind: String) throws {
        let signature = try signers.sign(body, as: kind)
        for length in signature.indices {
            #expect(throws: CMSError.malformed) {
                try CMS.verifyDetached(Array(signature.prefix(length)), content: body)
            }
        }
        #expect(throws: CMSError.malformed) { try CMS.verifyDetached(signature + [0], content: body) }
    }

    @Test func `two signers, none, none in the message and an attached content are refused`() throws {
        let two = try signers.sign(body, ["-signer", "other.pem", "-inkey", "other.key"])
        #expect(throws: CMSError.signerMissing) { try CMS.verifyDetached(two, content: body) }
        let without = try signers.sign(body, ["-nocerts"])
        #expect(throws: CMSError.signerMissing) { try CMS.verifyDetached(without, content: body) }
        let attached = try signers.sign(body, ["-nodetach"])
        #expect(throws: CMSError.malformed) { try CMS.verifyDetached(attached, content: body) }
        let certificates = SignedMessage.write(certificates: [try signers.certificate("rsa")])
        #expect(throws: CMSError.signerMissing) { try CMS.verifyDetached(certificates, content: body) }
    }

    @Test(arguments: [("sha224", []), ("md5", []), ("sha256", ["-keyopt", "rsa_padding_mode:pss"])])
    func `algorithms that no device uses are refused`(digest: String, options: [String]) throws {
        let signature = try signers.sign(body, digest: digest, options)
        #expect(throws: CMSError.unsupported) { try CMS.verifyDetached(signature, content: body) }
    }

    @Test func `a signature without signed attributes is refused`() throws {
        let signature = try signers.sign(body, ["-noattr"])
        #expect(throws: CMSError.malformed) { try CMS.verifyDetached(signature, content: body) }
    }

    @Test func `an algorithm that names another digest is refused`() throws {
        var signature = try signers.sign(body, as: "p256")
        let sha256 = OID(1, 2, 840, 10045, 4, 3, 2).bytes
        // The last mention; the others belong to the certificate.
        let algorithm = try #require(signature.ranges(of: sha256).last)
        signature.replaceSubrange(algorithm, with: OID(1, 2, 840, 10045, 4, 3, 3).bytes)
        #expect(throws: CMSError.unsupported) { try CMS.verifyDetached(signature, content: body) }
    }

    @Test func `content declared as something else than what was signed is refused`() throws {
        var signature = try signers.sign(body)
        // The first mention of id-data is the type of the content, the second one the signed attribute.
        let type = try #require(signature.firstRange(of: OID.data.bytes))
        signature.replaceSubrange(type, with: OID.envelopedData.bytes)
        #expect(throws: CMSError.signatureInvalid) { try CMS.verifyDetached(signature, content: body) }
    }

    @Test func `one certificate's name on another's signature is refused`() throws {
        // The signer info names `other`, whose certificate is there, but `rsa` signed.
        let forged = try SignedMessage.write(
            content: nil, attributes: [], digest: .sha256, certificate: signers.certificate("other"),
            key: CMSPrivateKey(pkcs8: signers.key("rsa")), chain: [])
        #expect(throws: CMSError.signatureInvalid) { try CMS.verifyDetached(forged, content: []) }
    }

    @Test func `a header beyond the limit is refused unread`() throws {
        let large = [UInt8](repeating: 0x30, count: CMS.largestDetachedSignature + 1)
        #expect(throws: CMSError.malformed) { try CMS.verifyDetached(large, content: body) }
    }

    @Test func `noise is refused`() {
        var state: UInt64 = 1
        for length in 0..<2_000 {
            let noise = (0..<length % 300).map { _ -> UInt8 in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return UInt8(truncatingIfNeeded: state >> 33)
            }
            #expect(throws: (any Error).self) { try CMS.verifyDetached(noise, content: body) }
        }
    }
}
