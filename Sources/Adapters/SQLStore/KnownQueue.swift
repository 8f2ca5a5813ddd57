import Administration
import CommandQueue
import Enrollments
import Foundation

/// What waits for an enrollment, read at once and kept as the transaction changes it.
///
/// Only where nobody else changes it meanwhile: in a write about that enrollment.
struct KnownQueue {
    /// Longer queues are read as they are needed.
    private static let most = 8

    private let enrollment: EnrollmentID
    private let scope: CompanyScope
    /// In the order in which they are handed out.
    private(set) var commands: [QueuedCommand]

    static let question = SQLKeyedQuestion(
        """
        SELECT enrollment_id, uuid, sequence, request_type, is_destructive, payload, secret, queued_at, queued_by,
            expires_at, pushed_at, apns_id, fetched_at, fetch_count, not_now_count, first_not_now_at,
            last_not_now_at, is_deferred
        FROM commands WHERE company_id = $1 AND enrollment_id IN
        """, ending: "ORDER BY enrollment_id, is_destructive DESC, sequence", most: most)

    /// - Parameter rows: the answer to ``question``.
    /// - Returns: nil when one cannot be read: who asks for it is told.
    init?(_ rows: [SQLRow], of enrollment: EnrollmentID, in scope: CompanyScope) {
        guard let commands = try? rows.map(QueuedCommand.init) else { return nil }
        self.enrollment = enrollment
        self.scope = scope
        self.commands = commands
    }

    func isOf(_ enrollment: EnrollmentID, in scope: CompanyScope) -> Bool {
        self.enrollment == enrollment && self.scope == scope
    }

    func next(at now: Date) -> QueuedCommand? {
        // As the statement compares: whole milliseconds.
        func milliseconds(_ date: Date) -> Double { (date.timeIntervalSince1970 * 1000).rounded() }
        return commands.first { command in
            !command.isDeferred && (command.expiresAt.map { milliseconds($0) > milliseconds(now) } ?? true)
        }
    }

    mutating func replace(_ command: QueuedCommand) {
        guard let index = commands.firstIndex(where: { $0.uuid == command.uuid }) else { return }
        commands[index] = command
    }

    mutating func remove(_ uuid: CommandUUID) { commands.removeAll { $0.uuid == uuid } }

    /// - Returns: whether one was deferred.
    mutating func endDeferrals() -> Bool {
        guard commands.contains(where: \.isDeferred) else { return false }
        for index in commands.indices { commands[index].isDeferred = false }
        return true
    }
}

extension SQLTransaction {
    /// - Returns: nil when it must be asked for.
    func knownQueue(of enrollment: EnrollmentID, in scope: CompanyScope) -> KnownQueue? {
        queue.flatMap { $0.isOf(enrollment, in: scope) ? $0 : nil }
    }
}
