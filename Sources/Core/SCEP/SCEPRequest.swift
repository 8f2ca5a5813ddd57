public import Administration
public import CMS

/// A request for a certificate, read and checked as far as mathematics goes. Whether the challenge is good, or the
/// signer of a renewal is still bound, is the caller's to decide.
///
/// RFC 8894 §3.3.1, as tolerant as Apple's clients need: BER, SHA-1, 3DES.
public struct SCEPRequest: Sendable {
    public enum Purpose: Sendable, Equatable {
        /// PKCSReq: the signer made its certificate itself, with the key that is to be certified. The challenge decides.
        case first
        /// RenewalReq: signed by an identity certificate, which the caller must find valid, bound, and of the same
        /// company and enrollment.
        case renewal
    }

    public let purpose: Purpose
    public let conversation: SCEPConversation
    public let signer: SignerCertificate
    /// Fit to be certified by R-31, and its private key signed the request.
    public let publicKey: SubjectPublicKey
    public let challengePassword: Secret<String>?
    public let cipher: CMSCipher

    public var transactionID: String { conversation.transactionID }

    /// Requests are about 4 kB.
    public static let largest = 65_536

    /// - Parameter bytes: the body of a POST, or ``SCEPQuery/decode(message:)``.
    /// - Throws: ``SCEPError``; it takes one RSA operation with our key unless the request is refused before.
    public init(reading bytes: [UInt8], recipient: SCEPRecipient) throws(SCEPError) {
        guard bytes.count <= Self.largest, let message = try? SignedMessage(reading: bytes),
            let digest = message.digest, let transactionID = message.text(.transactionID),
            let nonce = message.attribute(.senderNonce), nonce.tag == DERTag.octetString,
            (1...64).contains(nonce.content.count)
        else { throw .notUnderstood }
        let conversation = SCEPConversation(
            transactionID: transactionID, senderNonce: Array(nonce.content), digest: digest)
        self.conversation = conversation
        do {
            purpose = try Self.purpose(message.text(.messageType))
            signer = try Self.signer(of: message)
            let opened = try Self.open(message.content ?? [], by: recipient)
            cipher = opened.cipher
            let request = try Self.read(opened.request)
            try Self.check(request, signer: signer, purpose: purpose)
            publicKey = request.publicKey
            challengePassword = request.challengePassword
        } catch {
            throw .refused(error, conversation)
        }
    }

    /// An allow-list: types that exist and are not served must not slip past authorization.
    private static func purpose(_ messageType: String?) throws(SCEPRefusal) -> Purpose {
        switch messageType {
        case "19": .first
        case "17": .renewal
        default: throw .messageType(messageType ?? "")
        }
    }

    private static func signer(of message: SignedMessage) throws(SCEPRefusal) -> SignerCertificate {
        do {
            let signer = try message.verifiedSigner()
            // The answer is encrypted to it.
            guard try CertificateOutline(der: signer.der).publicKey().rsaKeyBits != nil else {
                throw CMSError.unsupported
            }
            return signer
        } catch CMSError.unsupported {
            throw .algorithm
        } catch {
            throw .signature
        }
    }

    private static func open(
        _ envelope: [UInt8], by recipient: SCEPRecipient
    ) throws(SCEPRefusal) -> (cipher: CMSCipher, request: [UInt8]) {
        do {
            let enveloped = try EnvelopedMessage(reading: envelope)
            let ours = try CertificateOutline(der: recipient.certificate)
            return (enveloped.cipher, try enveloped.decrypted(by: recipient.key, certificate: ours))
        } catch CMSError.unsupported {
            throw .algorithm
        } catch {
            throw .notDecrypted
        }
    }

    /// - Throws: what is not a certification request is answered like what was not decrypted: a wrong content key
    ///   yields noise, which now and then has the right padding.
    private static func read(_ der: [UInt8]) throws(SCEPRefusal) -> CertificationRequest {
        do {
            return try CertificationRequest(der: der)
        } catch CMSError.unsupported {
            throw .publicKey(.kind)
        } catch {
            throw .notDecrypted
        }
    }

    private static func check(
        _ request: CertificationRequest, signer: SignerCertificate, purpose: Purpose
    ) throws(SCEPRefusal) {
        if let problem = PublicKeyProblem(in: request.publicKey) { throw .publicKey(problem) }
        do {
            guard try request.isSignedByItsOwnKey() else { throw SCEPRefusal.requestSignature }
        } catch let refusal as SCEPRefusal {
            throw refusal
        } catch {
            throw .algorithm
        }
        guard
            purpose == .renewal || (try? CertificateOutline(der: signer.der).publicKey().kind) == request.publicKey.kind
        else { throw .anotherKey }
    }
}
