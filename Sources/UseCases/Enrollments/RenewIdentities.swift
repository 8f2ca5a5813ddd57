import Administration
import CommandQueue
import Enrollments
import Foundation
import MDMProtocol
import Ports
import PushCertificates

/// Sends devices a new identity before the old one ends: a tracked job, tried daily, never an enrollment
/// (R26 to R28 of beyond-the-manuals).
public struct RenewIdentities: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    /// At half of a year's life.
    static let beforeEndSeconds: TimeInterval = 182 * 86_400
    static let betweenAttempts: TimeInterval = 86_400
    static let batch = 500

    /// - Returns: how many renewals were queued.
    @discardableResult
    public func callAsFunction() async throws -> Int {
        let now = installation.now
        let horizon = now.addingTimeInterval(Self.beforeEndSeconds)
        let ending = try await installation.store.read {
            try $0.identitiesEnding(
                before: horizon, triedBefore: now.addingTimeInterval(-Self.betweenAttempts), limit: Self.batch)
        }
        var queued = 0
        for identity in ending {
            if try await queue(identity, at: now) { queued += 1 }
        }
        return queued
    }

    private func queue(_ identity: EndingIdentity, at now: Date) async throws -> Bool {
        let installation = installation
        let scope = identity.scope
        let isQueued = try await installation.store.write(in: scope) { transaction -> Bool in
            guard let enrollment = try transaction.enrollment(identity.enrollmentID, in: scope),
                enrollment.state == .enrolled
            else { return false }
            let pending = try transaction.pendingCommands(of: enrollment.id, in: scope)
            guard !pending.contains(where: { $0.secret == .enrollmentProfile }) else { return false }
            try transaction.noteIdentityRenewal(of: enrollment.id, at: now, error: "", in: scope)
            try Queueing.queue(
                DeviceCommand(requestType: CommandKind.installEnrollmentProfile.requestType),
                secret: .enrollmentProfile, uuid: installation.newCommandUUID(at: now),
                for: enrollment, by: "", at: now, in: scope, transaction)
            try transaction.append(
                DeviceEvent(
                    deviceID: enrollment.deviceID, enrollmentID: enrollment.id, occurredAt: now,
                    kind: .identityRenewalQueued,
                    fields: [.init("valid-until", identity.notAfter.formatted(.iso8601))]), in: scope)
            return true
        }
        if isQueued { installation.announceWork(for: identity.enrollmentID) }
        return isQueued
    }
}
