import Administration
import AutomatedEnrollment
import Foundation
import HTTPTypes
import Hummingbird
import Problems
import UseCases

/// 設定 → サービス環境設定 → ADEトークン
extension RouteTable {
    static let tokenPath = "settings/service/ade-token"

    mutating func addToken() {
        let base = Self.tokenPath
        page(base, requires: .viewCertificate) { try await TokenScreen($0).show() }
        page("\(base)/delete", requires: .manageCertificate) { try await TokenScreen($0).askToDelete() }
        form("\(base)/delete", requires: .manageCertificate) { try await TokenScreen($0).delete($1) }
        page("\(base)/edit", requires: .manageCertificate) { try await TokenEditScreen($0).show() }
        form("\(base)/edit", requires: .manageCertificate, body: .upload) { try await TokenEditScreen($0).save($1) }
        form("\(base)/public-key", requires: .manageCertificate) { signedIn, _ in
            try await TokenEditScreen(signedIn).download(new: false)
        }
        form("\(base)/public-key/new", requires: .manageCertificate) { signedIn, _ in
            try await TokenEditScreen(signedIn).download(new: true)
        }
    }
}

struct TokenScreen {
    let signedIn: SignedIn
    init(_ signedIn: SignedIn) { self.signedIn = signedIn }

    private var visit: Visit { signedIn.visit }
    private var path: String { signedIn.path(RouteTable.tokenPath) }

    func show(problem: Problem? = nil, status: HTTPResponse.Status = .ok) async throws -> Response {
        let context = visit.viewContext(section: .settings)
        let message =
            problem.map { Message(.refusal, $0, context.language) }
            ?? visit.cookie(.done).flatMap { Self.message(for: $0, context) }
        var response = visit.render(
            TokenView(try await model(message: message)), status: status, section: .settings)
        if visit.cookie(.done) != nil { response.clear(.done, visit.configuration) }
        return response
    }

    func askToDelete() async throws -> Response {
        let page = try await model(message: nil)
        guard page.token != nil else { return .redirect(to: path) }
        return visit.render(TokenDeleteView(page), section: .settings)
    }

    func delete(_ form: FormData) async throws -> Response {
        guard let version = Int(form["version"]) else { throw Refusal.notUnderstood }
        do {
            try await DeleteToken(signedIn.installation)(version: version, by: signedIn.actor, in: signedIn.company)
        } catch let error as TokenError {
            return try await show(
                problem: Problem(error, timeZone: signedIn.company.timeZone), status: error.status)
        }
        return signedIn.done("token-deleted", at: path)
    }

    private func model(message: Message?) async throws -> TokenModel {
        let overview = try await ShowToken(signedIn.installation)(in: signedIn.scope)
        return TokenModel(
            token: TokenModel.Face(overview), version: overview.details.version, message: message,
            history: overview.history.map { [now = signedIn.installation.now] in .init($0, now: now) },
            account: .init(
                serverName: overview.fetch?.serverName ?? "", organization: overview.fetch?.organization ?? "",
                checkedAt: overview.fetch?.succeededAt, devices: overview.deviceCount,
                assigned: overview.assignedCount, profileName: overview.profile?.settings.name),
            trouble: Self.trouble(overview, signedIn.company, visit.viewContext(section: .settings)))
    }

    private static func message(for key: String, _ c: ViewContext) -> Message? {
        switch key {
        case "token-registered": Message(.done, c(TokenWords.doneRegistered))
        case "token-changed": Message(.done, c(TokenWords.doneChanged))
        case "token-deleted": Message(.done, c(TokenWords.doneDeleted))
        default: nil
        }
    }
}

extension TokenError {
    var status: HTTPResponse.Status {
        if case .changedMeanwhile = self { .conflict } else { .unprocessableContent }
    }
}

extension TokenModel.Face {
    init?(_ overview: TokenOverview) {
        guard let active = overview.active else { return nil }
        self.init(
            consumerKey: active.consumerKey, expiresAt: active.expiresAt, registeredAt: active.registeredAt,
            isRenewal: overview.history.contains {
                $0.id != active.id && $0.consumerKey == active.consumerKey && $0.registeredAt < active.registeredAt
            })
    }
}

extension TokenModel.HistoryRow {
    init(_ token: RegisteredToken, now: Date) {
        let state: State =
            switch token.state {
            case .active: token.expiresAt <= now ? .expired : .active
            case .retired(let at): .retired(at)
            case .deleted(let at, _): .deleted(at)
            }
        self.init(
            registeredAt: token.registeredAt, expiresAt: token.expiresAt, consumerKey: token.consumerKey,
            registeredBy: token.registeredBy, state: state)
    }
}
