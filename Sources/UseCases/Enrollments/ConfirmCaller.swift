public import Administration
import CommandQueue
import Enrollments
import Foundation
import MDMProtocol
import Ports
import PushCertificates

/// For messages that change nothing: whether the caller is the device that the message names.
public struct ConfirmCaller: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public func callAsFunction(
        _ caller: IdentifyCaller.Caller, named hardwareID: String, in scope: CompanyScope,
        telling told: DeviceMessage? = nil
    ) async throws {
        guard case .known(let known) = caller else { throw DeviceRefusal.notAuthenticated }
        guard known.hardwareID == hardwareID else {
            throw DeviceRefusal.otherHardware(
                presented: known.identity, bound: known.hardwareID,
                named: hardwareID)
        }
        installation.devices.noteContact(known, at: installation.now)
        if let told { try await TellDeviceMessage(installation)(told, in: scope) }
    }
}

/// A report that cannot be read: kept raw, marked, and nothing behind it is held up (R18).
public struct KeepUnreadableReport: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    /// Enough to find out what is wrong, too little to fill a disk.
    static let mostKept = 20
    static let longestKept = 1_048_576

    /// - Parameter commandUUID: when it could be found; that command is parked as failed.
    /// - Returns: the next command (or zero bytes) when the report named its command; nil when it did not, and the
    ///   device must be told that it was not understood.
    @discardableResult
    public func callAsFunction(
        _ body: [UInt8], because reason: String, commandUUID: String?, from caller: IdentifyCaller.Caller,
        in scope: CompanyScope
    ) async throws -> [UInt8]? {
        guard case .known(let known) = caller else { return nil }
        let now = installation.now
        let installation = installation
        let seal = try await EnrollmentSeal(installation, in: scope)
        let authority = try await ProfileMaker(installation).prepared(in: scope)
        return try await installation.store.write(from: caller, in: scope) { transaction -> [UInt8]? in
            guard let enrollment = try transaction.enrollment(known.enrollmentID, in: scope), enrollment.state.isAlive
            else { throw DeviceRefusal.notAuthenticated }
            if try transaction.unreadableReportCount(of: enrollment.id, in: scope) < Self.mostKept {
                try transaction.keepUnreadableReport(
                    Array(body.prefix(Self.longestKept)), because: String(reason.prefix(500)), of: enrollment.id,
                    at: now, in: scope)
                try transaction.append(
                    DeviceEvent(
                        deviceID: enrollment.deviceID, enrollmentID: enrollment.id, occurredAt: now,
                        kind: .unreadableReport, fields: [.init("reason", String(reason.prefix(200)))]), in: scope)
            }
            guard let commandUUID else { return nil }
            let uuid = CommandUUID(stored: commandUUID)
            if let command = try transaction.pendingCommand(uuid, of: enrollment.id, in: scope) {
                try transaction.finish(
                    FinishedCommand(
                        command: command, outcome: .error, endedAt: now, errorChain: [Self.unreadable],
                        answer: Array(body.prefix(Self.longestKept))), in: scope)
            }
            let delivery = Delivery(
                enrollment: enrollment, seal: seal, authority: authority, installation: installation, now: now,
                scope: scope, transaction: transaction)
            if let next = try delivery.next() { return next }
            _ = try delivery.endSession()
            return []
        }
    }

    private static let unreadable = CommandError(
        code: 0, domain: "Kizuna", localizedDescription: "端末の答えを読み取れませんでした。受け取ったままの内容を保管しています。",
        englishDescription: "The device's answer could not be read. It is kept as it was received.")
}
