public import Foundation
public import PushCertificates

/// The right to enroll a number of devices for one user or one organisation, until a day.
///
/// Link and 認証コード are random; only their SHA-256 is stored, so they are shown once.
public struct Invitation: Sendable, Equatable {
    public let id: InvitationID
    /// SHA-256 of the token in `/enroll/{token}`.
    public let tokenHash: [UInt8]
    /// SHA-256 of the 認証コード that is typed at `/enroll` together with the company code.
    public let codeHash: [UInt8]
    public let personID: PersonID?
    public let organizationID: OrganizationID?
    public let usesAllowed: Int
    /// Counted down in the transaction that accepts an Authenticate, not when the profile is downloaded.
    public var usesLeft: Int
    public let createdAt: Date
    /// Login, or empty for the service operator.
    public let createdBy: String
    public let expiresAt: Date
    public var revokedAt: Date?

    public init(
        id: InvitationID, tokenHash: [UInt8], codeHash: [UInt8], personID: PersonID?,
        organizationID: OrganizationID?, usesAllowed: Int, usesLeft: Int, createdAt: Date, createdBy: String,
        expiresAt: Date, revokedAt: Date? = nil
    ) {
        self.id = id
        self.tokenHash = tokenHash
        self.codeHash = codeHash
        self.personID = personID
        self.organizationID = organizationID
        self.usesAllowed = usesAllowed
        self.usesLeft = usesLeft
        self.createdAt = createdAt
        self.createdBy = createdBy
        self.expiresAt = expiresAt
        self.revokedAt = revokedAt
    }

    public static let mostUses = 500

    public enum Standing: String, Sendable, Equatable {
        case open, usedUp, expired, revoked
    }

    public func standing(at now: Date) -> Standing {
        if revokedAt != nil { return .revoked }
        if usesLeft <= 0 { return .usedUp }
        return now >= expiresAt ? .expired : .open
    }
}

/// A one-time SCEP challenge: made when the profile is handed out, never earlier.
public struct Challenge: Sendable, Equatable {
    public enum Purpose: Sendable, Equatable {
        case enroll(InvitationID)
        /// A new identity for an enrollment that stays the same.
        case renew(EnrollmentID)
    }

    public let id: ChallengeID
    /// SHA-256 of the text in the profile.
    public let hash: [UInt8]
    public let purpose: Purpose
    public let createdAt: Date
    public let expiresAt: Date
    /// Set in the transaction that stores the issued certificate.
    public var usedAt: Date?

    public init(
        id: ChallengeID, hash: [UInt8], purpose: Purpose, createdAt: Date, expiresAt: Date, usedAt: Date? = nil
    ) {
        self.id = id
        self.hash = hash
        self.purpose = purpose
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.usedAt = usedAt
    }

    /// An hour: a person may walk to the device with the profile downloaded.
    public static let validSeconds: TimeInterval = 3_600
}

/// A device identity certificate, from the intent that is stored before signing to its end.
public struct DeviceIdentity: Sendable, Equatable {
    public enum State: String, Sendable, CaseIterable {
        /// Serial and intent are stored, nothing is signed yet.
        case planned
        /// Signed and stored; no Authenticate has used it.
        case issued
        /// The certificate of an enrollment.
        case bound
        /// Another certificate took its place at its enrollment, or the enrollment ended.
        case superseded
    }

    public let id: IdentityID
    /// Hexadecimal, lower case.
    public let serialNumber: String
    public let challengeID: ChallengeID
    public let purpose: Challenge.Purpose
    /// The SCEP transactionID, to recognise an exact retry.
    public let transactionID: String
    /// SHA-256 of the SubjectPublicKeyInfo.
    public let publicKey: Fingerprint
    public let createdAt: Date
    public let notBefore: Date
    public let notAfter: Date
    /// Nil while planned.
    public var der: [UInt8]?
    /// SHA-256 of ``der``.
    public var fingerprint: Fingerprint?
    public var state: State
    public var enrollmentID: EnrollmentID?

    public init(
        id: IdentityID, serialNumber: String, challengeID: ChallengeID, purpose: Challenge.Purpose,
        transactionID: String, publicKey: Fingerprint, createdAt: Date, notBefore: Date, notAfter: Date,
        der: [UInt8]? = nil, fingerprint: Fingerprint? = nil, state: State = .planned,
        enrollmentID: EnrollmentID? = nil
    ) {
        self.id = id
        self.serialNumber = serialNumber
        self.challengeID = challengeID
        self.purpose = purpose
        self.transactionID = transactionID
        self.publicKey = publicKey
        self.createdAt = createdAt
        self.notBefore = notBefore
        self.notAfter = notAfter
        self.der = der
        self.fingerprint = fingerprint
        self.state = state
        self.enrollmentID = enrollmentID
    }
}
