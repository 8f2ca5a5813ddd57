import Administration
import AutomatedEnrollment
import Enrollments
import Foundation
import Ports

/// A device asks for the enrollment profile during its setup: `POST /enroll/ade/{secret}` with signed MachineInfo.
///
/// What it gets is an invitation of one use for its own serial number, so that everything after it is as with any
/// other invitation (docs/decisions/0018).
public struct EnrollByADE: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public enum Refusal: String, Error, Sendable {
        /// No profile of ours tells this address.
        case unknownAddress
        /// MachineInfo: no signed property list, or one that lacks what identifies the device.
        case unreadable, signatureInvalid, notGenuine, incomplete
        /// Apple Business Manager has not assigned it to the company's server.
        case notOurs
    }

    /// An hour, as long as the challenge in the profile.
    static let validSeconds: TimeInterval = 3_600

    /// - Returns: the signed enrollment profile.
    /// - Throws: ``Refusal``, which is in the log, once a minute; ``EnrollmentError`` for what stands against enrolling at all.
    public func callAsFunction(secret: String, body: [UInt8]) async throws -> [UInt8] {
        let hash = OneTimeToken.hash(of: secret)
        let found = try await installation.store.read { transaction in
            try transaction.definedProfile(addressHash: hash).flatMap { found in
                try transaction.company(found.scope).map { (company: $0, profile: found.profile) }
            }
        }
        guard let found else { throw Refusal.unknownAddress }
        let scope = found.company.scope
        let device: MachineInfo
        do {
            device = try MachineInfo(signed: body, authorities: installation.deviceAuthorities)
        } catch {
            let refusal = Refusal(error)
            try await note(refusal, of: nil, in: scope)
            throw refusal
        }
        try await checkListed(device, in: found.company)
        try await CheckEnrollmentReadiness(installation).check(in: found.company)
        _ = try await DeviceAuthorities(installation).findOrMake(for: found.company)
        guard let prepared = try await ProfileMaker(installation).prepared(in: scope) else {
            throw EnrollmentError.noDeviceAddress
        }
        let (installation, now) = (installation, installation.now)
        return try await installation.store.write(in: scope) { transaction in
            let invitation = try Self.invitation(for: device, installation, at: now, in: scope, transaction)
            try transaction.append(
                AuditDraft(
                    .automatedEnrollmentBegun, by: .anonymous, at: now, subject: device.serialNumber,
                    after: [
                        AuditField("udid", String(device.udid.prefix(64))),
                        AuditField("profile", found.profile.uuid),
                        AuditField("genuine", device.isGenuine ? "yes" : "unchecked"),
                    ]), in: scope)
            return try prepared.profile(
                purpose: .enroll(invitation), installation: installation, at: now, in: scope, transaction)
        }
    }

    /// One that is not listed yet may have been assigned a minute ago: Apple is asked once, if it was not lately.
    private func checkListed(_ device: MachineInfo, in company: Company) async throws {
        for isSecondLook in [false, true] {
            let listed = try await installation.store.read(in: company.scope) {
                try $0.tokenDevice(device.serialNumber, in: company.scope)
            }
            if let listed, listed.removedAt == nil { return }
            if !isSecondLook { _ = try? await FetchDevices(installation)(in: company, for: .device) }
        }
        try await note(.notOurs, of: device, in: company.scope)
        throw Refusal.notOurs
    }

    /// The open one that a retry finds, or a new one.
    private static func invitation(
        for device: MachineInfo, _ installation: Installation, at now: Date, in scope: CompanyScope,
        _ transaction: any Transaction
    ) throws -> InvitationID {
        if let earlier = try transaction.automatedInvitation(
            serialNumber: device.serialNumber, hardwareID: device.udid, in: scope),
            let invitation = try transaction.invitation(earlier.invitationID, in: scope),
            invitation.standing(at: now.addingTimeInterval(validSeconds / 2)) == .open
        {
            return invitation.id
        }
        let id: InvitationID = installation.newIdentifier(at: now)
        try transaction.insert(
            Invitation(
                id: id, tokenHash: OneTimeToken(from: installation.randomness).hash,
                codeHash: OneTimeToken(from: installation.randomness).hash, personID: nil, organizationID: nil,
                usesAllowed: 1, usesLeft: 1, createdAt: now, createdBy: "",
                expiresAt: now.addingTimeInterval(validSeconds)), in: scope)
        try transaction.insert(
            AutomatedInvitation(
                invitationID: id, serialNumber: device.serialNumber, hardwareID: device.udid, createdAt: now),
            in: scope)
        return id
    }

    /// One line a minute for each reason: anybody who knows the address can send anything, and invent serial numbers.
    /// Only what Apple's own certificate vouches for is told apart.
    private func note(_ refusal: Refusal, of device: MachineInfo?, in scope: CompanyScope) async throws {
        let now = installation.now
        let serialNumber = device?.serialNumber ?? ""
        let vouched = device?.isGenuine == true ? serialNumber : ""
        guard
            installation.devices.shouldNoteRefusal("ade/\(refusal.rawValue)/\(vouched)", in: scope, at: now)
        else { return }
        try await installation.store.write(in: scope) { transaction in
            try transaction.append(
                AuditDraft(
                    .automatedEnrollmentRefused, by: .anonymous, at: now, subject: String(serialNumber.prefix(64)),
                    after: [AuditField("reason", refusal.rawValue)]), in: scope)
        }
    }
}

extension EnrollByADE.Refusal {
    fileprivate init(_ problem: MachineInfo.Problem) {
        self =
            switch problem {
            case .unreadable: .unreadable
            case .signatureInvalid: .signatureInvalid
            case .notGenuine: .notGenuine
            case .incomplete: .incomplete
            }
    }
}
