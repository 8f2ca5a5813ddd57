public import Administration
public import CommandQueue
public import Enrollments
public import Foundation
import MDMProtocol
import Ports

/// リモートロック, パスコード消去, リモートワイプ of one device, all through ``DestructiveGate``.
public struct OrderDestructive: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public enum Order: Sendable {
        /// Message and phone number appear on the locked screen; a Mac is locked with a PIN that is made here.
        case lock(message: String, phoneNumber: String)
        case clearPasscode
        case wipe(WipeOptions)
    }

    public struct WipeOptions: Sendable {
        public var serialEnding: String
        public var preservesDataPlan: Bool
        public var disallowsProximitySetup: Bool

        public init(serialEnding: String, preservesDataPlan: Bool = false, disallowsProximitySetup: Bool = false) {
            self.serialEnding = serialEnding
            self.preservesDataPlan = preservesDataPlan
            self.disallowsProximitySetup = disallowsProximitySetup
        }
    }

    public struct Ordered: Sendable {
        public let uuid: CommandUUID
        /// For a Mac: six digits, kept in escrow, shown once now.
        public let pin: Secret<String>?
    }

    public static let messageLimit = 500

    /// - Parameter pageOpenedAt: the instant that the form carries; nil for interfaces without a page.
    /// - Throws: ``EnrollmentError``; a refusal is written to ログ.
    public func callAsFunction(
        _ order: Order, for id: EnrollmentID, pageOpenedAt: Date?, by principal: Principal
    ) async throws -> Ordered {
        let now = installation.now
        let scope = principal.scope
        do {
            let ordered = try await queue(order, for: id, pageOpenedAt: pageOpenedAt, by: principal, at: now)
            installation.announceWork(for: id)
            return ordered
        } catch let error as EnrollmentError {
            try await installation.store.write(in: scope) { transaction in
                guard let enrollment = try transaction.enrollment(id, in: scope) else { return }
                try transaction.append(
                    AuditDraft(
                        .destructiveCommandRefused, by: principal.actor, at: now, subject: enrollment.auditName,
                        device: enrollment.deviceID.description,
                        after: [
                            AuditField("request-type", order.kind.requestType), AuditField("reason", error.caseName),
                        ]), in: scope)
            }
            throw error
        }
    }

    private func queue(
        _ order: Order, for id: EnrollmentID, pageOpenedAt: Date?, by principal: Principal, at now: Date
    ) async throws -> Ordered {
        if case .lock(let message, let phone) = order,
            message.count > Self.messageLimit || phone.count > 64
        {
            throw EnrollmentError.messageTooLong(limit: Self.messageLimit)
        }
        let scope = principal.scope
        let installation = installation
        let seal = try await EnrollmentSeal(installation, in: scope)
        let gate = order.gate(for: id, pageOpenedAt: pageOpenedAt, by: principal)
        return try await installation.store.write(in: scope) { transaction in
            let enrollment = try DestructiveGate.admit(gate, at: now, in: scope, transaction)
            let uuid = installation.newCommandUUID(at: now)
            let isMac = enrollment.summary.platform == Platform.mac.rawValue
            let pin = isMac && order.kind != .clearPasscode ? Self.newPIN(installation) : nil
            if order.kind == .clearPasscode,
                try transaction.sealedSecret(.unlockToken, of: id, in: scope) == nil
            {
                throw EnrollmentError.noUnlockToken
            }
            try Queueing.supersede(order.kind.requestType, of: id, at: now, in: scope, transaction)
            try Queueing.queue(
                order.command(isMac: isMac),
                secret: order.kind == .clearPasscode ? .unlockToken : pin.map { _ in .pin },
                isDestructive: true, uuid: uuid, for: enrollment, by: principal.user.login,
                expiresAt: now.addingTimeInterval(DestructiveGate.lifetimeSeconds), at: now, in: scope, transaction)
            if let pin {
                try transaction.saveEscrow(try seal.pin(pin, for: uuid), for: uuid, of: id, at: now, in: scope)
            }
            try transaction.append(
                AuditDraft(
                    order.event, by: principal.actor, at: now, subject: enrollment.auditName,
                    device: enrollment.deviceID.description,
                    after: [AuditField("name", enrollment.summary.name), AuditField("command", uuid.description)]),
                in: scope)
            return Ordered(uuid: uuid, pin: pin.map { Secret($0) })
        }
    }

    /// Six digits from the system's generator, each as likely.
    private static func newPIN(_ installation: Installation) -> String {
        var digits = ""
        while digits.count < 6 {
            for byte in installation.randomness.bytes(8) where byte < 250 && digits.count < 6 {
                digits += String(byte % 10)
            }
        }
        return digits
    }
}

extension OrderDestructive.Order {
    var kind: CommandKind {
        switch self {
        case .lock: .lock
        case .clearPasscode: .clearPasscode
        case .wipe: .erase
        }
    }

    var event: AuditEvent {
        switch self {
        case .lock: .lockRequested
        case .clearPasscode: .passcodeClearRequested
        case .wipe: .wipeRequested
        }
    }

    /// A lock is fast: no step-up. What cannot be undone asks for the password.
    func gate(for id: EnrollmentID, pageOpenedAt: Date?, by principal: Principal) -> DestructiveGate.Order {
        var ending: String?
        if case .wipe(let options) = self { ending = options.serialEnding }
        return DestructiveGate.Order(
            kind: kind, enrollmentID: id, actor: principal.actor, serialEnding: ending, pageOpenedAt: pageOpenedAt,
            steppedUpAt: principal.steppedUpAt, needsStepUp: kind != .lock)
    }

    func command(isMac: Bool) -> DeviceCommand {
        switch self {
        case .lock(let message, let phoneNumber):
            .lock(
                message: message.isEmpty ? nil : message, phoneNumber: phoneNumber.isEmpty ? nil : phoneNumber)
        case .clearPasscode: DeviceCommand(requestType: CommandKind.clearPasscode.requestType)
        case .wipe(let options):
            .erase(
                preserveDataPlan: isMac ? nil : options.preservesDataPlan,
                disallowProximitySetup: isMac ? nil : options.disallowsProximitySetup)
        }
    }
}

extension EnrollmentError {
    /// The case without its values, for the log.
    public var caseName: String { String("\(self)".prefix { $0.isLetter || $0.isNumber }) }
}
