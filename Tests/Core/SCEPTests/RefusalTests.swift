import Administration
import CMS
import Foundation
import SCEP
import Testing

@Suite struct RefusalTests {
    let parties: TestParties

    init() throws { parties = try TestParties.shared() }

    @Test func `of all message types only PKCSReq and RenewalReq are let in`() throws {
        let request = try parties.request()
        var accepted: [Int] = []
        for type in 0...255 {
            let draft = Draft(messageType: DERWriter.printable(String(type)), request: request)
            switch try parties.refusal(draft) {
            case nil: accepted.append(type)
            case let refusal: #expect(refusal == .messageType(String(type)))
            }
        }
        #expect(accepted == [17, 19])
    }

    @Test func `message types written oddly are refused`() throws {
        let odd: [[UInt8]] = [
            DERWriter.printable("019"), DERWriter.printable("19 "), DERWriter.printable("+19"),
            DERWriter.printable("0x13"),
            DERWriter.printable("1９"), DERWriter.printable(""), DERWriter.printable("19\0"), DERWriter.small(19),
            DERWriter.octets([0x31, 0x39]), [0x31, 0x02, 0x05, 0x00],
        ]
        for type in odd {
            guard case .messageType? = try parties.refusal(Draft(messageType: type)) else {
                Issue.record("\(type) was accepted")
                continue
            }
        }
        #expect(try parties.refusal(Draft(messageType: nil)) == .messageType(""))
    }

    @Test func `without transaction or nonce there is nothing to answer to`() throws {
        let long = String(repeating: "a", count: 256)
        let drafts: [(name: String, draft: Draft)] = [
            ("no transaction", Draft(transactionID: nil)), ("no nonce", Draft(senderNonce: nil)),
            ("empty transaction", Draft(transactionID: DERWriter.printable(""))),
            ("long transaction", Draft(transactionID: DERWriter.printable(long))),
            ("control characters", Draft(transactionID: DERWriter.printable("a\nb"))),
            ("number as transaction", Draft(transactionID: DERWriter.small(1))),
            ("empty nonce", Draft(senderNonce: DERWriter.octets([]))),
            ("long nonce", Draft(senderNonce: DERWriter.octets([UInt8](repeating: 1, count: 65)))),
            ("text as nonce", Draft(senderNonce: DERWriter.printable("1234567890123456"))),
            ("twice", Draft(extra: [.init(Draft.nonceID, DERWriter.octets(Array(1...16)))])),
        ]
        for row in drafts {
            let message = try row.draft.der(parties)
            #expect("\(row.name)") {
                try SCEPRequest(reading: message, recipient: parties.recipient())
            } throws: { error in
                guard case SCEPError.notUnderstood = error else { return false }
                return true
            }
        }
    }

    @Test func `what is wrong is told apart for the log, and answered alike where it must be`() throws {
        let request = try parties.request()
        var broken = request
        broken[broken.count - 9] ^= 1
        let envelope = try EnvelopedMessage.write(
            request, for: CertificateOutline(der: parties.certificate("stranger")), cipher: .aes128)
        let rows: [(name: String, draft: Draft, refusal: SCEPRefusal)] = [
            ("signed by another key", Draft(signerKey: "other"), .signature),
            ("for another recipient", Draft(recipient: "stranger"), .notDecrypted),
            ("no envelope", Draft(content: []), .notDecrypted),
            ("noise for an envelope", Draft(content: [UInt8](repeating: 0x30, count: 900)), .notDecrypted),
            ("signed data for an envelope", Draft(content: SignedMessage.write(certificates: [])), .notDecrypted),
            ("someone else's envelope", Draft(content: envelope), .notDecrypted),
            ("no certification request", Draft(request: Array("hello".utf8)), .notDecrypted),
            ("an empty one", Draft(request: []), .notDecrypted),
            ("a request that ends early", Draft(request: request.dropLast()), .notDecrypted),
            ("a request signed wrongly", Draft(request: broken), .requestSignature),
            ("a request of another key", Draft(request: try parties.request(of: "other")), .anotherKey),
            ("an EC signer, who cannot read the answer", Draft(signer: "p256"), .algorithm),
            (
                "a key of 1024 bits", Draft(signer: "weak", request: try parties.request(of: "weak")),
                .publicKey(.bits(1024))
            ),
            ("exponent 3", Draft(signer: "three", request: try parties.request(of: "three")), .publicKey(.exponent)),
            (
                "P-521",
                Draft(messageType: DERWriter.printable("17"), request: try parties.request(of: "p521")),
                .publicKey(.kind)
            ),
        ]
        for row in rows { #expect(try parties.refusal(row.draft) == row.refusal, "\(row.name)") }
    }

    @Test func `a message that ends early is refused at every length`() throws {
        let message = try Draft().der(parties)
        let recipient = try parties.recipient()
        for length in message.indices {
            #expect(throws: SCEPError.self) {
                try SCEPRequest(reading: Array(message.prefix(length)), recipient: recipient)
            }
        }
    }

    @Test func `a changed byte never changes what is asked for`() throws {
        let message = try Draft().der(parties)
        let recipient = try parties.recipient()
        let original = try SCEPRequest(reading: message, recipient: recipient)
        for position in stride(from: 0, to: message.count, by: 3) {
            var changed = message
            changed[position] ^= 0x10
            guard let request = try? SCEPRequest(reading: changed, recipient: recipient) else { continue }
            #expect(request.publicKey == original.publicKey && request.conversation == original.conversation)
            #expect(request.challengePassword?.reveal() == TestParties.challenge)
        }
    }

    @Test func `hostile sizes are refused unread`() throws {
        let recipient = try parties.recipient()
        for count in [SCEPRequest.largest + 1, 5_000_000] {
            #expect(throws: SCEPError.self) {
                try SCEPRequest(reading: [UInt8](repeating: 0x30, count: count), recipient: recipient)
            }
        }
        let many = (0..<60).map { SignedMessage.Attribute(OID(1, 2, $0), DERWriter.null) }
        let message = try Draft(extra: many).der(parties)
        #expect(throws: SCEPError.self) { try SCEPRequest(reading: message, recipient: recipient) }
    }

    @Test func `failInfo says no more than RFC 8894 does`() {
        #expect(SCEPRefusal.notDecrypted.failInfo == .badMessageCheck)
        #expect(SCEPRefusal.signature.failInfo == .badMessageCheck)
        #expect(SCEPRefusal.messageType("20").failInfo == .badRequest)
        #expect(SCEPRefusal.publicKey(.roca).failInfo == .badAlg)
        #expect(SCEPFailInfo.allCases.map(\.rawValue) == ["0", "1", "2", "3", "4"])
    }
}
