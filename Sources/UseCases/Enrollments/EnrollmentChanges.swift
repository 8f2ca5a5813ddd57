import Administration
import CommandQueue
import Enrollments
import Foundation
import Ports
import PushCertificates

/// Steps that several use cases take inside their one transaction.
enum EnrollmentChanges {
    /// The enrollment leaves: nothing of its queue is delivered any more, its certificate is not answered.
    static func end(
        _ enrollment: Enrollment, as state: EnrollmentState, at now: Date, in scope: CompanyScope,
        _ transaction: any Transaction
    ) throws {
        try endQueue(of: enrollment, at: now, in: scope, transaction)
        try transaction.deleteUserChannels(of: enrollment.id, in: scope)
        if var identity = try transaction.identity(fingerprint: enrollment.identity, in: scope) {
            identity.state = .superseded
            try transaction.update(identity, in: scope)
        }
        var ended = enrollment
        ended.state = state
        ended.endedAt = now
        try transaction.update(ended, in: scope)
    }

    static func endQueue(
        of enrollment: Enrollment, at now: Date, in scope: CompanyScope, _ transaction: any Transaction
    ) throws {
        for command in try transaction.pendingCommands(of: enrollment.id, in: scope) {
            try transaction.finish(
                FinishedCommand(command: command, outcome: .enrollmentEnded, endedAt: now), in: scope)
        }
        try transaction.cancelWakeUp(of: enrollment.id, in: scope)
    }

    /// A renewed identity takes over, in whichever message it is first seen: the enrollment stays the same and
    /// keeps everything.
    static func switchIdentity(
        of enrollment: Enrollment, to renewed: DeviceIdentity, at now: Date, in scope: CompanyScope,
        _ transaction: any Transaction
    ) throws -> Enrollment {
        guard let fingerprint = renewed.fingerprint else { throw DeviceRefusal.noIdentity }
        if var old = try transaction.identity(fingerprint: enrollment.identity, in: scope) {
            old.state = .superseded
            try transaction.update(old, in: scope)
        }
        var bound = renewed
        bound.state = .bound
        bound.enrollmentID = enrollment.id
        try transaction.update(bound, in: scope)
        var changed = enrollment
        changed.identity = fingerprint
        changed.identityNotAfter = renewed.notAfter
        try transaction.update(changed, in: scope)
        try transaction.endIdentityRenewal(of: enrollment.id, in: scope)
        try transaction.append(
            DeviceEvent(
                deviceID: enrollment.deviceID, enrollmentID: enrollment.id, occurredAt: now, kind: .identityRenewed,
                fields: [.init("fingerprint", fingerprint.description)]), in: scope)
        try transaction.append(
            AuditDraft(
                .deviceIdentityRenewed, by: .anonymous, at: now, subject: enrollment.auditName,
                device: enrollment.deviceID.description,
                before: [AuditField("fingerprint", enrollment.identity.description)],
                after: [AuditField("fingerprint", fingerprint.description)]), in: scope)
        return changed
    }

    /// The enrollment behind a caller, as the store has it now; a candidate for renewal takes over here.
    static func enrollment(
        of caller: IdentifyCaller.Caller, named hardwareID: String, at now: Date, in scope: CompanyScope,
        _ transaction: any Transaction
    ) throws -> Enrollment {
        switch caller {
        case .known(let known):
            guard let enrollment = try transaction.enrollment(known.enrollmentID, in: scope),
                enrollment.state.isAlive
            else { throw DeviceRefusal.notAuthenticated }
            // Another node may have seen its renewed certificate first.
            guard enrollment.identity == known.identity else {
                throw DeviceRefusal.identityOver(presented: known.identity)
            }
            try checkHardware(of: enrollment, named: hardwareID)
            return enrollment
        case .candidate(let identity):
            guard case .renew(let id) = identity.purpose, let fingerprint = identity.fingerprint else {
                throw DeviceRefusal.notAuthenticated
            }
            guard let present = try transaction.identity(fingerprint: fingerprint, in: scope),
                let enrollment = try transaction.enrollment(id, in: scope), enrollment.state.isAlive
            else { throw DeviceRefusal.identityOver(presented: fingerprint) }
            guard enrollment.hardwareID == hardwareID else {
                throw DeviceRefusal.otherHardware(
                    presented: fingerprint, bound: enrollment.hardwareID, named: hardwareID)
            }
            // Another message of the same device may have been faster.
            guard present.state == .issued else { return enrollment }
            return try switchIdentity(of: enrollment, to: present, at: now, in: scope, transaction)
        }
    }

    static func checkHardware(of enrollment: Enrollment, named hardwareID: String) throws {
        guard enrollment.hardwareID == hardwareID else {
            throw DeviceRefusal.otherHardware(
                presented: enrollment.identity, bound: enrollment.hardwareID, named: hardwareID)
        }
    }
}

extension Enrollment {
    /// How ログ names a device: serial number, else name, else UDID.
    var auditName: String {
        if !summary.serialNumber.isEmpty { return summary.serialNumber }
        return summary.name.isEmpty ? hardwareID : summary.name
    }
}
