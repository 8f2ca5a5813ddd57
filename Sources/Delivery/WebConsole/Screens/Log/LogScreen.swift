import Administration
import Enrollments
import Foundation
import HTTPTypes
import Hummingbird
import Ports
import UseCases

/// ログ
extension RouteTable {
    mutating func addLog() {
        page("log", requires: .viewLog) { try await LogScreen($0).show() }
        page("log/list.csv", requires: .viewLog) { try await LogScreen($0).file() }
        page("devices/:device/log", requires: .viewDevices) { try await LogScreen($0).showOfDevice() }
        page("devices/:device/log/list.csv", requires: .viewDevices) { try await LogScreen($0).fileOfDevice() }
        page("log/keeping", requires: .viewLog) { try await LogKeepingScreen($0).show() }
        form("log/keeping", requires: .manageLog) { try await LogKeepingScreen($0).save($1) }
        form("log/verify", requires: .viewLog) { signedIn, _ in try await LogKeepingScreen(signedIn).verify() }
    }
}

struct LogScreen {
    let signedIn: SignedIn
    init(_ signedIn: SignedIn) { self.signedIn = signedIn }

    private var visit: Visit { signedIn.visit }

    private var query: LogQuery { LogQuery(items: ListAddress.items(ofQuery: visit.request.uri.query ?? "")) }

    func show() async throws -> Response {
        visit.render(LogView(try await model(query, visit.viewContext(section: .log))), section: .log)
    }

    func file() async throws -> Response { download(query) }

    /// The same log, filtered to the device.
    func showOfDevice() async throws -> Response {
        let device = DeviceScreen(signedIn)
        let faces = try await device.faces()
        let model = try await model(query(of: device.id), visit.viewContext(section: .devices))
        return visit.render(DeviceLogView(DeviceLogModel(face: faces.face, log: model)), section: .devices)
    }

    func fileOfDevice() async throws -> Response {
        let device = DeviceScreen(signedIn)
        _ = try await device.detail()
        return download(query(of: device.id))
    }

    private func query(of device: DeviceID) -> LogQuery {
        var query = query
        query.device = device
        return query
    }

    private func model(_ query: LogQuery, _ c: ViewContext) async throws -> LogModel {
        let listing = try await ReadLog(signedIn.installation)(question(query, c), in: signedIn.scope)
        return LogModel(
            query: query, lines: listing.page.lines, next: listing.page.next,
            searchedBackTo: listing.page.searchedBackTo,
            organizations: listing.organizations.map { .init(id: $0.id, name: $0.name) },
            deviceName: listing.deviceName, keptDays: listing.state.keptDays)
    }

    /// A keyword also means the events whose names hold it, in the language of the page.
    private func question(_ query: LogQuery, _ c: ViewContext) -> LogQuestion {
        let key = SearchText.key(query.text)
        func holds(_ text: Text) -> Bool { !key.isEmpty && SearchText.key(c(text)).contains(key) }
        return LogQuestion(
            query, timeZone: c.timeZone, eventsOfKeyword: AuditEvent.allCases.filter { holds(LogWords.name(of: $0)) },
            deviceEventsOfKeyword: DeviceEvent.Kind.allCases.filter { holds(DeviceLogWords.name(of: $0)) })
    }

    /// The lines that the page's filters find, all of them, written as they are read.
    private func download(_ query: LogQuery) -> Response {
        let context = visit.viewContext(section: .log)
        let read = ReadLog(signedIn.installation)
        let scope = signedIn.scope
        let first = question(query.with { _ in }, context)
        return Response(
            status: .ok,
            headers: [
                .contentType: CSV.contentType,
                .contentDisposition: "attachment; filename=\"log-\(context.date(context.now).filter(\.isNumber)).csv\"",
            ],
            body: ResponseBody { writer in
                let columns = LogFace.Column.allCases
                try await writer.write(
                    .init(string: CSV.byteOrderMark + CSV.line(columns.map { context($0.name) })))
                var question = first
                while true {
                    let page = try await read.part(question, in: scope)
                    let lines = page.lines.map { line in
                        let face = LogFace(line, in: context)
                        return CSV.line(columns.map { face.text($0) })
                    }
                    try await writer.write(.init(string: lines.joined()))
                    guard let next = page.next else { break }
                    question.query.cursor = next
                }
                try await writer.finish(nil)
            })
    }
}
