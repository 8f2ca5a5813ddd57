import Administration
import Foundation
import HTTPTypes
import Hummingbird
import Problems
import UseCases

/// `/{company}/log/keeping`: how long, whether intact, sent where.
struct LogKeepingScreen {
    let signedIn: SignedIn
    init(_ signedIn: SignedIn) { self.signedIn = signedIn }

    private var visit: Visit { signedIn.visit }

    func show() async throws -> Response {
        let context = visit.viewContext(section: .log)
        let isSaved = visit.cookie(.done) == "log-keeping"
        var response = try await page(message: isSaved ? Message(.done, context(LogPageWords.saved)) : nil)
        if visit.cookie(.done) != nil { response.clear(.done, visit.configuration) }
        return response
    }

    func save(_ form: FormData) async throws -> Response {
        let typed = form["days"].trimmingCharacters(in: .whitespaces)
        do {
            guard let days = Int(typed) else { throw AdministrationError.logDaysOutOfRange }
            try await KeepLog(signedIn.installation)(days: days, by: signedIn.actor, in: signedIn.scope)
        } catch AdministrationError.logDaysOutOfRange {
            return try await page(
                typed: typed, message: Message(.refusal, Problem(.logDaysOutOfRange), visit.language),
                status: .unprocessableContent)
        }
        return signedIn.done("log-keeping", at: signedIn.path("log/keeping"))
    }

    func verify() async throws -> Response {
        try await page(result: try await VerifyLog(signedIn.installation)(in: signedIn.scope))
    }

    private func page(
        typed: String? = nil, result: VerifyLog.Result? = nil, message: Message? = nil,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let days = try await KeepLog(signedIn.installation).days(in: signedIn.scope)
        let export = try await LogExportStatus(signedIn.installation)(in: signedIn.scope)
        return visit.render(
            LogKeepingView(
                LogKeepingModel(
                    days: days, typed: typed, mayChange: signedIn.principal.user.role.permits(.manageLog),
                    result: result, export: export, message: message)),
            status: status, section: .log)
    }
}
