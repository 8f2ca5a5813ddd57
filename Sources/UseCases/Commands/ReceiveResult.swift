import Administration
import CommandQueue
import Enrollments
import Foundation
import MDMProtocol
import Ports

/// One report of a device, inside the transaction of its poll.
struct ReceiveResult {
    private let enrollment: Enrollment
    private let now: Date
    private let scope: CompanyScope
    private let transaction: any Transaction

    init(enrollment: Enrollment, at now: Date, in scope: CompanyScope, _ transaction: any Transaction) {
        self.enrollment = enrollment
        self.now = now
        self.scope = scope
        self.transaction = transaction
    }

    /// - Returns: true when the device has acknowledged its wipe: the enrollment is over.
    func callAsFunction(_ report: CommandReport, body: [UInt8]) throws -> Bool {
        guard report.status != .idle else {
            try transaction.endDeferrals(of: enrollment.id, in: scope)
            return false
        }
        guard let text = report.commandUUID else { return false }
        let uuid = CommandUUID(stored: text)
        guard let command = try transaction.pendingCommand(uuid, of: enrollment.id, in: scope) else {
            return try takeLate(report, uuid)
        }
        switch report.status {
        case .idle: return false
        case .notNow:
            try postpone(command)
            return false
        case .acknowledged: return try finish(command, as: .acknowledged, report, body)
        case .error: return try finish(command, as: .error, report, body)
        case .commandFormatError: return try finish(command, as: .commandFormatError, report, body)
        }
    }

    /// A repeated result is expected (check-in.md §1); one that nobody asked for is noted. A wipe that was given up is
    /// believed when the device says that it happened.
    private func takeLate(_ report: CommandReport, _ uuid: CommandUUID) throws -> Bool {
        guard let finished = try transaction.finishedCommand(uuid, of: enrollment.id, in: scope) else {
            try note(.unknownCommandAnswered, [.init("command", String(uuid.description.prefix(64)))])
            return false
        }
        guard report.status == .acknowledged, finished.answer == nil,
            finished.command.requestType == CommandKind.erase.requestType
        else { return false }
        return try takeEffect(of: finished.command, [])
    }

    private func postpone(_ command: QueuedCommand) throws {
        var postponed = command
        postponed.notNowCount += 1
        postponed.firstNotNowAt = command.firstNotNowAt ?? now
        postponed.lastNotNowAt = now
        postponed.isDeferred = true
        try transaction.update(postponed, in: scope)
        if command.notNowCount == 0 { try note(.commandNotNow, fields(of: command)) }
    }

    private func finish(
        _ command: QueuedCommand, as outcome: FinishedCommand.Outcome, _ report: CommandReport, _ body: [UInt8]
    ) throws -> Bool {
        let errors = report.errorChain.map {
            CommandError(
                code: Int(clamping: $0.code ?? 0), domain: $0.domain ?? "",
                localizedDescription: $0.localizedDescription ?? "", englishDescription: $0.englishDescription ?? "")
        }
        try transaction.finish(
            FinishedCommand(command: command, outcome: outcome, endedAt: now, errorChain: errors, answer: body),
            in: scope)
        try note(.commandAnswered, fields(of: command) + [.init("state", outcome.rawValue)])
        if command.secret == .enrollmentProfile, outcome != .acknowledged {
            try transaction.noteIdentityRenewal(
                of: enrollment.id, at: now, error: errors.first?.englishDescription ?? outcome.rawValue, in: scope)
        }
        guard outcome == .acknowledged else { return false }
        return try takeEffect(of: command, body)
    }

    private func takeEffect(of command: QueuedCommand, _ body: [UInt8]) throws -> Bool {
        switch command.requestType {
        case CommandKind.erase.requestType:
            try note(.erased, fields(of: command))
            try transaction.append(
                AuditDraft(
                    .deviceErased, by: .anonymous, at: now, subject: enrollment.auditName,
                    device: enrollment.deviceID.description,
                    after: [AuditField("command", command.uuid.description)]), in: scope)
            try EnrollmentChanges.end(enrollment, as: .erased, at: now, in: scope, transaction)
            return true
        case CommandKind.deviceConfigured.requestType:
            var changed = enrollment
            changed.awaitsConfiguration = false
            try transaction.update(changed, in: scope)
        case CommandKind.deviceInformation.requestType:
            try keepFacts(command)
            if let list = try? PropertyList(reading: body, limits: .command) {
                let facts = DeviceFacts(list)
                var changed = enrollment
                changed.summary.take(facts)
                try transaction.update(changed, in: scope)
            }
        case CommandKind.securityInfo.requestType, CommandKind.profileList.requestType,
            CommandKind.certificateList.requestType, CommandKind.installedApplicationList.requestType:
            try keepFacts(command)
        default: break
        }
        return false
    }

    private func keepFacts(_ command: QueuedCommand) throws {
        try transaction.noteFacts(
            command.requestType, answeredBy: command.uuid.description, of: enrollment.id, at: now, in: scope)
    }

    private func fields(of command: QueuedCommand) -> [DeviceEvent.Field] {
        [.init("request-type", command.requestType), .init("command", command.uuid.description)]
    }

    private func note(_ kind: DeviceEvent.Kind, _ fields: [DeviceEvent.Field]) throws {
        try transaction.append(
            DeviceEvent(
                deviceID: enrollment.deviceID, enrollmentID: enrollment.id, occurredAt: now, kind: kind,
                fields: fields), in: scope)
    }
}

extension DeviceSummary {
    /// What the device says of itself now; what it does not say stays.
    mutating func take(_ facts: DeviceFacts) {
        name = facts.deviceName ?? name
        serialNumber = facts.serialNumber ?? serialNumber
        productName = facts.productName ?? productName
        modelName = facts.modelName ?? modelName
        osVersion = facts.osVersion ?? osVersion
        buildVersion = facts.buildVersion ?? buildVersion
        isSupervised = facts.isSupervised ?? isSupervised
        phoneNumber = facts.phoneNumber ?? phoneNumber
        let told = Platform(productName: facts.productName, model: facts.model)
        if told != .other { platform = told.rawValue }
    }
}
