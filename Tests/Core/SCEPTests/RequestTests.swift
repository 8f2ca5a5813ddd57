import Administration
import CMS
import Foundation
import SCEP
import Testing

@Suite struct RequestTests {
    let parties: TestParties

    init() throws { parties = try TestParties.shared() }

    @Test(arguments: CMSDigest.allCases, CMSCipher.allCases)
    func `a first request is read, whatever digest and cipher it uses`(digest: CMSDigest, cipher: CMSCipher) throws {
        let message = try Draft(digest: digest, cipher: cipher).der(parties)
        let request = try SCEPRequest(reading: message, recipient: parties.recipient())
        #expect(request.purpose == .first)
        #expect(request.transactionID == "6E1F8D")
        #expect(request.conversation.senderNonce == Array(1...16))
        #expect(request.conversation.digest == digest)
        #expect(request.cipher == cipher)
        #expect(request.challengePassword?.reveal() == TestParties.challenge)
        #expect(try request.signer.der == parties.certificate("client"))
        let key = try CertificateOutline(der: parties.certificate("client")).publicKeyInfo
        #expect(request.publicKey.der == Array(key))
        #expect(!"\(request)".contains(TestParties.challenge))
    }

    @Test func `BER is read like DER, outside and inside the envelope`() throws {
        let envelope = try EnvelopedMessage.write(
            parties.request(), for: CertificateOutline(der: parties.certificate("ca")), cipher: .aes128)
        let loose = try Draft(content: BERForm.indefinite(envelope)).der(parties)
        for message in [loose, try BERForm.indefinite(loose), try BERForm.indefinite(Draft().der(parties))] {
            let request = try SCEPRequest(reading: message, recipient: parties.recipient())
            #expect(request.challengePassword?.reveal() == TestParties.challenge)
        }
    }

    @Test func `a request of openssl itself is read`() throws {
        try parties.openssl.write(parties.request(), to: "foreign.csr")
        for (cipher, expected) in [("-aes-256-cbc", CMSCipher.aes256), ("-des3", .tripleDES)] {
            try parties.openssl.run([
                "cms", "-encrypt", "-binary", "-in", "foreign.csr", "-outform", "DER", "-stream", "-indef", "-out",
                "foreign.env", cipher, "-recip", "ca.pem",
            ])
            let message = try Draft(content: parties.openssl.read("foreign.env")).der(parties)
            #expect(try SCEPRequest(reading: message, recipient: parties.recipient()).cipher == expected)
        }
    }

    @Test func `Debian's scepclient is understood, single DES and all, and answered with 3DES`() throws {
        let recipient = SCEPRecipient(
            certificate: try #require(SCEPQuery.decode(message: ForeignMessage.certificate)),
            key: try CMSPrivateKey(pkcs8: #require(SCEPQuery.decode(message: ForeignMessage.key))))
        let message = try #require(SCEPQuery.decode(message: ForeignMessage.message))
        let request = try SCEPRequest(reading: message, recipient: recipient)
        #expect(request.purpose == .first)
        #expect(request.challengePassword?.reveal() == "abc")
        #expect(request.conversation.digest == .sha1)
        #expect(request.cipher == .tripleDES)
    }

    @Test func `a renewal has a key of its own, and its signer is handed out to be looked up`() throws {
        let draft = Draft(
            messageType: DERWriter.printable("17"), request: try parties.request(of: "p256", withChallenge: false))
        let request = try SCEPRequest(reading: draft.der(parties), recipient: parties.recipient())
        #expect(request.purpose == .renewal)
        #expect(request.challengePassword == nil)
        #expect(try request.signer.der == parties.certificate("client"))
        #expect(try request.publicKey.der == Array(CertificateOutline(der: parties.certificate("p256")).publicKeyInfo))
    }

    @Test func `what else a client asks for is not even read`() throws {
        let greedy = try parties.request(
            of: "client", withChallenge: true,
            [
                "-subj", "/CN=root/O=Apple", "-addext", "basicConstraints=critical,CA:TRUE", "-addext",
                "subjectAltName=DNS:mdm.example", "-addext", "extendedKeyUsage=serverAuth", "-addext",
                "keyUsage=keyCertSign",
            ])
        let request = try SCEPRequest(reading: Draft(request: greedy).der(parties), recipient: parties.recipient())
        #expect(
            Mirror(reflecting: request).children.compactMap(\.label).sorted() == [
                "challengePassword", "cipher", "conversation", "publicKey", "purpose", "signer",
            ])
    }

    @Test(arguments: ["sha1", "sha256", "sha384", "sha512"])
    func `the certification request may be signed with any of the digests`(digest: String) throws {
        #expect(try parties.refusal(Draft(request: parties.request(digest: digest))) == nil)
    }
}
