public import Administration
public import Foundation

/// One request in the ledger: a key pair of ours that Apple may certify.
///
/// Every request stays for 400 days, used or not; an uploaded certificate is matched by public key to any
/// of them (P-01, P-02).
public struct PushRequest: Sendable, Equatable {
    public struct ID: OpaqueIdentifier {
        public let description: String
        public init(stored: String) { description = stored }
    }

    public let id: ID
    public let createdAt: Date
    /// Login of the person, or empty for the service operator.
    public let createdBy: String
    public let publicKey: Fingerprint
    /// PKCS #10, DER.
    public let csr: [UInt8]
    /// PKCS #8 DER of the private key, sealed; see `SecretVault`.
    public let sealedKey: [UInt8]
    /// The file for Apple (base64 of an XML property list) when it was signed elsewhere; nil when it is
    /// signed here at each download.
    public var signedElsewhere: String?
    /// The one that [ダウンロード] offers again; at most one in a company.
    public var isPending: Bool

    public init(
        id: ID, createdAt: Date, createdBy: String, publicKey: Fingerprint, csr: [UInt8], sealedKey: [UInt8],
        signedElsewhere: String? = nil, isPending: Bool
    ) {
        self.id = id
        self.createdAt = createdAt
        self.createdBy = createdBy
        self.publicKey = publicKey
        self.csr = csr
        self.sealedKey = sealedKey
        self.signedElsewhere = signedElsewhere
        self.isPending = isPending
    }

    public static let retentionDays = 400
    /// How long [ダウンロード] offers the same request again.
    public static let offeredDays = 365
}
