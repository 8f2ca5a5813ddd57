import Administration
import CommandQueue
import Enrollments
import Foundation
import Ports

/// Takes commands out of the queues whose time is over.
public struct SweepCommands: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    /// - Returns: how many expired.
    @discardableResult
    public func callAsFunction() async throws -> Int {
        let now = installation.now
        return try await installation.store.write { transaction in
            let overdue = try transaction.overdueCommands(at: now, limit: 500)
            for (scope, command) in overdue {
                try transaction.finish(FinishedCommand(command: command, outcome: .expired, endedAt: now), in: scope)
                if try transaction.pendingCommandCount(of: command.enrollmentID, in: scope) == 0 {
                    try transaction.cancelWakeUp(of: command.enrollmentID, in: scope)
                }
                guard let enrollment = try transaction.enrollment(command.enrollmentID, in: scope) else { continue }
                try transaction.append(
                    DeviceEvent(
                        deviceID: enrollment.deviceID, enrollmentID: enrollment.id,
                        occurredAt: command.expiresAt ?? now, receivedAt: now, kind: .commandExpired,
                        fields: [
                            .init("request-type", command.requestType), .init("command", command.uuid.description),
                        ]), in: scope)
            }
            return overdue.count
        }
    }
}
