import Administration
import CommandQueue
import Enrollments
import Foundation
import MDMProtocol
import Ports

/// The one way by which a lock, a wipe, the clearing of a passcode, a restart or a shut-down comes into a queue.
///
/// Whoever asks, from whichever page or interface, passes here, in the transaction that queues the command:
/// approval by a second person, caps per hour and the company's freeze will stand in this place (security
/// reference §6.3), and nowhere else.
enum DestructiveGate {
    struct Order: Sendable {
        let kind: CommandKind
        let enrollmentID: EnrollmentID
        let actor: Actor
        /// For a wipe: the last four characters of the serial number, as typed.
        var serialEnding: String?
        /// When the page was opened on which the decision was made.
        var pageOpenedAt: Date?
        /// When the person last gave the password; nil for orders that need no step-up.
        var steppedUpAt: Date?
        var needsStepUp: Bool
    }

    /// Not older than five minutes (contract, "Wipe").
    static let stepUpSeconds: TimeInterval = 300
    /// Not delivered later than this.
    static let lifetimeSeconds: TimeInterval = 7 * 86_400

    /// - Returns: the enrollment that may receive the command.
    /// - Throws: ``EnrollmentError`` naming what stands against it; the refusal is for the caller to log.
    static func admit(
        _ order: Order, at now: Date, in scope: CompanyScope, _ transaction: any Transaction
    ) throws -> Enrollment {
        let enrollment = try Queueing.target(order.enrollmentID, at: now, in: scope, transaction)
        try Queueing.checkAvailability(of: order.kind, on: enrollment)
        if order.needsStepUp {
            guard let steppedUp = order.steppedUpAt, abs(now.timeIntervalSince(steppedUp)) <= stepUpSeconds else {
                throw EnrollmentError.stepUpNeeded
            }
        }
        // The page says the instant in whole seconds; the enrollment itself is named by its identifier.
        if let opened = order.pageOpenedAt, enrollment.authenticatedAt.timeIntervalSince(opened) >= 1 {
            throw EnrollmentError.enrolledSincePageOpened
        }
        if order.kind == .erase {
            guard isEnding(order.serialEnding ?? "", of: enrollment) else { throw EnrollmentError.serialMismatch }
        }
        return enrollment
    }

    /// Checked again in the transaction that hands the command to the device: the person who asked may have been
    /// disabled since, the enrollment may have ended.
    ///
    /// - Returns: why it may not be handed out; nil when it may.
    static func objection(
        to command: QueuedCommand, for enrollment: Enrollment, at now: Date, in scope: CompanyScope,
        _ transaction: any Transaction
    ) throws -> Objection? {
        guard command.isDestructive else { return nil }
        guard enrollment.state == .enrolled, command.enrollmentID == enrollment.id else { return .enrollmentEnded }
        if let expiry = command.expiresAt, now >= expiry { return .expired }
        guard !command.queuedBy.isEmpty else { return nil }
        guard let requester = try transaction.user(login: command.queuedBy, in: scope), !requester.isDisabled,
            requester.role.permits(.lockAndWipeDevices)
        else { return .requesterWithoutRight }
        return nil
    }

    /// Raw values stand in the device's log.
    enum Objection: String {
        case enrollmentEnded = "enrollment-ended"
        case expired
        /// Disabled, removed, or in another role since the order.
        case requesterWithoutRight = "requester-without-right"
    }

    /// Width and case do not matter; a device without a serial number is named by the end of its UDID.
    static func isEnding(_ typed: String, of enrollment: Enrollment) -> Bool {
        let name = enrollment.summary.serialNumber.isEmpty ? enrollment.hardwareID : enrollment.summary.serialNumber
        func plain(_ text: String) -> String {
            text.precomposedStringWithCompatibilityMapping.uppercased().trimmingCharacters(in: .whitespaces)
        }
        let ending = plain(typed)
        return ending.count == 4 && plain(name).hasSuffix(ending)
    }
}
