public import Administration
public import CommandQueue
public import Enrollments
public import Foundation
import Notices
public import Ports
import PushCertificates

/// Everything that the pages of one device tell, from one read.
public struct ShowDevice: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public struct Detail: Sendable {
        public let enrollment: Enrollment
        public let lastContactAt: Date?
        /// Not heard of for longer than 通知設定 allows.
        public let isSilent: Bool
        /// After how many days it is; nil when nobody watches.
        public let silenceDays: Int?
        public let person: Person?
        public let organization: Organization?
        public let wakeUp: WakeUpFacts?
        /// In the order of delivery.
        public let pending: [QueuedCommand]
        /// Newest end first.
        public let finished: [FinishedCommand]
        public let escrow: [(uuid: CommandUUID, requestType: String, at: Date)]
        public let unreadableReports: Int
        public let hasUnlockToken: Bool
        /// It enrolled by itself, by Apple's automated device enrollment.
        public let isAutomated: Bool
        /// Why it cannot be told anything now.
        public let obstacle: ActionObstacle?
        /// The registered certificate's topic.
        public let registeredTopic: String?
        /// When the certificate was deleted, if it was.
        public let certificateDeletedAt: Date?
    }

    /// - Throws: ``EnrollmentError/noSuchDevice``.
    public func callAsFunction(_ id: DeviceID, finishedLimit: Int = 5, in scope: CompanyScope) async throws -> Detail {
        let now = installation.now
        let memory = installation.devices
        return try await installation.store.read { transaction in
            guard let enrollment = try transaction.currentEnrollment(of: id, in: scope) else {
                throw EnrollmentError.noSuchDevice
            }
            let history = try transaction.pushCertificates(in: scope)
            var deletedAt: Date?
            if case .deleted(let at, _)? = PushOverview.lastDeleted(of: history, at: now)?.state { deletedAt = at }
            let stored = enrollment.lastContactAt
            let seen = [stored, memory.lastContact(of: enrollment.id)].compactMap { $0 }.max()
            let notices = try transaction.noticeSettings(in: scope)
            return Detail(
                enrollment: enrollment, lastContactAt: seen,
                isSilent: enrollment.isSilent(lastContactAt: seen, before: notices.silentBefore(now)),
                silenceDays: notices.silenceDays,
                person: try enrollment.personID.flatMap { try transaction.person($0, in: scope) },
                organization: try enrollment.organizationID.flatMap { try transaction.organization($0, in: scope) },
                wakeUp: try transaction.wakeUp(of: enrollment.id, in: scope),
                pending: try transaction.pendingCommands(of: enrollment.id, in: scope),
                finished: try transaction.commandHistory(
                    of: enrollment.id, before: nil, limit: finishedLimit, in: scope
                ).map(\.command),
                escrow: try transaction.escrowedCommands(of: id, in: scope),
                unreadableReports: try transaction.unreadableReportCount(of: enrollment.id, in: scope),
                hasUnlockToken: try transaction.sealedSecret(.unlockToken, of: enrollment.id, in: scope) != nil,
                isAutomated: try enrollment.invitationID.flatMap {
                    try transaction.automatedInvitation($0, in: scope)
                } != nil,
                obstacle: try Queueing.obstacle(of: enrollment, at: now, in: scope, transaction),
                registeredTopic: history.first { $0.state == .active }?.certificate.topic.description,
                certificateDeletedAt: deletedAt)
        }
    }

    /// A page of the history, with the answers.
    public func history(
        of enrollment: EnrollmentID, before: Int?, limit: Int, in scope: CompanyScope
    ) async throws -> (commands: [FinishedCommand], olderBefore: Int?) {
        try await installation.store.read { transaction in
            let found = try transaction.commandHistory(of: enrollment, before: before, limit: limit + 1, in: scope)
            let shown = found.prefix(limit)
            let commands = try shown.map {
                try transaction.finishedCommand($0.command.command.uuid, of: enrollment, in: scope) ?? $0.command
            }
            return (commands, found.count > limit ? shown.last?.number : nil)
        }
    }

    /// The newest answers, each as received.
    public func facts(of enrollment: EnrollmentID, in scope: CompanyScope) async throws
        -> [(requestType: String, receivedAt: Date, answer: [UInt8])]
    {
        try await installation.store.read { try $0.facts(of: enrollment, in: scope) }
    }

    public func events(
        of id: DeviceID, before: Int?, limit: Int = 50, in scope: CompanyScope
    ) async throws -> (events: [DeviceEvent], olderBefore: Int?) {
        try await installation.store.read { transaction in
            let found = try transaction.deviceEvents(of: id, before: before, limit: limit + 1, in: scope)
            let shown = found.prefix(limit)
            return (shown.map(\.event), found.count > limit ? shown.last?.number : nil)
        }
    }
}
