public import CMS

/// Why a SCEP request was not accepted.
public enum SCEPError: Error, Sendable {
    /// Not a pkiMessage at all, or without the attributes that an answer needs: HTTP 400.
    case notUnderstood
    /// To be answered with ``SCEPReply/failure(_:to:from:nonce:)`` and HTTP 200. The reason is for the log; a client
    /// only ever sees ``SCEPRefusal/failInfo``.
    case refused(SCEPRefusal, SCEPConversation)
}

/// `failInfo` of a CertRep (RFC 8894 §3.2.1.4.4).
public enum SCEPFailInfo: String, Sendable, CaseIterable {
    case badAlg = "0"
    case badMessageCheck = "1"
    case badRequest = "2"
    case badTime = "3"
    case badCertID = "4"
}

/// What is wrong with a request that was understood far enough to be answered.
public enum SCEPRefusal: Error, Equatable, Sendable {
    /// Anything but PKCSReq and RenewalReq; empty when there was none.
    case messageType(String)
    /// Content or attributes are not what the signer signed.
    case signature
    /// Signature, digest, cipher or the signer's key is none that is accepted.
    case algorithm
    /// Wrong recipient, wrong padding, or what came out is no certification request: one answer for all.
    case notDecrypted
    /// The certification request is not signed by its own key.
    case requestSignature
    /// The certification request has another key than the certificate that signed the message.
    case anotherKey
    /// The public key is none that is certified.
    case publicKey(PublicKeyProblem)

    public var failInfo: SCEPFailInfo {
        switch self {
        case .messageType, .anotherKey: .badRequest
        case .signature, .notDecrypted, .requestSignature: .badMessageCheck
        case .algorithm, .publicKey: .badAlg
        }
    }
}

/// What an answer needs of the request it answers.
public struct SCEPConversation: Sendable, Equatable {
    /// Chosen by the client; opaque, at most 255 printable characters.
    public let transactionID: String
    public let senderNonce: [UInt8]
    public let digest: CMSDigest
}
