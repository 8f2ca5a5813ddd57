import Hummingbird
import UseCases

/// `/` and 32 characters, as in a mail: leads to login, then to the page that the mail concerns.
///
/// No company code is that long. The link opens nothing by itself: who is not signed in gets the login page.
struct MailLinkScreen {
    let visit: Visit

    /// - Returns: nil when the address is no link of ours.
    func redirection() async throws -> Response? {
        guard let link = visit.context.parameters.get("company"), link.utf8.count == 32,
            link.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }),
            let (company, path) = try await ShowNotices(visit.installation).destination(of: link)
        else { return nil }
        return .redirect(to: "/\(company)/\(path)")
    }
}
