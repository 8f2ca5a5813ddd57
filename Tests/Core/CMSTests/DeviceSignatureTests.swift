import Foundation
import Testing

@testable import CMS

/// The short reader of devices' signatures beside the general one: the same verdict on everything.
@Suite struct DeviceSignatureTests {
    let signers: TestSigners
    let verifier = DeviceSignatureVerifier()
    let body = Array("<?xml version=\"1.0\"?><plist><dict/></plist>".utf8)

    init() throws { signers = try TestSigners.shared() }

    private func isSame(_ signature: [UInt8], _ content: [UInt8]) -> Bool {
        let general: Result<[UInt8], CMSError> = Result { () throws(CMSError) in
            try CMS.verifyDetached(signature, content: content).der
        }
        let short: Result<[UInt8], CMSError> = Result { () throws(CMSError) in
            try verifier.verify(signature, content: content).certificate
        }
        return general == short
    }

    @Test(arguments: TestSigners.kinds) func `what devices send is read the short way`(kind: String) throws {
        let signature = try signers.sign(body, as: kind, ["-nosmimecap"])
        #expect(DeviceSignature(signature.span) != nil)
        for _ in 0..<2 {
            let proof = try verifier.verify(signature, content: body)
            #expect(try proof.certificate == signers.certificate(kind))
            #expect(try proof.sha256 == CMSDigest.sha256.hash(proof.certificate))
        }
        #expect(throws: CMSError.signatureInvalid) { try verifier.verify(signature, content: body + [0]) }
    }

    @Test(arguments: TestSigners.kinds, ["sha1", "sha256", "sha384", "sha512", "sha224"])
    func `both agree on every digest`(kind: String, digest: String) throws {
        #expect(isSame(try signers.sign(body, as: kind, digest: digest), body))
    }

    @Test(arguments: [
        ["-keyid"], ["-certfile", "other.pem"], ["-nosmimecap"], ["-nodetach"], ["-nocerts"], ["-noattr"],
        ["-signer", "other.pem", "-inkey", "other.key"], ["-keyopt", "rsa_padding_mode:pss"],
    ])
    func `both agree on other ways to write a message`(options: [String]) throws {
        #expect(isSame(try signers.sign(body, options), body))
        #expect(isSame(try BERForm.indefinite(try signers.sign(body, options)), body))
    }

    @Test(arguments: TestSigners.kinds) func `both agree on every message with one byte changed`(kind: String) throws {
        let signature = try signers.sign(body, as: kind)
        for position in signature.indices {
            for change: UInt8 in [0x01, 0x20, 0x80, 0xff] {
                var changed = signature
                changed[position] ^= change
                #expect(isSame(changed, body), "byte \(position) ^ \(change)")
            }
        }
    }

    @Test func `both agree on every message that ends early or goes on`() throws {
        let signature = try signers.sign(body, as: "p256")
        for length in signature.indices { #expect(isSame(Array(signature.prefix(length)), body)) }
        #expect(isSame(signature + [0], body))
        #expect(isSame([], body))
    }

    @Test func `both agree on messages with a piece put in, taken out or doubled`() throws {
        let signature = try signers.sign(body, as: "p256")
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            let start = Int.random(in: 0..<signature.count, using: &random)
            let end = min(signature.count, start + Int.random(in: 1...24, using: &random))
            var changed = signature
            switch Int.random(in: 0..<3, using: &random) {
            case 0: changed.removeSubrange(start..<end)
            case 1: changed.insert(contentsOf: signature[start..<end], at: start)
            default: changed.replaceSubrange(start..<end, with: (start..<end).map { _ in UInt8.random(in: 0...255) })
            }
            #expect(isSame(changed, body), "\(Data(changed).base64EncodedString())")
        }
    }

    @Test func `keys are kept for as many certificates as are allowed, and only of those that signed`() throws {
        let right = try signers.sign(body, as: "rsa")
        let other = try signers.sign(body, as: "other")
        #expect(throws: CMSError.signatureInvalid) { try verifier.verify(right, content: []) }
        #expect(verifier.keyCount == 0)
        _ = try verifier.verify(right, content: body)
        _ = try verifier.verify(other, content: body)
        #expect(verifier.keyCount == 2)
    }
}

@Suite struct Base64LineTests {
    @Test(arguments: 0..<70) func `what Foundation writes is read`(count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37 &+ 11) }
        let text = Data(bytes).base64EncodedString()
        #expect(Base64Line.decode(text, skippingBlanks: false) == bytes)
        let spaced = text.map { "\($0) \t" }.joined()
        #expect(Base64Line.decode(spaced, skippingBlanks: true) == bytes)
        if count > 0 { #expect(Base64Line.decode(spaced, skippingBlanks: false) == nil) }
    }

    @Test(arguments: ["A", "AA", "AAA", "AA=", "AAAA=", "AA==A", "=", "AB==", "AAB=", "A=AA", "AA,A", "ÄAAA", "AA\n=="])
    func `what is no base64 is refused`(text: String) {
        #expect(Base64Line.decode(text, skippingBlanks: true) == nil)
    }
}
