import Administration
import CMS
import Foundation
import PushCertificates
import SwiftASN1
import Testing
import X509

@testable import AutomatedEnrollment

@Suite struct TokenFileTests {
    let samples: TokenSamples
    init() throws { samples = try TokenSamples.shared.get() }

    @Test(arguments: CMSCipher.allCases) func `a token is read whatever cipher Apple takes`(_ cipher: CMSCipher) throws
    {
        let token = try samples.read(try samples.file(cipher: cipher))
        #expect(token.consumerKey == "CK_1")
        #expect(token.consumerSecret.reveal() == "CS_1")
        #expect(token.accessToken.reveal() == "AT_1")
        #expect(token.accessSecret.reveal() == "AS_1")
        #expect(token.expiresAt == Date(timeIntervalSince1970: 1_826_705_700))
    }

    @Test func `a JSON that was wrapped over lines is one JSON`() throws {
        let wrapped = TokenSamples.json.enumerated().map {
            $0.offset % 60 == 59 ? "\($0.element)\r\n" : "\($0.element)"
        }
        let token = try samples.read(try samples.file(TokenSamples.inner(wrapped.joined())))
        #expect(token.accessToken.reveal() == "AT_1")
    }

    @Test func `line feeds alone and folded headers are read`() throws {
        let head =
            "MIME-Version: 1.0\nContent-Type: application/x-pkcs7-mime;\n smime-type=enveloped-data\n"
            + "Content-Transfer-Encoding: base64\n\n"
        let token = try samples.read(TokenSamples.file(try samples.envelope(), head: head))
        #expect(token.consumerKey == "CK_1")
    }

    @Test func `what is sealed comes back and is printed nowhere`() throws {
        let token = try samples.read(try samples.file())
        let again = try #require(ServerToken(sealable: token.sealable, expiresAt: token.expiresAt))
        #expect(again.accessSecret.reveal() == "AS_1" && again.consumerSecret.reveal() == "CS_1")
        #expect(again.fingerprint == token.fingerprint)
        #expect(!"\(token)".contains("AS_1") && !"\(token)".contains("CS_1"))
    }

    struct Wrong: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let expected: TokenRefusal
        let file: @Sendable (TokenSamples) throws -> [UInt8]

        init(_ name: String, _ expected: TokenRefusal, _ file: @escaping @Sendable (TokenSamples) throws -> [UInt8]) {
            testDescription = name
            self.expected = expected
            self.file = file
        }
    }

    static let wrongFiles: [Wrong] = [
        Wrong("empty", .empty) { _ in [] },
        Wrong("too large", .tooLarge(limitBytes: 65_536)) { _ in [UInt8](repeating: 65, count: 65_537) },
        Wrong("our own public key", .publicKey) { Array(TokenKeyPair.pem($0.pair.certificate).utf8) },
        Wrong("another certificate", .certificate) { _ in
            Array(TokenKeyPair.pem(try TokenSamples(id: "other").pair.certificate).utf8)
        },
        Wrong("a request", .certificateRequest) { _ in
            let csr = try PushKeyPair.make(commonName: "x", countryCode: "JP").csr
            let text = Data(csr).base64EncodedString()
            return Array("-----BEGIN CERTIFICATE REQUEST-----\n\(text)\n-----END CERTIFICATE REQUEST-----\n".utf8)
        },
        Wrong("a private key", .privateKey) { samples in
            let text = Data(samples.pair.privateKey.reveal()).base64EncodedString()
            return Array("-----BEGIN PRIVATE KEY-----\n\(text)\n-----END PRIVATE KEY-----\n".utf8)
        },
        Wrong("a web page", .webPage) { _ in Array("<!DOCTYPE html><html><body>Sign in</body></html>".utf8) },
        Wrong("a zip archive", .zipArchive) { _ in [0x50, 0x4B, 3, 4] + [UInt8](repeating: 0, count: 60) },
        Wrong("DER without the MIME header", .notMIME) { try $0.envelope() },
        Wrong("a letter", .notAToken) { _ in Array("Subject: hello\r\n\r\nHello.".utf8) },
        Wrong("MIME of another type", .notAToken) { samples in
            TokenSamples.file(try samples.envelope(), head: "Content-Type: text/plain\r\n\r\n")
        },
        Wrong("signed instead of encrypted", .notAToken) { samples in
            TokenSamples.file(
                try samples.envelope(),
                head: "Content-Type: application/pkcs7-mime; smime-type=signed-data\r\n"
                    + "Content-Transfer-Encoding: base64\r\n\r\n")
        },
        Wrong("a type given twice", .notMIME) { samples in
            TokenSamples.file(
                try samples.envelope(),
                head: "Content-Type: application/pkcs7-mime\r\nContent-Type: application/pkcs7-mime\r\n\r\n")
        },
        Wrong("cut after half", .truncated) { samples in
            let file = try samples.file()
            return Array(file.prefix(file.count / 2 / 4 * 4))
        },
        Wrong("cut in the header", .notMIME) { Array(try $0.file().prefix(40)) },
        Wrong("content of another type", .damagedContent) { try $0.file(TokenSamples.inner(type: "text/html")) },
        Wrong("content without the marks", .damagedContent) {
            try $0.file("Content-Type: text/plain\r\n\r\n" + TokenSamples.json)
        },
        Wrong("content that is no JSON", .damagedContent) { try $0.file(TokenSamples.inner("{")) },
        Wrong("a value missing", .valueMissing("access_secret")) {
            try $0.file(TokenSamples.inner(TokenSamples.json.replacing("access_secret", with: "secret")))
        },
        Wrong("an expiry that is no date", .valueMissing("access_token_expiry")) {
            try $0.file(TokenSamples.inner(TokenSamples.json.replacing("2027-11-20T10:15:00Z", with: "tomorrow")))
        },
    ]

    @Test(arguments: wrongFiles) func `a wrong file is called by its name`(_ wrong: Wrong) throws {
        #expect(throws: wrong.expected) { try samples.read(try wrong.file(samples)) }
    }

    @Test func `a token for another public key names it`() throws {
        let other = try TokenSamples(id: "other")
        #expect(throws: TokenRefusal.keyNotRequestedHere(recipient: "sample ADE")) {
            try samples.read(try other.file())
        }
    }

    @Test func `altered bytes do not open and say for which key they were`() throws {
        var der = try samples.envelope()
        der[der.count - 1] ^= 1
        #expect(throws: TokenRefusal.notDecrypted(requestedAt: TokenSamples.now)) {
            try samples.read(TokenSamples.file(der))
        }
    }

    @Test func `every file cut anywhere is refused without more`() throws {
        let file = try samples.file()
        for length in stride(from: 0, to: file.count - 8, by: 97) {
            #expect(throws: TokenRefusal.self) { try samples.read(Array(file.prefix(length))) }
        }
    }

    @Test func `the public key is one self-signed certificate of RSA 2048`() throws {
        let certificate = try Certificate(derEncoded: samples.pair.certificate)
        #expect(certificate.issuer == certificate.subject)
        #expect(certificate.publicKey.isValidSignature(certificate.signature, for: certificate))
        #expect(certificate.notValidAfter > TokenSamples.now.addingTimeInterval(2 * 365 * 86_400))
        #expect(TokenKeyPair.belong(samples.pair.privateKey, to: samples.pair.certificate))
        #expect(!TokenKeyPair.belong(samples.pair.privateKey, to: try TokenSamples().pair.certificate))
    }
}

@Suite struct RegistrationRuleTests {
    func token(_ key: String, _ access: String, days: Double) -> ServerToken {
        ServerToken(
            consumerKey: key, consumerSecret: Secret("s"), accessToken: Secret(access), accessSecret: Secret("s"),
            expiresAt: TokenSamples.now.addingTimeInterval(days * 86_400))
    }

    func registered(_ token: ServerToken) -> RegisteredToken {
        RegisteredToken(
            id: .init(stored: "t1"), requestID: .init(stored: "r1"), consumerKey: token.consumerKey,
            fingerprint: token.fingerprint, sealed: [1], expiresAt: token.expiresAt, registeredAt: TokenSamples.now,
            registeredBy: "admin", state: .active)
    }

    @Test func `what may take the place of what`() throws {
        let now = TokenSamples.now
        let old = token("CK_1", "AT_1", days: 30)
        try old.check(against: nil, at: now)
        try token("CK_1", "AT_2", days: 365).check(against: registered(old), at: now)
        try token("CK_1", "AT_2", days: 30).check(against: registered(old), at: now)
        #expect(throws: TokenRefusal.otherServer(registered: "CK_1", offered: "CK_2")) {
            try token("CK_2", "AT_2", days: -1).check(against: registered(old), at: now)
        }
        #expect(throws: TokenRefusal.expired(at: now)) {
            try token("CK_1", "AT_2", days: 0).check(against: nil, at: now)
        }
        #expect(throws: TokenRefusal.alreadyRegistered) { try old.check(against: registered(old), at: now) }
        let older = token("CK_1", "AT_0", days: 29)
        #expect(throws: TokenRefusal.olderThanRegistered(offered: older.expiresAt, registered: old.expiresAt)) {
            try older.check(against: registered(old), at: now)
        }
    }
}
