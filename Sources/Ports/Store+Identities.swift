public import Administration
public import Enrollments
public import Foundation
public import PushCertificates

/// Invitations, challenges, device authority and the certificates that it issued.
public protocol IdentityRecords {
    /// - Throws: ``StoreError/conflict(_:)`` when a hash is taken.
    func insert(_ invitation: Invitation, in scope: CompanyScope) throws
    func invitation(_ id: InvitationID, in scope: CompanyScope) throws -> Invitation?
    /// The one lookup without a company: the link names none. The scope is the invitation's own.
    func invitation(tokenHash: [UInt8]) throws -> (scope: CompanyScope, invitation: Invitation)?
    func invitation(codeHash: [UInt8], in scope: CompanyScope) throws -> Invitation?
    /// Newest first.
    func invitations(in scope: CompanyScope, limit: Int) throws -> [Invitation]
    /// One use fewer.
    ///
    /// - Returns: false when there was none left, or it is revoked or over at `now`; nothing changed then.
    func takeUse(of id: InvitationID, at now: Date, in scope: CompanyScope) throws -> Bool
    /// - Throws: ``StoreError/conflict(_:)`` when this company has no such invitation, or it is revoked already.
    func revoke(_ id: InvitationID, at now: Date, in scope: CompanyScope) throws

    func insert(_ challenge: Challenge, in scope: CompanyScope) throws
    func challenge(hash: [UInt8], in scope: CompanyScope) throws -> Challenge?
    /// Challenges of this invitation that are neither used nor over.
    func openChallengeCount(of invitation: InvitationID, at now: Date, in scope: CompanyScope) throws -> Int
    /// `UPDATE … WHERE used_at IS NULL`.
    ///
    /// - Returns: false when it was used before.
    func useChallenge(_ id: ChallengeID, at now: Date, in scope: CompanyScope) throws -> Bool

    /// The newest authority of the company.
    func deviceAuthority(in scope: CompanyScope) throws -> StoredDeviceAuthority?
    func insert(_ authority: StoredDeviceAuthority, in scope: CompanyScope) throws

    /// Serial number and intent, before signing.
    ///
    /// - Throws: ``StoreError/conflict(_:)`` when the serial number is taken in this company.
    func insert(_ identity: DeviceIdentity, in scope: CompanyScope) throws
    /// Replaces what can change: der, fingerprint, state, enrollment.
    func update(_ identity: DeviceIdentity, in scope: CompanyScope) throws
    /// The one issued for a challenge.
    func issuedIdentity(for challenge: ChallengeID, in scope: CompanyScope) throws -> DeviceIdentity?
    func identity(fingerprint: Fingerprint, in scope: CompanyScope) throws -> DeviceIdentity?
    /// Enrolled devices whose identity ends before the instant, soonest first, and to which a renewal can be sent now:
    /// none waits for the device, and the last attempt is not later than `triedBefore`. Those that never call again
    /// take no place of the others.
    func identitiesEnding(before: Date, triedBefore: Date, limit: Int) throws -> [EndingIdentity]
    /// One more attempt.
    func noteIdentityRenewal(of enrollment: EnrollmentID, at now: Date, error: String, in scope: CompanyScope) throws
    /// The tracked job of a renewal; nil when none was ever begun.
    func identityRenewal(of enrollment: EnrollmentID, in scope: CompanyScope) throws -> IdentityRenewal?
    /// The renewal came to its end: forgets attempts and error.
    func endIdentityRenewal(of enrollment: EnrollmentID, in scope: CompanyScope) throws

    /// By フリガナ, or by name where there is none.
    func people(in scope: CompanyScope) throws -> [Person]
    func person(_ id: PersonID, in scope: CompanyScope) throws -> Person?
    func insert(_ person: Person, in scope: CompanyScope) throws
    /// By name.
    func organizations(in scope: CompanyScope) throws -> [Organization]
    func organization(_ id: OrganizationID, in scope: CompanyScope) throws -> Organization?
    /// - Throws: ``StoreError/conflict(_:)`` when the name is taken in this company.
    func insert(_ organization: Organization, in scope: CompanyScope) throws
    /// Alive enrollments of each person and of each organisation.
    func deviceCounts(in scope: CompanyScope) throws -> (people: [PersonID: Int], organizations: [OrganizationID: Int])
}

/// A company's own certification authority for device identities, with the leaf that signs profiles.
public struct StoredDeviceAuthority: Sendable, Equatable {
    public let id: String
    public let certificate: [UInt8]
    /// PKCS #8, sealed.
    public let sealedKey: [UInt8]
    public let signerCertificate: [UInt8]
    public let sealedSignerKey: [UInt8]
    public let notAfter: Date
    public let createdAt: Date

    public init(
        id: String, certificate: [UInt8], sealedKey: [UInt8], signerCertificate: [UInt8], sealedSignerKey: [UInt8],
        notAfter: Date, createdAt: Date
    ) {
        self.id = id
        self.certificate = certificate
        self.sealedKey = sealedKey
        self.signerCertificate = signerCertificate
        self.sealedSignerKey = sealedSignerKey
        self.notAfter = notAfter
        self.createdAt = createdAt
    }
}

public struct EndingIdentity: Sendable, Equatable {
    public let scope: CompanyScope
    public let enrollmentID: EnrollmentID
    public let notAfter: Date
    public let renewal: IdentityRenewal?

    public init(scope: CompanyScope, enrollmentID: EnrollmentID, notAfter: Date, renewal: IdentityRenewal?) {
        self.scope = scope
        self.enrollmentID = enrollmentID
        self.notAfter = notAfter
        self.renewal = renewal
    }
}

public struct IdentityRenewal: Sendable, Equatable {
    public let attempts: Int
    public let lastAttemptAt: Date
    /// Empty while nothing went wrong.
    public let lastError: String

    public init(attempts: Int, lastAttemptAt: Date, lastError: String) {
        self.attempts = attempts
        self.lastAttemptAt = lastAttemptAt
        self.lastError = lastError
    }
}
