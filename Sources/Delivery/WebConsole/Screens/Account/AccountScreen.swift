import Administration
import Foundation
import HTTPTypes
import Hummingbird
import Notices
import Problems
import UseCases

/// `/{company}/account`: language, password, log out.
extension RouteTable {
    mutating func addAccount() {
        page("account", requires: .manageOwnAccount) { AccountScreen($0).show() }
        form("account/language", requires: .manageOwnAccount) { try await AccountScreen($0).chooseLanguage($1) }
        form("account/mail", requires: .manageOwnAccount) { try await AccountScreen($0).saveAddress($1) }
        form("account/password", requires: .manageOwnAccount) { try await AccountScreen($0).changePassword($1) }
        form("logout", requires: .manageOwnAccount) { signedIn, _ in try await AccountScreen(signedIn).logOut() }
    }
}

struct AccountScreen {
    let signedIn: SignedIn
    init(_ signedIn: SignedIn) { self.signedIn = signedIn }

    private var visit: Visit { signedIn.visit }

    func show() -> Response {
        let done = visit.cookie(.done).flatMap { key in AccountMessages.message(for: key, visit.viewContext()) }
        var response = page(message: done, problem: nil, status: .ok)
        if visit.cookie(.done) != nil { response.clear(.done, visit.configuration) }
        return response
    }

    func chooseLanguage(_ form: FormData) async throws -> Response {
        guard let language = Language(rawValue: form["language"]) else { throw Refusal.notUnderstood }
        try await ChooseLanguage(signedIn.installation)(language, by: signedIn.principal)
        return done("language-saved")
    }

    func saveAddress(_ form: FormData) async throws -> Response {
        let typed = form["address"].trimmingCharacters(in: .whitespaces)
        do {
            let address = typed.isEmpty ? nil : try MailAddress(typed)
            try await ManageNotifications(signedIn.installation).setAddress(
                address, of: signedIn.principal.user.id, by: signedIn.actor, in: signedIn.scope)
        } catch let error as NoticeError {
            return page(
                message: nil, problem: nil, status: .unprocessableContent,
                mail: (typed, Message(.refusal, Problem(error), visit.language)))
        }
        return done("mail-address-saved")
    }

    func changePassword(_ form: FormData) async throws -> Response {
        do {
            try await SetPassword(signedIn.installation).change(
                current: Secret(form["current"]), password: Secret(form["new"]), again: Secret(form["again"]),
                by: signedIn.principal)
            return done("password-changed")
        } catch let error as AdministrationError where error != .loginThrottled {
            return page(
                message: nil, problem: Message(.refusal, Problem(error), visit.language),
                status: .unprocessableContent)
        }
    }

    func logOut() async throws -> Response {
        try await LogOut(signedIn.installation)(signedIn.principal)
        var response = Response.redirect(to: "/\(signedIn.company.code)")
        response.clear(.session, visit.configuration)
        response.set(.done, to: "logged-out", visit.configuration)
        return response
    }

    private func done(_ key: String) -> Response {
        var response = Response.redirect(to: signedIn.path("account"))
        response.set(.done, to: key, visit.configuration)
        return response
    }

    private func page(
        message: Message?, problem: Message?, status: HTTPResponse.Status,
        mail: (typed: String, problem: Message)? = nil
    ) -> Response {
        visit.render(
            AccountView(
                AccountModel(
                    language: signedIn.principal.user.language, message: message, passwordProblem: problem,
                    mailAddress: mail?.typed ?? signedIn.principal.user.mailAddress ?? "", mailProblem: mail?.problem)),
            status: status)
    }
}
