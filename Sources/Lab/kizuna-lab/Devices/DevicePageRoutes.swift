import Foundation
import Hummingbird
import SimulatedDevices
import SimulatedPushPortal

/// The device pages and their forms, for people.
struct DevicePageRoutes {
    let fleet: DeviceFleet
    let activation: DeviceActivation

    func add(to router: Router<BasicRequestContext>) {
        router.get("devices") { request, _ -> Response in
            let offset = max(0, request.uri.queryParameters["offset"].flatMap { Int($0) } ?? 0)
            return try await list(request, offset: offset)
        }
        router.post("devices") { request, _ -> Response in try await create(request) }
        router.get("devices/:id") { request, context -> Response in
            try await show(try context.parameters.require("id"), request)
        }
        router.post("devices/:id/enroll") { request, context -> Response in
            let url = try await request.formFields()["url"] ?? ""
            return try await act(context, request) { try await fleet.enroll($0, from: try DeviceAPIRoutes.link(url)) }
        }
        router.post("devices/:id/do") { request, context -> Response in
            let what = try await request.formFields()["do"] ?? ""
            return try await act(context, request) { try await steer($0, what) }
        }
    }

    private func list(_ request: Request, offset: Int = 0, problem: String? = nil) async throws -> Response {
        let page = DeviceListPage(
            devices: await fleet.list(offset: offset, limit: DeviceListPage.perPage), counts: await fleet.counts(),
            progress: await fleet.progress, offset: offset, words: DeviceWords(japanese: request.prefersJapanese),
            problem: problem)
        return .page(page.markup, status: problem == nil ? .ok : .unprocessableContent)
    }

    private func show(_ id: String, _ request: Request, problem: String? = nil) async throws -> Response {
        guard let device = await fleet.device(id) else {
            throw HTTPError(.notFound, message: "There is no device \(id).")
        }
        let page = DevicePage(
            device: device, words: DeviceWords(japanese: request.prefersJapanese), problem: problem)
        return .page(page.markup, status: problem == nil ? .ok : .unprocessableContent)
    }

    private func create(_ request: Request) async throws -> Response {
        let fields = try await request.formFields()
        guard let count = fields["count"].flatMap({ Int($0) }), (1...10_000).contains(count) else {
            return try await list(request, problem: "1 – 10000")
        }
        do {
            let ids = try await fleet.add(count, kind: fields["kind"].flatMap(DeviceKind.init(rawValue:)))
            if let url = fields["url"], !url.isEmpty {
                try await fleet.enrollAll(ids, from: try DeviceAPIRoutes.link(url))
            }
            return .seeOther("/devices")
        } catch let refusal as DeviceRefusal {
            return try await list(request, problem: refusal.description)
        }
    }

    /// Back to where the button was: the device's line in the list, or its own page.
    private func act(
        _ context: BasicRequestContext, _ request: Request, _ body: (String) async throws -> Void
    ) async throws -> Response {
        let id = try context.parameters.require("id")
        do {
            try await body(id)
        } catch let refusal as DeviceRefusal {
            return try await show(id, request, problem: refusal.description)
        } catch let error as HTTPError where error.status == .unprocessableContent {
            return try await show(id, request, problem: error.body ?? "")
        }
        let cameFromOwnPage = request.headers[.referer]?.hasSuffix("/devices/\(id)") == true
        return .seeOther(cameFromOwnPage ? "/devices/\(id)" : "/devices#\(id)")
    }

    private func steer(_ id: String, _ what: String) async throws {
        var change = BehaviourChange()
        switch what {
        case "online": change.isOnline = true
        case "offline": change.isOnline = false
        case "lock": change.isLocked = true
        case "unlock": change.isLocked = false
        case "errors":
            change.errors = [
                "*": .init(
                    code: 12008, domain: "MCMDMErrorDomain", description: "The command could not be carried out.")
            ]
        case "no-errors": change.errors = [:]
        case "poll": return try await fleet.poll(id)
        case "new-token": return try await fleet.renewToken(id)
        case "check-out": return try await fleet.checkOut(id)
        case "set-up": return try await fleet.setUp(id, by: try await activation.order(for: id))
        case "re-enroll": return try await fleet.enrollAnew(id, from: nil)
        default: throw HTTPError(.unprocessableContent, message: "“\(what.prefix(40))” is nothing that can be done.")
        }
        try await fleet.change(id, change)
    }
}
