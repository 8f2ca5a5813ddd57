import Administration
import CommandQueue
import Enrollments
import Foundation
import MDMProtocol
import Ports

/// Hands out the next command, inside the transaction of a poll: what leaves is marked before it leaves, and
/// what was cancelled before can not leave any more (I3).
struct Delivery {
    let enrollment: Enrollment
    let seal: EnrollmentSeal
    let authority: ProfileMaker.Prepared?
    let installation: Installation
    let now: Date
    let scope: CompanyScope
    let transaction: any Transaction

    /// - Returns: the command as the device gets it; nil when nothing can be handed out now.
    func next() throws -> [UInt8]? {
        // Bounded: each turn hands out or ends one command.
        for _ in 0..<64 {
            guard let command = try candidate() else { return nil }
            // No profile can be made without a push certificate: the renewal waits, and nothing behind it.
            if command.secret == .enrollmentProfile, try transaction.activePushCertificate(in: scope) == nil {
                var waiting = command
                waiting.isDeferred = true
                try transaction.update(waiting, in: scope)
                continue
            }
            if let objection = try DestructiveGate.objection(
                to: command, for: enrollment, at: now, in: scope, transaction)
            {
                try withdraw(command, objection)
                continue
            }
            guard let bytes = try complete(command) else {
                try transaction.finish(
                    FinishedCommand(command: command, outcome: .error, endedAt: now, errorChain: [Self.cannotBuild]),
                    in: scope)
                continue
            }
            var fetched = command
            fetched.fetchedAt = now
            fetched.fetchCount += 1
            try transaction.update(fetched, in: scope)
            if command.fetchCount == 0 {
                try transaction.append(
                    DeviceEvent(
                        deviceID: enrollment.deviceID, enrollmentID: enrollment.id, occurredAt: now,
                        kind: .commandFetched,
                        fields: [
                            .init("request-type", command.requestType), .init("command", command.uuid.description),
                        ]), in: scope)
            }
            return bytes
        }
        return nil
    }

    /// Never silently: whoever ordered it sees why it did not go out.
    private func withdraw(_ command: QueuedCommand, _ objection: DestructiveGate.Objection) throws {
        let outcome: FinishedCommand.Outcome =
            switch objection {
            case .expired: .expired
            case .enrollmentEnded: .enrollmentEnded
            case .requesterWithoutRight: .cancelled
            }
        try transaction.finish(FinishedCommand(command: command, outcome: outcome, endedAt: now), in: scope)
        try transaction.append(
            DeviceEvent(
                deviceID: enrollment.deviceID, enrollmentID: enrollment.id, occurredAt: now,
                kind: objection == .expired ? .commandExpired : .commandCancelled,
                fields: [
                    .init("request-type", command.requestType), .init("command", command.uuid.description),
                    .init("reason", objection.rawValue),
                ]), in: scope)
        try transaction.append(
            AuditDraft(
                .commandCancelled, by: .serviceOperator, at: now, subject: enrollment.auditName,
                device: enrollment.deviceID.description,
                before: [
                    AuditField("request-type", command.requestType), AuditField("command", command.uuid.description),
                ], after: [AuditField("reason", objection.rawValue)]), in: scope)
    }

    /// The device will hang up: what it postponed is offered again, by a push when it does not call by itself.
    ///
    /// - Returns: true when nothing waits at all.
    func endSession() throws -> Bool {
        let pending = try transaction.pendingCommands(of: enrollment.id, in: scope)
        guard !pending.isEmpty else {
            try transaction.cancelWakeUp(of: enrollment.id, in: scope)
            return true
        }
        let refusals = pending.map(\.notNowCount).max() ?? 0
        let delay = PushSchedule.reminder(accepted: max(1, refusals), random: 0.5)
        try transaction.cancelWakeUp(of: enrollment.id, in: scope)
        try transaction.requestWakeUp(
            of: enrollment.id, at: now.addingTimeInterval(delay), restarting: false, in: scope)
        return false
    }

    /// An expired identity is only good for its own renewal.
    private func candidate() throws -> QueuedCommand? {
        guard now >= enrollment.identityNotAfter else {
            return try transaction.nextCommand(of: enrollment.id, at: now, in: scope)
        }
        return try transaction.pendingCommands(of: enrollment.id, in: scope)
            .first { $0.secret == .enrollmentProfile && !$0.isDeferred }
    }

    /// The stored command with what must not be stored in it.
    private func complete(_ command: QueuedCommand) throws -> [UInt8]? {
        guard let secret = command.secret else { return command.payload }
        let value: (key: String, value: PropertyList)
        switch secret {
        case .pin:
            // A secret that does not open ends its command; thrown, it would refuse every report of the device.
            guard let sealed = try transaction.escrow(for: command.uuid, in: scope),
                let pin = try? seal.openPIN(sealed, for: command.uuid)
            else { return nil }
            value = ("PIN", .string(pin.reveal()))
        case .unlockToken:
            guard let sealed = try transaction.sealedSecret(.unlockToken, of: enrollment.id, in: scope),
                let token = try? seal.openSecret(sealed, .unlockToken, of: enrollment.id)
            else { return nil }
            value = ("UnlockToken", .data(token.reveal()))
        case .enrollmentProfile:
            guard let authority else { return nil }
            let profile = try authority.profile(
                purpose: .renew(enrollment.id), installation: installation, at: now, in: scope, transaction)
            value = ("Payload", .data(profile))
        }
        return try Self.insert(value, into: command.payload)
    }

    private static func insert(_ pair: (key: String, value: PropertyList), into payload: [UInt8]) throws -> [UInt8]? {
        guard case .dictionary(var outer) = try PropertyList(reading: payload, limits: .command),
            let index = outer.firstIndex(where: { $0.key == "Command" }),
            case .dictionary(var command) = outer[index].value
        else { return nil }
        command.removeAll { $0.key == pair.key }
        command.append(pair)
        outer[index].value = .dictionary(command)
        return Array(PropertyList.dictionary(outer).xml.utf8)
    }

    private static let cannotBuild = CommandError(
        code: 0, domain: "Kizuna", localizedDescription: "指示に必要な秘密情報が保管されていないため、送れませんでした。",
        englishDescription: "The command was not sent: the secret it needs is not in escrow.")
}
