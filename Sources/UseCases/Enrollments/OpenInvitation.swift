public import Administration
public import Enrollments
import Foundation
import Ports
import PushCertificates

/// What a person meets who opens an invitation on a device: first a page, then the profile.
public struct OpenInvitation: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public struct Opened: Sendable {
        public let company: Company
        /// Name of the user, else of the organisation.
        public let inviteeName: String
        public let invitation: Invitation
    }

    /// Profiles that may be waiting for installation at the same time, beyond the uses that are left.
    static let openProfileLimit = 20

    /// - Throws: ``EnrollmentError/noSuchInvitation``, ``EnrollmentError/invitationNotOpen(_:)``, or what stands
    ///   against enrolling at all.
    public func show(token: String) async throws -> Opened {
        let now = installation.now
        let opened = try await installation.store.read { transaction -> Opened? in
            guard let (scope, invitation) = try Self.invitation(token, transaction),
                let company = try transaction.company(scope)
            else { return nil }
            let name =
                try invitation.personID.flatMap { try transaction.person($0, in: scope)?.name }
                ?? invitation.organizationID.flatMap { try transaction.organization($0, in: scope)?.name } ?? ""
            return Opened(company: company, inviteeName: name, invitation: invitation)
        }
        guard let opened else { throw EnrollmentError.noSuchInvitation }
        let standing = opened.invitation.standing(at: now)
        guard standing == .open else { throw EnrollmentError.invitationNotOpen(standing) }
        try await CheckEnrollmentReadiness(installation).check(in: opened.company)
        return opened
    }

    /// The signed profile for this one device.
    ///
    /// - Throws: as ``show(token:)``; ``EnrollmentError/tooManyOpenProfiles``.
    public func profile(token: String) async throws -> [UInt8] {
        let opened = try await show(token: token)
        let now = installation.now
        let scope = opened.company.scope
        _ = try await DeviceAuthorities(installation).findOrMake(for: opened.company)
        guard let prepared = try await ProfileMaker(installation).prepared(in: scope) else {
            throw EnrollmentError.noDeviceAddress
        }
        let installation = installation
        return try await installation.store.write(in: scope) { transaction in
            guard let invitation = try transaction.invitation(opened.invitation.id, in: scope) else {
                throw EnrollmentError.noSuchInvitation
            }
            let standing = invitation.standing(at: now)
            guard standing == .open else { throw EnrollmentError.invitationNotOpen(standing) }
            let waiting = try transaction.openChallengeCount(of: invitation.id, at: now, in: scope)
            guard waiting < invitation.usesLeft + Self.openProfileLimit else {
                throw EnrollmentError.tooManyOpenProfiles
            }
            return try prepared.profile(
                purpose: .enroll(invitation.id), installation: installation, at: now, in: scope, transaction)
        }
    }

    /// From company code and 認証コード to a token for `/enroll/{token}`: only the hash of the invitation's own is
    /// known, so the company and the code's hash stand in its place.
    ///
    /// - Throws: ``EnrollmentError/invalidCode`` for anything that does not agree, ``EnrollmentError/tooManyAttempts``.
    public func exchange(companyCode: String, code: String, from address: String) async throws -> Secret<String> {
        let found = try await find(companyCode: companyCode, code: code, from: address)
        let hash = EnrollmentCode(typed: code).hash(in: found.company.scope).hexadecimal
        return Secret("\(Self.codePrefix)\(found.company.id).\(hash)")
    }

    private static let codePrefix = "c."

    /// By the link's token, or by what ``exchange(companyCode:code:from:)`` made.
    private static func invitation(
        _ token: String, _ transaction: any Transaction
    ) throws -> (scope: CompanyScope, invitation: Invitation)? {
        guard token.hasPrefix(codePrefix) else {
            return try transaction.invitation(tokenHash: OneTimeToken.hash(of: token))
        }
        let parts = token.dropFirst(codePrefix.count).split(separator: ".")
        guard let company = parts.first, let hash = parts.last, parts.count == 2, hash.count == 64,
            let bytes = Fingerprint(hexadecimal: String(hash))?.bytes
        else { return nil }
        let scope = CompanyScope(CompanyID(stored: String(company)))
        return try transaction.invitation(codeHash: bytes, in: scope).map { (scope, $0) }
    }

    private func find(companyCode: String, code: String, from address: String) async throws -> Opened {
        let now = installation.now
        let keys = [
            (LoginFailureKey.account(company: companyCode, login: "\u{1}enroll"), 20),
            (LoginFailureKey.address("enroll/\(address)"), LoginThrottle.addressLimit),
        ]
        let since = now.addingTimeInterval(-LoginThrottle.windowSeconds)
        let throttled = try await installation.store.read(in: .installation) { transaction in
            try keys.contains { try transaction.loginFailures(key: $0.0, since: since) >= $0.1 }
        }
        guard !throttled else { throw EnrollmentError.tooManyAttempts }
        let found = try await installation.store.read { transaction -> Opened? in
            guard let companyCode = try? CompanyCode(companyCode.trimmingCharacters(in: .whitespaces)),
                let company = try transaction.company(code: companyCode)
            else { return nil }
            let hash = EnrollmentCode(typed: code).hash(in: company.scope)
            guard let invitation = try transaction.invitation(codeHash: hash, in: company.scope) else { return nil }
            let name =
                try invitation.personID.flatMap { try transaction.person($0, in: company.scope)?.name } ?? ""
            return Opened(company: company, inviteeName: name, invitation: invitation)
        }
        guard let found else {
            try await installation.store.write(in: .installation) { transaction in
                for key in keys { try transaction.recordLoginFailure(key: key.0, at: now) }
            }
            throw EnrollmentError.invalidCode
        }
        let standing = found.invitation.standing(at: now)
        guard standing == .open else { throw EnrollmentError.invitationNotOpen(standing) }
        return found
    }
}
