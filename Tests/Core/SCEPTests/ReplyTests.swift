import CMS
import Foundation
import SCEP
import Testing

/// Answers, judged by the `openssl` command in the client's place.
@Suite struct ReplyTests {
    let parties: TestParties
    let nonce: [UInt8] = Array(101...116)

    init() throws { parties = try TestParties.shared() }

    private func attribute(_ number: UInt64, of message: SignedMessage) -> [UInt8]? {
        message.attribute(OID(2, 16, 840, 1, 113733, 1, 9, number)).map { Array($0.encoded) }
    }

    @Test(arguments: CMSDigest.allCases, CMSCipher.allCases)
    func `the client finds its certificate in the answer`(digest: CMSDigest, cipher: CMSCipher) throws {
        let request = try SCEPRequest(
            reading: Draft(digest: digest, cipher: cipher).der(parties), recipient: parties.recipient())
        let issued = try parties.certificate("other")
        let reply = try SCEPReply.success(issued, to: request, from: parties.recipient(), nonce: nonce)
        let name = "reply-\(digest)-\(cipher)"
        let openssl = parties.openssl
        try openssl.write(reply, to: name)
        try openssl.run([
            "cms", "-verify", "-binary", "-inform", "DER", "-in", name, "-CAfile", "ca.pem", "-purpose", "any", "-out",
            "\(name).env",
        ])
        try openssl.run([
            "cms", "-decrypt", "-binary", "-inform", "DER", "-in", "\(name).env", "-recip", "client.pem", "-inkey",
            "client.key", "-out", "\(name).p7",
        ])
        let text = try openssl.run(["pkcs7", "-inform", "DER", "-in", "\(name).p7", "-print_certs"])
        #expect(text.contains("subject=CN = other") && text.components(separatedBy: "BEGIN").count == 2)
        let envelope = try EnvelopedMessage(reading: openssl.read("\(name).env"))
        #expect(envelope.cipher == cipher)
        let message = try SignedMessage(reading: reply)
        #expect(message.digest == digest)
        #expect(message.certificates.count == 2 && message.certificates.contains(issued))
    }

    @Test func `an answer names the conversation it belongs to`() throws {
        let request = try SCEPRequest(reading: Draft().der(parties), recipient: parties.recipient())
        let recipient = try parties.recipient()
        let success = try SCEPReply.success(
            parties.certificate("other"), to: request, from: recipient, nonce: nonce)
        let failure = try SCEPReply.failure(
            .badRequest, to: request.conversation, from: recipient, nonce: nonce)
        let pending = try SCEPReply.pending(to: request.conversation, from: recipient, nonce: nonce)
        for (reply, status, info) in [(success, "0", nil), (failure, "2", "2"), (pending, "3", nil as String?)] {
            let message = try SignedMessage(reading: reply)
            #expect(try message.verifiedSigner().der == recipient.certificate)
            #expect(attribute(2, of: message) == DERWriter.printable("3"))
            #expect(attribute(3, of: message) == DERWriter.printable(status))
            #expect(attribute(4, of: message) == info.map { DERWriter.printable($0) })
            #expect(attribute(5, of: message) == DERWriter.octets(nonce))
            #expect(attribute(6, of: message) == DERWriter.octets(Array(1...16)))
            #expect(attribute(7, of: message) == DERWriter.printable("6E1F8D"))
            #expect((message.content == nil) == (status != "0"))
        }
    }

    @Test func `a failure is signed over nothing, and openssl agrees`() throws {
        let conversation = try SCEPRequest(reading: Draft().der(parties), recipient: parties.recipient()).conversation
        let reply = try SCEPReply.failure(
            .badMessageCheck, to: conversation, from: parties.recipient(), nonce: nonce)
        try parties.openssl.write(reply, to: "failure")
        try parties.openssl.write([], to: "nothing")
        try parties.openssl.run([
            "cms", "-verify", "-binary", "-inform", "DER", "-in", "failure", "-content", "nothing", "-CAfile", "ca.pem",
            "-purpose", "any",
        ])
    }
}
