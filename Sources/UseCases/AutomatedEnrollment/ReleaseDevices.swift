import Administration
import CommandQueue
import Enrollments
public import Foundation
import MDMProtocol
import Ports

/// DeviceConfigured for whatever waits in Setup Assistant: it stands behind the first session's commands, whatever
/// becomes of them, and is queued again when it failed or was lost, for as long as the device says that it waits.
public struct ReleaseDevices: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    /// A device that still waits so long after its TokenUpdate is told again.
    public static let patienceSeconds: TimeInterval = 300

    /// - Returns: how many were queued.
    @discardableResult
    public func callAsFunction() async throws -> Int {
        let now = installation.now
        let installation = installation
        let released = try await installation.store.write { transaction -> [EnrollmentID] in
            let since = now.addingTimeInterval(-Self.patienceSeconds)
            var released: [EnrollmentID] = []
            for (scope, id) in try transaction.enrollmentsInSetup(since: since, limit: 200) {
                guard let enrollment = try transaction.enrollment(id, in: scope),
                    try Self.queue(for: enrollment, installation: installation, at: now, in: scope, transaction)
                else { continue }
                try transaction.requestWakeUp(of: id, at: now, restarting: true, in: scope)
                released.append(id)
            }
            return released
        }
        for id in released { installation.announceWork(for: id) }
        return released.count
    }

    /// Behind everything that is queued so far, unless it waits already. Without ringing.
    ///
    /// - Returns: whether it was queued.
    @discardableResult
    static func queue(
        for enrollment: Enrollment, installation: Installation, at now: Date, in scope: CompanyScope,
        _ transaction: any Transaction
    ) throws -> Bool {
        guard enrollment.awaitsConfiguration else { return false }
        let name = CommandKind.deviceConfigured.requestType
        let pending = try transaction.pendingCommands(of: enrollment.id, in: scope)
        guard !pending.contains(where: { $0.requestType == name }) else { return false }
        try Queueing.queue(
            .deviceConfigured, uuid: installation.newCommandUUID(at: now), for: enrollment, by: "", at: now, in: scope,
            rings: false, transaction)
        return true
    }
}
