import Administration
import CryptoExtras
import Foundation
import PushCertificates
import SwiftASN1
import Testing
import X509

@Suite struct PushKeyPairTests {
    @Test func `a key pair is RSA 2048 with a request that it signed itself`() throws {
        let pair = try PushKeyPair.make(commonName: "sample Push", countryCode: "jp")
        let key = try _RSA.Signing.PrivateKey(derRepresentation: pair.privateKey.reveal())
        #expect(key.keySizeInBits == 2048)
        #expect(try key.publicKey.getKeyPrimitives().publicExponent == Data([1, 0, 1]))
        let request = try CertificateSigningRequest(derEncoded: pair.csr)
        #expect(request.publicKey == Certificate.PublicKey(key.publicKey))
        #expect(request.publicKey.isValidSignature(request.signature, for: request))
        #expect(request.signatureAlgorithm == .sha256WithRSAEncryption)
        #expect(request.subject.description == "CN=sample Push,C=JP")
    }

    @Test func `openssl finds the request in order and sees the same key`() throws {
        let openssl = try OpenSSL()
        defer { openssl.remove() }
        let pair = try PushKeyPair.make(commonName: "さくら Push", countryCode: "JP")
        try openssl.write(pair.csr, to: "push.der")
        try openssl.write(pair.privateKey.reveal(), to: "push.key")
        #expect(try openssl.run("req", "-inform", "DER", "-in", "push.der", "-verify", "-noout").contains("OK"))
        let requested = try openssl.run("req", "-inform", "DER", "-in", "push.der", "-noout", "-pubkey")
        #expect(try requested == openssl.run("pkey", "-inform", "DER", "-in", "push.key", "-pubout"))
        try openssl.write(Array(requested.utf8), to: "public.pem")
        try openssl.run("pkey", "-pubin", "-in", "public.pem", "-outform", "DER", "-out", "public.der")
        #expect(try Fingerprint(of: openssl.read("public.der")) == pair.publicKey)
    }

    @Test func `a long name is cut where X.509 ends`() throws {
        let pair = try PushKeyPair.make(commonName: String(repeating: "名", count: 100), countryCode: "JP")
        let request = try CertificateSigningRequest(derEncoded: pair.csr)
        #expect(request.subject.description == "CN=\(String(repeating: "名", count: 64)),C=JP")
    }

    @Test func `an empty name and something that is no country are told`() {
        #expect(throws: PushKeyPair.Problem.emptyCommonName) {
            try PushKeyPair.make(commonName: " ", countryCode: "JP")
        }
        for text in ["", "J", "JPN", "日本", "1P"] {
            #expect(throws: PushKeyPair.Problem.notACountryCode(text)) {
                try PushKeyPair.make(commonName: "sample", countryCode: text)
            }
        }
    }

    @Test func `the private key does not show when the pair is printed`() throws {
        let pair = try PushKeyPair.make(commonName: "sample Push", countryCode: "JP")
        #expect(pair.privateKey.description == "‹redacted›")
    }
}
