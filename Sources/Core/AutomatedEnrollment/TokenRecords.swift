public import Administration
public import Foundation
public import PushCertificates

/// One public key in the ledger: a key pair of ours for which Apple may encrypt a token.
public struct TokenRequest: Sendable, Equatable {
    public struct ID: OpaqueIdentifier {
        public let description: String
        public init(stored: String) { description = stored }
    }

    public let id: ID
    public let createdAt: Date
    /// Login, or empty for the service operator.
    public let createdBy: String
    /// DER, self-signed.
    public let certificate: [UInt8]
    /// SHA-256 of ``certificate``.
    public let fingerprint: Fingerprint
    /// PKCS #8 DER of the private key, sealed.
    public let sealedKey: [UInt8]
    /// The one that [ダウンロード] offers again; at most one in a company.
    public var isPending: Bool

    public init(
        id: ID, createdAt: Date, createdBy: String, certificate: [UInt8], fingerprint: Fingerprint,
        sealedKey: [UInt8], isPending: Bool
    ) {
        self.id = id
        self.createdAt = createdAt
        self.createdBy = createdBy
        self.certificate = certificate
        self.fingerprint = fingerprint
        self.sealedKey = sealedKey
        self.isPending = isPending
    }

    /// How long [ダウンロード] offers the same public key again; its certificate is valid for three years.
    public static let offeredDays = 365
}

/// A token of a company with its place in the company's history.
public struct RegisteredToken: Sendable, Equatable {
    public struct ID: OpaqueIdentifier {
        public let description: String
        public init(stored: String) { description = stored }
    }

    public enum State: Sendable, Equatable {
        case active
        /// Replaced by a renewal.
        case retired(at: Date)
        case deleted(at: Date, by: String)
    }

    public let id: ID
    public let requestID: TokenRequest.ID
    public let consumerKey: String
    public let fingerprint: Fingerprint
    /// ``ServerToken/sealable``, sealed; nil once it is not used any more.
    public let sealed: [UInt8]?
    public let expiresAt: Date
    public let registeredAt: Date
    /// Login, or empty for the service operator.
    public let registeredBy: String
    public var state: State

    public init(
        id: ID, requestID: TokenRequest.ID, consumerKey: String, fingerprint: Fingerprint, sealed: [UInt8]?,
        expiresAt: Date, registeredAt: Date, registeredBy: String, state: State
    ) {
        self.id = id
        self.requestID = requestID
        self.consumerKey = consumerKey
        self.fingerprint = fingerprint
        self.sealed = sealed
        self.expiresAt = expiresAt
        self.registeredAt = registeredAt
        self.registeredBy = registeredBy
        self.state = state
    }
}

/// The version that two administrators compare (P-21).
public struct TokenDetails: Sendable, Equatable {
    /// Counts every registration, change and deletion; a form carries the one it showed.
    public var version: Int
    public var changedAt: Date?
    /// Login, or empty for the service operator.
    public var changedBy: String

    public init(version: Int = 0, changedAt: Date? = nil, changedBy: String = "") {
        self.version = version
        self.changedAt = changedAt
        self.changedBy = changedBy
    }
}
