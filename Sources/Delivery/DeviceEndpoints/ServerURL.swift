import Administration
import Enrollments
import Foundation
import HTTPTypes
import Hummingbird
import MDMProtocol
import Measurements
import PushCertificates
import UseCases
import Webhooks

/// CheckInURL and ServerURL. Which of the two a message is for is told by the message, so that both addresses
/// take both (check-in.md §1).
///
/// Order: size, proof of a certificate, whose certificate, then the message (R-08).
struct ServerURL: Sendable {
    let routes: DeviceRoutes
    private var installation: Installation { routes.installation }

    /// Reports may hold long lists; check-ins are smaller and are bounded again by kind.
    static let largestBody = 10 * 1_048_576

    /// - Parameter atCheckInAddress: what comes there is looked at as a check-in first; either address takes both.
    func answer(
        _ request: Request, _ context: DeviceContext, atCheckInAddress: Bool = false
    ) async throws -> DeviceAnswer {
        let scope = try DeviceRoutes.scope(context)
        let (body, place) = try await routes.body(of: request, limit: Self.largestBody)
        let presented = try await routes.proof.certificate(of: request, body: body, context)
        place.leave()
        do {
            let caller = try await identify(presented, in: scope)
            try routes.seats.take()
            defer { routes.seats.leave() }
            if atCheckInAddress, Self.isCheckIn(body) {
                return try await CheckIn(installation: installation)(body, from: caller, in: scope)
            }
            return try await answer(body, from: caller, in: scope)
        } catch let refusal as DeviceRefusal {
            await NoteDeviceRefusal(installation)(refusal, in: scope)
            throw refusal
        }
    }

    /// Those whom memory does not know wait in a place of their own: strangers take no seat of a device.
    private func identify(_ presented: Fingerprint, in scope: CompanyScope) async throws -> IdentifyCaller.Caller {
        let identify = IdentifyCaller(installation)
        if let known = try identify.remembered(presented, in: scope) { return known }
        try routes.doorstep.take()
        defer { routes.doorstep.leave() }
        return try await identify(presented, in: scope)
    }

    /// A message type and no status, which each report has.
    private static func isCheckIn(_ body: [UInt8]) -> Bool {
        guard let scan = try? MessageScan(reading: body, wanted: ["MessageType", "Status"]) else { return false }
        return scan.contains("MessageType") && !scan.contains("Status")
    }

    private func answer(
        _ body: [UInt8], from caller: IdentifyCaller.Caller, in scope: CompanyScope
    ) async throws -> DeviceAnswer {
        let report: CommandReport
        do {
            report = try CommandReport(reading: body)
        } catch {
            return try await other(body, error, from: caller, in: scope)
        }
        installation.telemetry.reports.add(report.status.rawValue)
        let next = try await AnswerPoll(installation)(report, body: body, from: caller, in: scope)
        return next.isEmpty ? .nothing : .propertyList(next)
    }

    /// No report: a check-in, or something that is kept as it came.
    private func other(
        _ body: [UInt8], _ error: CommandReportError, from caller: IdentifyCaller.Caller, in scope: CompanyScope
    ) async throws -> DeviceAnswer {
        if let scan = try? MessageScan(reading: body, wanted: ["MessageType"]), scan.contains("MessageType") {
            return try await CheckIn(installation: installation)(body, from: caller, in: scope)
        }
        installation.telemetry.reports.add("unreadable")
        let next = try await KeepUnreadableReport(installation)(
            body, because: "\(error.reason)", commandUUID: error.commandUUID, from: caller, in: scope)
        guard let next else { throw DeviceRefusal.unreadable("\(error.reason)") }
        return next.isEmpty ? .nothing : .propertyList(next)
    }
}

/// Check-in messages, each handed to its use case.
struct CheckIn: Sendable {
    let installation: Installation

    func callAsFunction(
        _ body: [UInt8], from caller: IdentifyCaller.Caller, in scope: CompanyScope
    ) async throws -> DeviceAnswer {
        let message: CheckInMessage
        do {
            message = try CheckInMessage(reading: body)
        } catch {
            throw DeviceRefusal.unreadable("\(error)")
        }
        installation.telemetry.checkIns.add(message.messageType)
        let told = MDMEventKind(rawValue: "mdm.\(message.messageType)").map {
            DeviceMessage($0, body, from: message.channel)
        }
        switch message {
        case .authenticate(let message):
            try await ReceiveAuthenticate(installation)(message, from: caller, in: scope, telling: told)
        case .tokenUpdate(let message):
            try await ReceiveTokenUpdate(installation)(message, from: caller, in: scope, telling: told)
        case .checkOut(let message):
            try await ReceiveCheckOut(installation)(message, from: caller, in: scope, telling: told)
        case .setBootstrapToken(let message):
            try await KeepBootstrapToken(installation).store(
                message.bootstrapToken, hardwareID: message.channel.deviceID, from: caller, in: scope, telling: told)
        case .getBootstrapToken(let message):
            let token = try await KeepBootstrapToken(installation).load(
                hardwareID: message.channel.deviceID, from: caller, in: scope, telling: told)
            guard let token else { return .propertyList(Self.xml(.dictionary([]))) }
            return .propertyList(Self.xml(.dictionary([("BootstrapToken", .data(token.reveal()))])))
        case .userAuthenticate(let message):
            try await ConfirmCaller(installation)(caller, named: message.channel.deviceID, in: scope, telling: told)
            // Users of directory accounts are not managed: Apple's answer for that is 410 (check-in.md §3.4).
            return .userNotManaged
        case .getToken(let message):
            try await ConfirmCaller(installation)(caller, named: message.channel.deviceID, in: scope, telling: told)
            throw DeviceRefusal.unsupported("GetToken \(message.tokenServiceType)")
        case .declarativeManagement(let message):
            try await ConfirmCaller(installation)(caller, named: message.channel.deviceID, in: scope, telling: told)
            return NoDeclarations.answer(to: message.endpoint)
        case .unknown(let type, _): throw DeviceRefusal.unsupported(String(type.prefix(64)))
        }
        return .nothing
    }

    private static func xml(_ list: PropertyList) -> [UInt8] { Array(list.xml.utf8) }
}

/// DeclarativeManagement while no declarations exist: an honest empty set (ddm.md).
enum NoDeclarations {
    private static let tokens = #"{"SyncTokens":{"DeclarationsToken":"none","Timestamp":"2026-01-01T00:00:00Z"}}"#
    private static let items =
        #"{"Declarations":{"Activations":[],"Assets":[],"Configurations":[],"Management":[]},"DeclarationsToken":"none"}"#

    static func answer(to endpoint: String) -> DeviceAnswer {
        switch endpoint {
        case "tokens": .json(Array(tokens.utf8))
        case "declaration-items": .json(Array(items.utf8))
        case "status": .nothing
        default: .noSuchDeclaration
        }
    }
}
