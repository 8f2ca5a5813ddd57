public import Administration
import CommandQueue
import Enrollments
public import Foundation
public import MDMProtocol
import Ports
import PushCertificates
import Webhooks

/// The server URL: takes what the device reports and says what comes next.
///
/// Results are durable before the answer. A device that has nothing waiting is answered from memory. A
/// duplicate or unknown result is accepted (the device would send it for ever) and noted.
public struct AnswerPoll: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    /// - Parameter body: as received, kept with the result.
    /// - Returns: the next command as an XML property list, or nothing: the answer is zero bytes then.
    /// - Throws: ``DeviceRefusal``.
    public func callAsFunction(
        _ report: CommandReport, body: [UInt8], from caller: IdentifyCaller.Caller, in scope: CompanyScope
    ) async throws -> [UInt8] {
        let now = installation.now
        if isAnsweredFromMemory(report, from: caller, in: scope, at: now) { return [] }
        let telling = try await Telling.prepare(DeviceMessage(report, body), installation, in: scope)
        if case .known(let known) = caller, known.state == .enrolled,
            report.status == .idle || report.channel.user != nil
        {
            guard known.hardwareID == report.channel.deviceID else {
                throw DeviceRefusal.otherHardware(
                    presented: known.identity, bound: known.hardwareID,
                    named: report.channel.deviceID)
            }
            // User channels are not sent commands yet; their results fulfil nothing of the device's (check-in.md §10.7).
            if report.channel.user != nil || installation.devices.isIdle(known.enrollmentID) {
                installation.devices.noteContact(known, at: now)
                if let telling { try await installation.store.write(in: scope) { try telling.write(at: now, $0) } }
                return []
            }
        }
        // Before the store is asked for anything.
        var ticket: DeviceMemory.Ticket?
        if case .known(let known) = caller { ticket = installation.devices.ticket(for: known.enrollmentID) }
        if let known = try await nothingWaits(report, from: caller, telling, at: now, in: scope) {
            installation.devices.noteContact(known, at: now)
            if let ticket { installation.devices.markIdle(known.enrollmentID, ticket: ticket) }
            return []
        }
        let answer = try await take(report, body: body, from: caller, telling, at: now, in: scope)
        if let ended = answer.ended { installation.devices.forget(ended) }
        if case .candidate = caller, let known = answer.known { installation.devices.forget(known.enrollmentID) }
        if let known = answer.known {
            installation.devices.noteContact(known, at: now)
            if answer.isDrained, let ticket { installation.devices.markIdle(known.enrollmentID, ticket: ticket) }
        }
        return answer.command
    }

    /// The empty poll of a device for which nothing waits and of which nobody wants to be told: no store is asked.
    ///
    /// - Returns: true when the answer is nothing; the contact is noted then. False decides nothing.
    public func isAnsweredFromMemory(
        _ report: CommandReport, from caller: IdentifyCaller.Caller, in scope: CompanyScope, at now: Date
    ) -> Bool {
        guard report.status == .idle, report.channel.user == nil, case .known(let known) = caller,
            known.state == .enrolled, known.hardwareID == report.channel.deviceID,
            installation.devices.isIdle(known.enrollmentID),
            installation.webhooks.isUnwanted(.idle, in: scope)
        else { return false }
        installation.devices.noteContact(known, at: now)
        return true
    }

    private struct Answer: Sendable {
        var command: [UInt8] = []
        var known: DeviceMemory.Known?
        /// Nothing is pending at all.
        var isDrained = false
        var ended: EnrollmentID?
    }

    /// A look that changes nothing, for an Idle of which memory says nothing: after a start, or when the other nodes could
    /// not be heard for a moment, the whole fleet comes like that, and a database that is slow already must not have to
    /// write for each.
    ///
    /// - Returns: nil when there is, or may be, something to do.
    private func nothingWaits(
        _ report: CommandReport, from caller: IdentifyCaller.Caller, _ telling: Telling?, at now: Date,
        in scope: CompanyScope
    ) async throws -> DeviceMemory.Known? {
        guard report.status == .idle, report.channel.user == nil, telling == nil, case .known(let known) = caller,
            !installation.devices.expectsWork(for: known.enrollmentID)
        else { return nil }
        return try await installation.store.read(in: scope) { transaction in
            let enrollment = try EnrollmentChanges.enrollment(
                of: caller, named: report.channel.deviceID, at: now, in: scope, transaction)
            guard enrollment.state == .enrolled,
                try transaction.pendingCommandCount(of: enrollment.id, in: scope) == 0,
                try transaction.wakeUp(of: enrollment.id, in: scope)?.dueAt == nil
            else { return nil }
            return .init(enrollment, in: scope)
        }
    }

    private func take(
        _ report: CommandReport, body: [UInt8], from caller: IdentifyCaller.Caller, _ telling: Telling?, at now: Date,
        in scope: CompanyScope
    ) async throws -> Answer {
        let installation = installation
        let seal = try await EnrollmentSeal(installation, in: scope)
        let profiles = ProfileMaker(installation)
        let authority = try await profiles.prepared(in: scope)
        return try await installation.store.write(from: caller, in: scope) { transaction in
            let enrollment = try EnrollmentChanges.enrollment(
                of: caller, named: report.channel.deviceID, at: now, in: scope, transaction)
            try telling?.write(at: now, transaction)
            var answer = Answer(known: .init(enrollment, in: scope))
            guard enrollment.state == .enrolled, report.channel.user == nil else { return answer }
            let isErased = try ReceiveResult(enrollment: enrollment, at: now, in: scope, transaction)
                .callAsFunction(report, body: body)
            guard !isErased else {
                answer.ended = enrollment.id
                answer.known = nil
                return answer
            }
            let delivery = Delivery(
                enrollment: enrollment, seal: seal, authority: authority, installation: installation, now: now,
                scope: scope, transaction: transaction)
            if let command = try delivery.next() {
                answer.command = command
                return answer
            }
            answer.isDrained = try delivery.endSession()
            return answer
        }
    }
}
