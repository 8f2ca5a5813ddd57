import Hummingbird
import Logging

/// Stands before every page of the Lab: only a browser on this machine may ask, only the Lab's own pages may post,
/// and every answer carries the headers that keep a page to itself.
struct LabGuard<Context: RequestContext>: RouterMiddleware {
    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            try check(request)
            response = try await next(request, context)
        } catch let error as HTTPError {
            response = try Self.answer(error, to: request)
        } catch is CancellationError {
            throw CancellationError()  // the Lab is being stopped
        } catch {
            context.logger.error("The Lab could not answer.", metadata: ["error": "\(error)"])
            let problem = HTTPError(.internalServerError, message: "The Lab could not do that: \(error)")
            response = try Self.answer(problem, to: request)
        }
        response.headers[.contentSecurityPolicy] =
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; "
            + "base-uri 'none'; frame-ancestors 'none'"
        response.headers[.xContentTypeOptions] = "nosniff"
        if let referrerPolicy = HTTPFields.Element.Name("Referrer-Policy") {
            response.headers[referrerPolicy] = "same-origin"
        }
        return response
    }

    /// A foreign name in Host is a page elsewhere that was pointed at this machine; a foreign Origin is its form.
    private func check(_ request: Request) throws {
        let authority = request.head.authority ?? ""
        let host = authority.hasPrefix("[") ? authority.prefix { $0 != "]" } + "]" : authority.prefix { $0 != ":" }
        guard ["127.0.0.1", "localhost", "[::1]"].contains(String(host)) else {
            throw HTTPError(.misdirectedRequest, message: "The Lab answers only under 127.0.0.1 and localhost.")
        }
        guard request.method != .get, request.method != .head, let origin = request.headers[.origin] else { return }
        guard origin == "http://\(authority)" else {
            throw HTTPError(
                .forbidden, message: "This was sent from another site. Open the Lab's own page and try there.")
        }
    }

    private static func answer(_ error: HTTPError, to request: Request) throws -> Response {
        let words = error.body ?? "\(error.status.code) \(error.status.reasonPhrase)"
        if request.uri.path.hasPrefix("/api") || request.uri.path.hasPrefix("/mailbox/api") {
            return try .json(["error": words], status: error.status)
        }
        if request.uri.path.hasPrefix("/clock") || request.uri.path.hasPrefix("/portal-code") {
            return .text(words + "\n", status: error.status)
        }
        return .page(
            Layout.portal(
                title: "\(error.status.code)", japanese: false,
                content: "<div class=\"plate\"><h1>\(error.status.reasonPhrase)</h1><p>\(words)</p></div>"),
            status: error.status)
    }
}
