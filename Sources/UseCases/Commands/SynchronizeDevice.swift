public import Administration
import CommandQueue
public import Enrollments
import Foundation
import MDMProtocol
import Ports

/// 同期: asks the device for everything that its page shows.
public struct SynchronizeDevice: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    /// - Returns: how many commands were queued; those that wait already are not asked twice.
    @discardableResult
    public func callAsFunction(_ id: EnrollmentID, by actor: Actor, in scope: CompanyScope) async throws -> Int {
        let now = installation.now
        let installation = installation
        let count = try await installation.store.write(about: [id], in: scope) { transaction in
            let enrollment = try Queueing.target(id, at: now, in: scope, transaction)
            let count = try Self.queue(
                for: enrollment, by: actor.loginOrEmpty, installation: installation, at: now, in: scope, transaction
            ).count
            try transaction.requestWakeUp(of: id, at: now, restarting: true, in: scope)
            try transaction.append(
                AuditDraft(
                    .syncRequested, by: actor, at: now, subject: enrollment.auditName,
                    device: enrollment.deviceID.description), in: scope)
            return count
        }
        installation.announceWork(for: id)
        return count
    }

    struct Asked {
        var count = 0
        /// The question that the device will answer last: of those queued now, else of those that wait already.
        var last: CommandUUID?
    }

    /// Without ringing. What waits already, also because the device put it off, is not asked twice.
    @discardableResult
    static func queue(
        for enrollment: Enrollment, by login: String, installation: Installation, at now: Date,
        in scope: CompanyScope, _ transaction: any Transaction
    ) throws -> Asked {
        let waiting = Dictionary(
            try transaction.pendingCommands(of: enrollment.id, in: scope).filter { !$0.isWithDevice }
                .map { ($0.requestType, $0) }, uniquingKeysWith: { _, newer in newer })
        let platform = Platform(rawValue: enrollment.summary.platform) ?? .other
        var (asked, lastWaiting) = (Asked(), nil as QueuedCommand?)
        for (kind, command) in commands(for: platform)
        where kind.isAvailable(
            on: platform, osVersion: enrollment.summary.osVersion, isSupervised: enrollment.summary.isSupervised)
            == .available
        {
            if let known = waiting[kind.requestType] {
                if known.sequence > lastWaiting?.sequence ?? 0 { lastWaiting = known }
                continue
            }
            asked.last = try Queueing.queue(
                command, uuid: installation.newCommandUUID(at: now), for: enrollment, by: login, at: now, in: scope,
                rings: false, transaction
            ).uuid
            asked.count += 1
        }
        asked.last = asked.last ?? lastWaiting?.uuid
        return asked
    }

    private static func commands(for platform: Platform) -> [(CommandKind, DeviceCommand)] {
        [
            (.deviceInformation, .deviceInformation(on: platform)), (.securityInfo, .securityInfo),
            (.profileList, .profileList), (.certificateList, .certificateList),
            (.installedApplicationList, .installedApplicationList(on: platform)),
        ]
    }
}
