import Administration
import CommandQueue
import Enrollments
import Foundation
import MDMProtocol
import Ports
import PushCertificates

/// Puts commands into an enrollment's queue, inside the caller's transaction.
enum Queueing {
    /// - Parameters:
    ///   - login: empty when the server itself asks.
    ///   - rings: false when the caller rings once for several.
    @discardableResult
    static func queue(
        _ command: DeviceCommand, secret: CommandSecret? = nil, isDestructive: Bool = false, uuid: CommandUUID,
        for enrollment: Enrollment, by login: String, expiresAt: Date? = nil, at now: Date, in scope: CompanyScope,
        rings: Bool = true, _ transaction: any Transaction
    ) throws -> QueuedCommand {
        let queued = QueuedCommand(
            uuid: uuid, enrollmentID: enrollment.id,
            sequence: try transaction.nextCommandSequence(of: enrollment.id, in: scope),
            requestType: command.requestType, isDestructive: isDestructive,
            payload: Array(command.plist(uuid: uuid.description).xml.utf8), secret: secret, queuedAt: now,
            queuedBy: login, expiresAt: expiresAt)
        try transaction.insert(queued, in: scope)
        try transaction.append(
            DeviceEvent(
                deviceID: enrollment.deviceID, enrollmentID: enrollment.id, occurredAt: now, kind: .commandQueued,
                actor: login,
                fields: [.init("request-type", queued.requestType), .init("command", uuid.description)]), in: scope)
        if rings { try transaction.requestWakeUp(of: enrollment.id, at: now, restarting: true, in: scope) }
        return queued
    }

    /// A newer lock or wipe takes the place of older ones that no device has fetched (R22).
    static func supersede(
        _ requestType: String, of enrollment: EnrollmentID, at now: Date, in scope: CompanyScope,
        _ transaction: any Transaction
    ) throws {
        for command in try transaction.pendingCommands(of: enrollment, in: scope)
        where command.requestType == requestType && command.fetchedAt == nil {
            try transaction.finish(
                FinishedCommand(command: command, outcome: .superseded, endedAt: now), in: scope)
        }
    }

    /// The device's present enrollment, when it can be acted on.
    ///
    /// - Throws: ``EnrollmentError/noSuchDevice``, ``EnrollmentError/obstacle(_:)``.
    static func target(
        _ id: EnrollmentID, at now: Date, in scope: CompanyScope, _ transaction: any Transaction
    ) throws -> Enrollment {
        guard let enrollment = try transaction.enrollment(id, in: scope) else { throw EnrollmentError.noSuchDevice }
        if let obstacle = try obstacle(of: enrollment, at: now, in: scope, transaction) {
            throw EnrollmentError.obstacle(obstacle)
        }
        return enrollment
    }

    static func obstacle(
        of enrollment: Enrollment, at now: Date, in scope: CompanyScope, _ transaction: any Transaction
    ) throws -> ActionObstacle? {
        let active = try transaction.activePushCertificate(in: scope)?.certificate
        let isDeleted =
            try active == nil
            && PushOverview.lastDeleted(of: transaction.pushCertificates(in: scope), at: now) != nil
        return ActionObstacle.of(enrollment, active: active, isDeleted: isDeleted, at: now)
    }

    /// Why no device of the company can be acted on.
    static func obstacle(at now: Date, in scope: CompanyScope, _ transaction: any Transaction) throws
        -> ActionObstacle?
    {
        guard let active = try transaction.activePushCertificate(in: scope)?.certificate else {
            let isDeleted = try PushOverview.lastDeleted(of: transaction.pushCertificates(in: scope), at: now) != nil
            return isDeleted ? .certificateDeleted : .noCertificate
        }
        return active.isExpired(at: now) ? .certificateExpired(at: active.notAfter) : nil
    }

    /// - Throws: ``EnrollmentError/notAvailable(requestType:reason:)``.
    static func checkAvailability(of kind: CommandKind, on enrollment: Enrollment) throws {
        let summary = enrollment.summary
        let platform = Platform(rawValue: summary.platform) ?? .other
        switch kind.isAvailable(on: platform, osVersion: summary.osVersion, isSupervised: summary.isSupervised) {
        case .available: return
        case let other: throw EnrollmentError.notAvailable(requestType: kind.requestType, reason: "\(other)")
        }
    }
}

extension Installation {
    /// A UUID of version 7 (RFC 9562 §5.7), upper case as Apple writes them.
    func newCommandUUID(at now: Date) -> CommandUUID {
        let milliseconds = UInt64(max(0, now.timeIntervalSince1970 * 1000))
        var bytes = (0..<6).map { UInt8(truncatingIfNeeded: milliseconds >> (40 - 8 * $0)) } + randomness.bytes(10)
        bytes[6] = bytes[6] & 0x0F | 0x70
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = Array(bytes.hexadecimal.uppercased())
        let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }
        return CommandUUID(stored: groups.joined(separator: "-"))
    }

    /// After the commit of something that waits for this device.
    func announceWork(for enrollment: EnrollmentID) {
        devices.noteWork(for: enrollment)
        doorbell.ring()
    }
}
