public import Administration
import CommandQueue
import Enrollments
import Foundation
public import MDMProtocol
import Ports
import PushCertificates

/// TokenUpdate: how the device is to be woken. It may be the only one ever sent and cannot be asked for
/// it is on disk before the device is answered.
public struct ReceiveTokenUpdate: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    /// - Throws: ``DeviceRefusal``.
    public func callAsFunction(
        _ message: TokenUpdate, from caller: IdentifyCaller.Caller, in scope: CompanyScope,
        telling told: DeviceMessage? = nil
    ) async throws {
        let now = installation.now
        let telling = try await Telling.prepare(told, installation, in: scope)
        let seal = try await EnrollmentSeal(installation, in: scope)
        if let user = message.channel.user {
            try await keep(message, of: user, from: caller, sealedBy: seal, telling, at: now, in: scope)
            return
        }
        let installation = installation
        let epoch = installation.devices.epoch()
        let outcome = try await installation.store.write(from: caller, in: scope) {
            transaction -> (Enrollment, isFirst: Bool, hasWork: Bool) in
            var enrollment = try EnrollmentChanges.enrollment(
                of: caller, named: message.channel.deviceID, at: now, in: scope, transaction)
            let isFirst = enrollment.state == .authenticated
            let before = enrollment.topic
            enrollment.state = .enrolled
            enrollment.topic = message.topic
            enrollment.tokenUpdatedAt = now
            enrollment.awaitsConfiguration = message.awaitingConfiguration
            if isFirst, enrollment.enrolledAt == nil { enrollment.enrolledAt = now }
            let triple = PushTriple(token: message.token, pushMagic: message.pushMagic, topic: message.topic)
            try transaction.update(enrollment, sealedPush: try seal.push(triple, of: enrollment.id), in: scope)
            // Absence in a later message does not invalidate a stored one (check-in.md §3.2).
            if let unlockToken = message.unlockToken, !unlockToken.isEmpty {
                try transaction.saveSealedSecret(
                    try seal.secret(unlockToken, .unlockToken, of: enrollment.id), .unlockToken, of: enrollment.id,
                    at: now, in: scope)
            }
            try Self.note(enrollment, isFirst: isFirst, topicBefore: before, at: now, in: scope, transaction)
            if let telling {
                let tally = try transaction.tokenUpdateTally(
                    of: enrollment.id, device: enrollment.deviceID, in: scope)
                try telling.write(tally: tally, at: now, transaction)
            }
            if isFirst {
                try SynchronizeDevice.queue(
                    for: enrollment, by: "", installation: installation, at: now, in: scope, transaction)
            }
            try ReleaseDevices.queue(
                for: enrollment, installation: installation, at: now, in: scope, transaction)
            let hasWork = try transaction.pendingCommandCount(of: enrollment.id, in: scope) > 0
            if hasWork {
                // What was pushed to the old token may never arrive.
                try transaction.cancelWakeUp(of: enrollment.id, in: scope)
                try transaction.requestWakeUp(of: enrollment.id, at: now, restarting: true, in: scope)
            }
            return (enrollment, isFirst, hasWork)
        }
        installation.devices.remember(outcome.0, in: scope, since: epoch)
        if outcome.hasWork { installation.announceWork(for: outcome.0.id) }
    }

    private static func note(
        _ enrollment: Enrollment, isFirst: Bool, topicBefore: String?, at now: Date, in scope: CompanyScope,
        _ transaction: any Transaction
    ) throws {
        let event = DeviceEvent(
            deviceID: enrollment.deviceID, enrollmentID: enrollment.id, occurredAt: now,
            kind: isFirst ? .enrolled : .tokenUpdated, fields: [.init("topic", enrollment.topic ?? "")])
        try transaction.append(event, in: scope)
        if isFirst {
            try transaction.append(
                AuditDraft(
                    .deviceEnrolled, by: .anonymous, at: now, subject: enrollment.auditName,
                    device: enrollment.deviceID.description,
                    after: [
                        AuditField("name", enrollment.summary.name), AuditField("topic", enrollment.topic ?? ""),
                        AuditField("generation", String(enrollment.generation)),
                    ]), in: scope)
        }
        guard isFirst || topicBefore != enrollment.topic,
            let active = try transaction.activePushCertificate(in: scope)?.certificate.topic.description,
            enrollment.topic != active
        else { return }
        try transaction.append(
            DeviceEvent(
                deviceID: enrollment.deviceID, enrollmentID: enrollment.id, occurredAt: now, kind: .topicMismatch,
                fields: [.init("topic", enrollment.topic ?? ""), .init("registered", active)]), in: scope)
        try transaction.append(
            AuditDraft(
                .deviceTopicMismatch, by: .anonymous, at: now, subject: enrollment.auditName,
                device: enrollment.deviceID.description,
                before: [AuditField("topic", active)], after: [AuditField("topic", enrollment.topic ?? "")]),
            in: scope)
    }

    private func keep(
        _ message: TokenUpdate, of user: UserChannel, from caller: IdentifyCaller.Caller, sealedBy seal: EnrollmentSeal,
        _ telling: Telling?, at now: Date, in scope: CompanyScope
    ) async throws {
        let id = try await installation.store.write(from: caller, in: scope) { transaction in
            let enrollment = try EnrollmentChanges.enrollment(
                of: caller, named: message.channel.deviceID, at: now, in: scope, transaction)
            let triple = PushTriple(token: message.token, pushMagic: message.pushMagic, topic: message.topic)
            try transaction.save(
                StoredUserChannel(
                    userID: user.id, shortName: user.shortName ?? "", longName: user.longName ?? "",
                    topic: message.topic, sealedPush: try seal.push(triple, of: enrollment.id, user: user.id),
                    updatedAt: now), of: enrollment.id, in: scope)
            try telling?.write(at: now, transaction)
            return enrollment.id
        }
        if case .candidate = caller { installation.devices.forget(id) }
    }
}
