import Administration
import CommandQueue
import Enrollments
import Foundation
import HTTPTypes
import Hummingbird
import Problems
import UseCases

/// 機器 → 一覧 → 一斉同期
extension RouteTable {
    mutating func addBulkSync() {
        page("devices/sync", requires: .viewDevices) { try await BulkSyncScreen($0).ask() }
        form("devices/sync", requires: .commandDevices) { try await BulkSyncScreen($0).order($1) }
        page("devices/sync/:order", requires: .viewDevices) { try await BulkSyncScreen($0).show() }
        page("devices/sync/:order/live", requires: .viewDevices) { try await BulkSyncScreen($0).live() }
        page("devices/sync/:order/list.csv", requires: .viewDevices) { try await BulkSyncScreen($0).file() }
    }
}

struct BulkSyncScreen {
    let signedIn: SignedIn
    init(_ signedIn: SignedIn) { self.signedIn = signedIn }

    private var visit: Visit { signedIn.visit }
    private var items: [(name: String, value: String)] { ListAddress.items(ofQuery: visit.request.uri.query ?? "") }
    private var id: BulkOrderID { BulkOrderID(stored: visit.context.parameters.get("order") ?? "") }
    private var step: BulkStep? { items.first { $0.name == "step" }.flatMap { BulkStep(rawValue: $0.value) } }
    private var last: EnrollmentID? {
        items.first { $0.name == "behind" && $0.value.count <= 64 && !$0.value.utf8.contains(0) }
            .map { EnrollmentID(stored: $0.value) }
    }

    func ask() async throws -> Response { try await page(DeviceListQuery(items: items), status: .ok) }

    func order(_ form: FormData) async throws -> Response {
        let posted = Self.fields.map { (name: $0, value: form[$0]) }.filter { !$0.value.isEmpty }
        let query = DeviceListQuery(items: posted)
        // A condition that is not understood would be left out, and the order would be for more devices than meant.
        guard query.items.elementsEqual(posted, by: ==) else {
            return try await page(
                query, refused: .unknownCondition, status: EnrollmentError.unknownCondition.formStatus)
        }
        do {
            let order = try await OrderBulkSync(signedIn.installation)(query, by: signedIn.actor, in: signedIn.scope)
            guard let order else { return try await page(query, status: .unprocessableContent) }
            return .redirect(to: signedIn.path("devices/sync/\(order)"))
        } catch let error as EnrollmentError {
            return try await page(query, refused: error, status: error.formStatus)
        }
    }

    /// Names that ``DeviceListQuery/items`` may have, its order and page left out.
    private static let fields = ["q", "state", "os", "topic", "contact", "supervised", "organization", "user"]

    private func page(
        _ query: DeviceListQuery, refused: EnrollmentError? = nil, status: HTTPResponse.Status
    ) async throws -> Response {
        let preview = try await OrderBulkSync(signedIn.installation).preview(query, in: signedIn.scope)
        let problem = (refused ?? preview.obstacle.map { .obstacle($0) }).map {
            Message(.refusal, Problem($0, timeZone: signedIn.company.timeZone), visit.language)
        }
        return visit.render(BulkSyncAskView(preview: preview, problem: problem), status: status, section: .devices)
    }

    func show() async throws -> Response { visit.render(try await view(), section: .devices) }

    /// The part of the page that changes by itself.
    func live() async throws -> Response {
        Response.html(try await view().live(in: visit.viewContext(section: .devices)), status: .ok)
    }

    private func view() async throws -> BulkSyncView {
        let progress = try await ShowBulkOrder(signedIn.installation)(id, step: step, behind: last, in: signedIn.scope)
        guard let progress else { throw Refusal.notFound }
        let obstacle = progress.obstacle.map {
            Problem(EnrollmentError.obstacle($0), timeZone: signedIn.company.timeZone)
        }
        // A device may be off for weeks: the page does not ask by itself for all that time.
        let age = signedIn.installation.now.timeIntervalSince(progress.order.orderedAt)
        return BulkSyncView(
            progress: progress, step: step, isContinued: last != nil, isRecent: age < 3600,
            problem: obstacle.map { Message(.warning, $0, visit.language) })
    }

    /// Every device of the chosen step, written as it is read.
    func file() async throws -> Response {
        let context = visit.viewContext(section: .devices)
        let (show, scope, id, step) = (ShowBulkOrder(signedIn.installation), signedIn.scope, id, step)
        guard try await show(id, step: step, behind: nil, in: scope) != nil else { throw Refusal.notFound }
        let columns = [
            DeviceListWords.column(.name), DeviceListWords.column(.serial), BulkSyncWords.step, BulkSyncWords.since,
        ]
        return Response(
            status: .ok,
            headers: [
                .contentType: CSV.contentType,
                .contentDisposition:
                    "attachment; filename=\"sync-\(context.date(context.now).filter(\.isNumber)).csv\"",
            ],
            body: ResponseBody { writer in
                try await writer.write(.init(string: CSV.byteOrderMark + CSV.line(columns.map { context($0) })))
                var last: EnrollmentID?
                while true {
                    let part = try await show.part(id, step: step, behind: last, in: scope)
                    let lines = part.targets.map { target in
                        CSV.line([
                            target.name, target.serialNumber, BulkSyncFace.words(target, in: context),
                            target.since.map { context.dateTime($0) } ?? "",
                        ])
                    }
                    try await writer.write(.init(string: lines.joined()))
                    guard let next = part.next else { break }
                    last = next
                }
                try await writer.finish(nil)
            })
    }
}
