public import Administration
import Enrollments
import Foundation
public import MDMProtocol
import Ports
import PushCertificates

/// CheckOut: the profile was removed. Sent once, best effort.
public struct ReceiveCheckOut: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public func callAsFunction(
        _ message: CheckOut, from caller: IdentifyCaller.Caller, in scope: CompanyScope,
        telling told: DeviceMessage? = nil
    ) async throws {
        let now = installation.now
        let telling = try await Telling.prepare(told, installation, in: scope)
        let enrollment = try await installation.store.write(from: caller, in: scope) { transaction in
            let enrollment = try EnrollmentChanges.enrollment(
                of: caller, named: message.channel.deviceID, at: now, in: scope, transaction)
            try telling?.write(at: now, transaction)
            guard message.channel.user == nil else { return enrollment }
            try EnrollmentChanges.end(enrollment, as: .removed, at: now, in: scope, transaction)
            try transaction.append(
                DeviceEvent(
                    deviceID: enrollment.deviceID, enrollmentID: enrollment.id, occurredAt: now, kind: .checkedOut),
                in: scope)
            try transaction.append(
                AuditDraft(
                    .deviceRemoved, by: .anonymous, at: now, subject: enrollment.auditName,
                    device: enrollment.deviceID.description), in: scope)
            return enrollment
        }
        installation.devices.forget(enrollment.id)
    }
}

/// The bootstrap token of a Mac, in escrow for the device itself; no person sees it.
public struct KeepBootstrapToken: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    /// - Parameter token: nil or empty removes it, as the device asks.
    public func store(
        _ token: [UInt8]?, hardwareID: String, from caller: IdentifyCaller.Caller, in scope: CompanyScope,
        telling told: DeviceMessage? = nil
    ) async throws {
        let now = installation.now
        let telling = try await Telling.prepare(told, installation, in: scope)
        let seal = try await EnrollmentSeal(installation, in: scope)
        let id = try await installation.store.write(from: caller, in: scope) { transaction in
            let enrollment = try EnrollmentChanges.enrollment(
                of: caller, named: hardwareID, at: now, in: scope, transaction)
            let given = token.flatMap { $0.isEmpty ? nil : $0 }
            try transaction.saveSealedSecret(
                try given.map { try seal.secret($0, .bootstrapToken, of: enrollment.id) }, .bootstrapToken,
                of: enrollment.id, at: now, in: scope)
            try transaction.append(
                DeviceEvent(
                    deviceID: enrollment.deviceID, enrollmentID: enrollment.id, occurredAt: now,
                    kind: given == nil ? .bootstrapTokenDeleted : .bootstrapTokenStored), in: scope)
            try telling?.write(at: now, transaction)
            return enrollment.id
        }
        if case .candidate = caller { installation.devices.forget(id) }
    }

    /// - Returns: nil when none was kept.
    public func load(
        hardwareID: String, from caller: IdentifyCaller.Caller, in scope: CompanyScope,
        telling told: DeviceMessage? = nil
    ) async throws -> Secret<[UInt8]>? {
        let now = installation.now
        let telling = try await Telling.prepare(told, installation, in: scope)
        let seal = try await EnrollmentSeal(installation, in: scope)
        let found = try await installation.store.write(from: caller, in: scope) {
            transaction -> (EnrollmentID, [UInt8]?) in
            let enrollment = try EnrollmentChanges.enrollment(
                of: caller, named: hardwareID, at: now, in: scope, transaction)
            try telling?.write(at: now, transaction)
            return (enrollment.id, try transaction.sealedSecret(.bootstrapToken, of: enrollment.id, in: scope))
        }
        if case .candidate = caller { installation.devices.forget(found.0) }
        return try found.1.map { try seal.openSecret($0, .bootstrapToken, of: found.0) }
    }
}
