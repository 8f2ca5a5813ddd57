import Administration
import HTTPTypes
import Hummingbird
import UseCases

/// A signed-in person in the company of the address, with the right that the route names.
struct SignedIn: Sendable {
    let visit: Visit
    let principal: Principal
    let sessionToken: String

    fileprivate init(visit: Visit, principal: Principal, sessionToken: String) {
        self.visit = visit
        self.principal = principal
        self.sessionToken = sessionToken
    }

    var company: Company { principal.company }
    var scope: CompanyScope { principal.scope }
    var actor: Actor { principal.actor }
    var installation: Installation { visit.installation }

    func path(_ rest: String) -> String { "/\(company.code)/\(rest)" }
}

enum Gate {
    /// Session, then scope, then permission.
    static func admit(_ visit: Visit, requiring permission: Permission) throws -> SignedIn {
        let code = visit.context.parameters.get("company") ?? ""
        guard let principal = visit.principal, let token = visit.cookie(.session) else {
            let next = visit.request.method == .get ? visit.pathWithoutLanguage : ""
            throw Refusal.signInFirst(company: code, next: next)
        }
        guard code == principal.company.code.description else { throw Refusal.notFound }
        guard principal.user.role.permits(permission) else { throw Refusal.forbidden(permission) }
        return SignedIn(visit: visit, principal: principal, sessionToken: token)
    }

    /// A form sent by another site's page is refused before anything is read.
    static func checkOrigin(of request: Request) throws {
        guard request.method != .get, request.method != .head else { return }
        if let site = request.headers[.secFetchSite], !["same-origin", "none"].contains(site) {
            throw Refusal.formTooOld
        }
        if let origin = request.headers[.origin], let host = request.head.authority,
            origin != "http://\(host)", origin != "https://\(host)"
        {
            throw Refusal.formTooOld
        }
    }
}
