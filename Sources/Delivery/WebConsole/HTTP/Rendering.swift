import Administration
import Foundation
import HTTPTypes
import Hummingbird
import UseCases

extension Console {
    /// The visit with the person behind the session cookie, and the language link's wish carried out.
    func visit(_ request: Request, _ context: ConsoleContext) async throws -> Visit {
        let anonymous = Visit(request: request, context: context, console: self, principal: nil)
        guard let token = anonymous.cookie(.session),
            let principal = try await AuthenticateSession(installation)(token: token)
        else { return anonymous }
        // A link on another site may choose the language of a page, but not change a person's setting.
        let site = request.headers[.secFetchSite] ?? "same-origin"
        if let wish = anonymous.query("lang").flatMap(Language.init(rawValue:)), ["same-origin", "none"].contains(site)
        {
            try await ChooseLanguage(installation)(wish, by: principal)
        }
        return Visit(request: request, context: context, console: self, principal: principal)
    }

    /// A page that stands for a refusal. It must not fail itself: what cannot be found out is left out.
    func problem(
        _ model: ProblemModel, _ status: HTTPResponse.Status, _ request: Request, _ context: ConsoleContext
    ) async -> Response {
        let anonymous = Visit(request: request, context: context, console: self, principal: nil)
        let visit = (try? await visit(request, context)) ?? anonymous
        return visit.render(ProblemView(model), status: status)
    }
}

extension Visit {
    /// The user's own setting, else `?lang=`, else its cookie, else Accept-Language, else the brand's default.
    var language: Language {
        let wish = query("lang").flatMap(Language.init(rawValue:))
        if let principal { return wish ?? principal.user.language ?? visitorLanguage(of: principal.company.brand) }
        return wish ?? visitorLanguage(of: .smartMobileSafetyManager)
    }

    private func visitorLanguage(of brand: Brand) -> Language {
        cookie(.language).flatMap(Language.init(rawValue:))
            ?? AcceptedLanguage.first(in: request.headers[.acceptLanguage] ?? "") ?? brand.defaultLanguage
    }

    func viewContext(section: ViewContext.Section? = nil, company: Company? = nil) -> ViewContext {
        let shown = principal?.company ?? company
        return ViewContext(
            language: language, brand: shown?.brand ?? .smartMobileSafetyManager,
            company: principal.map { .init(code: $0.company.code.description, name: $0.company.name) },
            user: principal.map { .init(login: $0.user.login, role: $0.user.role) },
            timeZone: shown?.timeZone ?? .gmt, now: installation.now, isLab: configuration.isLab, section: section,
            path: pathWithoutLanguage, csrfToken: cookie(.session).map { CSRFToken.make(session: $0) } ?? "",
            version: configuration.version)
    }

    func render(
        _ page: some Page, status: HTTPResponse.Status = .ok, section: ViewContext.Section? = nil,
        company: Company? = nil
    ) -> Response {
        let context = viewContext(section: section, company: company)
        var response = Response.html(page.document(in: context), status: status)
        if let wish = query("lang").flatMap(Language.init(rawValue:)) {
            response.set(.language, to: wish.rawValue, configuration)
        }
        return response
    }
}

extension Response {
    static func html(_ html: HTML, status: HTTPResponse.Status) -> Response {
        Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8"],
            body: .init(byteBuffer: .init(string: html.markup)))
    }

    /// 303: the browser asks for the new address with GET.
    static func redirect(to path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path])
    }
}
