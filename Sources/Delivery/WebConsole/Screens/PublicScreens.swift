import Administration
import Foundation
import Hummingbird
import Ports
import Problems
import UseCases

/// What anybody may open: login, one-time links, style sheets.
extension RouteTable {
    mutating func addPublicScreens() {
        open(.get, "/") { try await LoginScreen(visit: $0).show() }
        open(.post, "/") { try await LoginScreen(visit: $0).submit() }
        open(.get, "/:company", ofAnyCompany: true) { visit in
            if let page = try await MailLinkScreen(visit: visit).redirection() { return page }
            if let principal = visit.principal {
                guard principal.company.code.description == visit.context.parameters.get("company") else {
                    throw Refusal.notFound
                }
                return try await DashboardScreen(try Gate.admit(visit, requiring: .viewConsole)).show()
            }
            return try await LoginScreen(visit: visit).show()
        }
        open(.post, "/:company") { try await LoginScreen(visit: $0).submit() }
        open(.get, "/_password/:token") { try await SetPasswordScreen(visit: $0).show() }
        open(.post, "/_password/:token") { try await SetPasswordScreen(visit: $0).submit() }
        open(.get, "/_setup/:token") { try await SetUpScreen(visit: $0).show() }
        open(.post, "/_setup/:token") { try await SetUpScreen(visit: $0).submit() }
        open(.get, "/_manual") { $0.render(ManualView()) }
        open(.get, "/_assets/:name") { try AssetScreen(visit: $0).send() }
    }
}
