public import Administration
public import CommandQueue
public import Enrollments
import Foundation
import MDMProtocol
import Ports

/// 再起動 and システム終了.
public struct OrderPower: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public enum Order: Sendable { case restart, shutDown }

    public func callAsFunction(
        _ order: Order, for id: EnrollmentID, by actor: Actor, in scope: CompanyScope
    ) async throws {
        let now = installation.now
        let installation = installation
        let kind: CommandKind = order == .restart ? .restart : .shutDown
        try await installation.store.write(about: [id], in: scope) { transaction in
            let enrollment = try DestructiveGate.admit(
                .init(kind: kind, enrollmentID: id, actor: actor, needsStepUp: false), at: now, in: scope, transaction)
            try Queueing.supersede(kind.requestType, of: id, at: now, in: scope, transaction)
            // A restart that arrives a week late helps nobody.
            try Queueing.queue(
                order == .restart ? .restart() : .shutDown, uuid: installation.newCommandUUID(at: now), for: enrollment,
                by: actor.loginOrEmpty, expiresAt: now.addingTimeInterval(86_400), at: now, in: scope, transaction)
            try transaction.append(
                AuditDraft(
                    order == .restart ? .restartRequested : .shutDownRequested, by: actor, at: now,
                    subject: enrollment.auditName, device: enrollment.deviceID.description), in: scope)
        }
        installation.announceWork(for: id)
    }
}

/// 取り消す: takes a command out of the queue. After this has returned it is never delivered (I3).
public struct CancelCommand: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    /// - Throws: ``EnrollmentError/commandOver`` when it has ended already,
    ///   ``EnrollmentError/commandWithDevice`` when the device has it.
    public func callAsFunction(
        _ uuid: CommandUUID, of id: EnrollmentID, by actor: Actor, in scope: CompanyScope
    ) async throws {
        let now = installation.now
        try await installation.store.write(about: [id], in: scope) { transaction in
            guard let enrollment = try transaction.enrollment(id, in: scope) else { throw EnrollmentError.noSuchDevice }
            guard let command = try transaction.pendingCommand(uuid, of: id, in: scope) else {
                throw try transaction.finishedCommand(uuid, of: id, in: scope) == nil
                    ? EnrollmentError.noSuchCommand : .commandOver
            }
            guard !command.isWithDevice else { throw EnrollmentError.commandWithDevice }
            try transaction.finish(
                FinishedCommand(command: command, outcome: .cancelled, endedAt: now, endedBy: actor.loginOrEmpty),
                in: scope)
            if try transaction.pendingCommandCount(of: id, in: scope) == 0 {
                try transaction.cancelWakeUp(of: id, in: scope)
            }
            try transaction.append(
                DeviceEvent(
                    deviceID: enrollment.deviceID, enrollmentID: id, occurredAt: now, kind: .commandCancelled,
                    actor: actor.loginOrEmpty,
                    fields: [.init("request-type", command.requestType), .init("command", uuid.description)]),
                in: scope)
            try transaction.append(
                AuditDraft(
                    .commandCancelled, by: actor, at: now, subject: enrollment.auditName,
                    device: enrollment.deviceID.description,
                    before: [
                        AuditField("request-type", command.requestType), AuditField("command", uuid.description),
                    ]), in: scope)
        }
    }
}

/// Shows a PIN in escrow, and writes down that it was shown.
public struct RevealPIN: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public func callAsFunction(
        _ uuid: CommandUUID, of id: EnrollmentID, by actor: Actor, in scope: CompanyScope
    ) async throws -> Secret<String> {
        let now = installation.now
        let seal = try await EnrollmentSeal(installation, in: scope)
        return try await installation.store.write(in: scope) { transaction in
            guard let enrollment = try transaction.enrollment(id, in: scope) else { throw EnrollmentError.noSuchDevice }
            guard
                try transaction.escrowedCommands(of: enrollment.deviceID, in: scope).contains(where: { $0.uuid == uuid }
                ),
                let sealed = try transaction.escrow(for: uuid, in: scope)
            else { throw EnrollmentError.noSuchCommand }
            try transaction.append(
                DeviceEvent(
                    deviceID: enrollment.deviceID, enrollmentID: id, occurredAt: now, kind: .secretRevealed,
                    actor: actor.loginOrEmpty, fields: [.init("command", uuid.description)]), in: scope)
            try transaction.append(
                AuditDraft(
                    .secretRevealed, by: actor, at: now, subject: enrollment.auditName,
                    device: enrollment.deviceID.description,
                    after: [AuditField("command", uuid.description)]), in: scope)
            return try seal.openPIN(sealed, for: uuid)
        }
    }
}
