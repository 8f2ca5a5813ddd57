import Administration
import Calendars
import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import Ports
import UseCases

/// カレンダー, and the calendar itself under its private address.
extension RouteTable {
    mutating func addCalendar() {
        open(.get, "/_calendar/:file") { try await CalendarFeedScreen(visit: $0).send() }
        page(SettingsEntry.calendar.path, requires: .manageOutward) { try await CalendarScreen($0).show() }
        form("\(SettingsEntry.calendar.path)/make", requires: .manageOutward) { signedIn, _ in
            try await CalendarScreen(signedIn).make()
        }
        form("\(SettingsEntry.calendar.path)/revoke", requires: .manageOutward) { signedIn, _ in
            try await CalendarScreen(signedIn).revoke()
        }
    }
}

/// `/_calendar/{token}.ics`: no session, and whoever has the address reads it.
struct CalendarFeedScreen {
    let visit: Visit

    func send() async throws -> Response {
        guard visit.console.calendarThrottle.admits(visit.address) else { throw Refusal.throttled(minutes: 1) }
        let name = visit.context.parameters.get("file") ?? ""
        guard name.hasSuffix(".ics"),
            let contents = try await ReadCalendar(visit.installation)(token: String(name.dropLast(4)))
        else { throw Refusal.notFound }
        let language = visit.query("lang").flatMap(Language.init(rawValue:)) ?? contents.company.language
        let text = ExpiryCalendar(contents, in: language, publicURL: visit.configuration.publicURL).file.text
        let tag = "\"\(SHA256.hash(data: Array(text.utf8)).prefix(16).hexadecimal)\""
        var response = Response(
            status: .ok,
            headers: [
                .contentType: CalendarFile.contentType, .eTag: tag, .cacheControl: "private, no-cache",
                .contentDisposition: "inline; filename=\"kizuna.ics\"",
            ])
        if visit.request.headers[.ifNoneMatch] == tag {
            response.status = .notModified
        } else {
            response.body = .init(byteBuffer: .init(string: text))
        }
        return response
    }
}

struct CalendarScreen {
    let signedIn: SignedIn
    init(_ signedIn: SignedIn) { self.signedIn = signedIn }

    private var visit: Visit { signedIn.visit }

    func show() async throws -> Response {
        let message: Message? =
            visit.cookie(.done) == "calendar-revoked"
            ? Message(
                .done, visit.viewContext()(CalendarWords.revoked),
                meaning: visit.viewContext()(CalendarWords.revokedMeaning)) : nil
        var response = try await page(address: nil, message: message)
        if visit.cookie(.done) != nil { response.clear(.done, visit.configuration) }
        return response
    }

    func make() async throws -> Response {
        let token = try await ManageCalendar(signedIn.installation).make(by: signedIn.principal)
        return try await page(address: "\(visit.configuration.publicURL)/_calendar/\(token.reveal()).ics", message: nil)
    }

    func revoke() async throws -> Response {
        try await ManageCalendar(signedIn.installation).revoke(by: signedIn.principal)
        return signedIn.done("calendar-revoked", at: signedIn.path(SettingsEntry.calendar.path))
    }

    private func page(address: String?, message: Message?) async throws -> Response {
        let manage = ManageCalendar(signedIn.installation)
        let scope = signedIn.scope
        let feed = try await manage.show(in: scope)
        let expiries = try await manage.expiries(in: scope)
        let model = CalendarModel(
            address: address, madeAt: feed?.createdAt, madeBy: feed?.createdBy ?? "",
            expiries: expiries.map { .init(kind: $0.kind, notAfter: $0.notAfter) }, message: message)
        return visit.render(CalendarView(model), section: .settings)
    }
}
