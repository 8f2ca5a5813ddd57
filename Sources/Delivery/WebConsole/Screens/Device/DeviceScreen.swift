import Administration
import CommandQueue
import Enrollments
import Foundation
import HTTPTypes
import Hummingbird
import Problems
import UseCases

/// 機器の詳細
extension RouteTable {
    mutating func addDevice() {
        page("devices/:device", requires: .viewDevices) { try await DeviceScreen($0).show() }
        page("devices/:device/facts", requires: .viewDevices) { try await DeviceScreen($0).facts() }
        page("devices/:device/commands", requires: .viewDevices) { try await DeviceScreen($0).commands() }
        page("devices/:device/live", requires: .viewDevices) { try await DeviceScreen($0).liveCommand() }
        page("devices/:device/commands/live", requires: .viewDevices) { try await DeviceScreen($0).live() }
        form("devices/:device/sync", requires: .commandDevices) { try await DeviceScreen($0).synchronize($1) }
        form("devices/:device/commands/:command/cancel", requires: .viewDevices) {
            try await DeviceScreen($0).cancel($1)
        }
    }
}

struct DeviceScreen {
    let signedIn: SignedIn
    init(_ signedIn: SignedIn) { self.signedIn = signedIn }

    var visit: Visit { signedIn.visit }
    var id: DeviceID { DeviceID(stored: visit.context.parameters.get("device") ?? "") }
    var path: String { signedIn.path("devices/\(id)") }
    static let pageSize = 25

    func show(problem: Problem? = nil, status: HTTPResponse.Status = .ok) async throws -> Response {
        let faces = try await faces()
        let context = visit.viewContext(section: .devices)
        let message =
            problem.map { Message(.refusal, $0, context.language) }
            ?? visit.cookie(.done).flatMap { DeviceMessages.message(for: $0, in: context) }
        var response = visit.render(DeviceView(faces.model(message: message)), status: status, section: .devices)
        if visit.cookie(.done) != nil { response.clear(.done, visit.configuration) }
        return response
    }

    func facts() async throws -> Response {
        let faces = try await faces()
        let answers = try await ShowDevice(signedIn.installation).facts(
            of: faces.detail.enrollment.id, in: signedIn.scope)
        return visit.render(DeviceFactsView(faces.facts(from: answers)), section: .devices)
    }

    func commands() async throws -> Response {
        let model = try await commandsModel()
        var response = visit.render(DeviceCommandsView(model), section: .devices)
        if visit.cookie(.done) != nil { response.clear(.done, visit.configuration) }
        return response
    }

    /// The part of the page that changes by itself.
    func live() async throws -> Response {
        let context = visit.viewContext(section: .devices)
        let view = DeviceCommandsView(try await commandsModel())
        let head = DeviceHead(face: view.model.face, tab: .commands).live(in: context)
        return Response.html("\(view.live(in: context))\(head)", status: .ok)
    }

    /// The same for 概要.
    func liveCommand() async throws -> Response {
        let context = visit.viewContext(section: .devices)
        let faces = try await faces()
        return Response.html(DeviceView(faces.model(message: nil)).live(in: context), status: .ok)
    }

    func synchronize(_ form: FormData) async throws -> Response {
        try await act(form, done: "sync") { enrollment in
            try await SynchronizeDevice(signedIn.installation)(enrollment, by: signedIn.actor, in: signedIn.scope)
        }
    }

    /// Whoever may queue a command may cancel it; which right that is, the command says.
    func cancel(_ form: FormData) async throws -> Response {
        let uuid = CommandUUID(stored: visit.context.parameters.get("command") ?? "")
        let detail = try await detail()
        guard let command = detail.pending.first(where: { $0.uuid == uuid }) else {
            return try await show(
                problem: Problem(EnrollmentError.commandOver, timeZone: signedIn.company.timeZone), status: .conflict)
        }
        let needed: Permission = command.isDestructive ? .lockAndWipeDevices : .commandDevices
        guard signedIn.principal.user.role.permits(needed) else { throw Refusal.forbidden(needed) }
        return try await act(form, done: "cancelled", at: "\(path)/commands") { enrollment in
            try await CancelCommand(signedIn.installation)(
                uuid, of: enrollment, by: signedIn.actor, in: signedIn.scope)
        }
    }

    /// An act on the generation that the form was made for.
    func act(
        _ form: FormData, done: String, at target: String? = nil, _ action: (EnrollmentID) async throws -> Void
    ) async throws -> Response {
        let detail = try await detail()
        do {
            guard form["enrollment"].isEmpty || form["enrollment"] == detail.enrollment.id.description else {
                throw EnrollmentError.enrolledSincePageOpened
            }
            try await action(detail.enrollment.id)
        } catch let error as EnrollmentError {
            return try await show(
                problem: Problem(error, timeZone: signedIn.company.timeZone), status: error.formStatus)
        }
        return signedIn.done(done, at: target ?? path)
    }

    func detail(finishedLimit: Int = 20) async throws -> ShowDevice.Detail {
        do {
            return try await ShowDevice(signedIn.installation)(id, finishedLimit: finishedLimit, in: signedIn.scope)
        } catch EnrollmentError.noSuchDevice {
            throw Refusal.notFound
        }
    }

    func faces() async throws -> DeviceFaces {
        DeviceFaces(
            detail: try await detail(), role: signedIn.principal.user.role, now: signedIn.installation.now)
    }

    private func commandsModel() async throws -> DeviceCommandsModel {
        let faces = try await faces()
        let before = visit.query("before").flatMap { Int($0) }
        let page = try await ShowDevice(signedIn.installation).history(
            of: faces.detail.enrollment.id, before: before, limit: Self.pageSize, in: signedIn.scope)
        let context = visit.viewContext(section: .devices)
        return DeviceCommandsModel(
            face: faces.face, pending: faces.detail.pending.map { faces.command($0) },
            finished: page.commands.map { faces.command($0) }, olderBefore: page.olderBefore,
            isContinued: before != nil,
            message: visit.cookie(.done).flatMap { DeviceMessages.message(for: $0, in: context) })
    }
}

extension EnrollmentError {
    /// Changed meanwhile: 409; everything else that a person can mend: 422.
    var formStatus: HTTPResponse.Status {
        switch self {
        case .commandOver, .commandWithDevice, .enrolledSincePageOpened, .nameTaken: .conflict
        case .tooManyAttempts: .tooManyRequests
        default: .unprocessableContent
        }
    }
}
