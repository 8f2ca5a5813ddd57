import Hummingbird
import SimulatedClock

/// The addresses behind the sign-in: terms, upload, renewal, download, revocation.
struct CertificateRoutes {
    let routes: PortalRoutes
    private var portal: PushPortal { routes.portal }

    /// A request is about 10 kB; what is ten times as big as the judge's own bound is not even looked at.
    private static let largestUpload = 1024 * 1024

    init(routes: PortalRoutes) { self.routes = routes }

    func add(to group: RouterGroup<BasicRequestContext>) {
        group.get("terms") { request, _ -> Response in
            try await signedIn(request) { _, pages in .page(pages.terms(refused: false)) }
        }
        group.get("terms/printable") { request, _ -> Response in
            try await signedIn(request) { _, pages in .page(pages.printableTerms()) }
        }
        group.post("terms") { request, _ in try await acceptTerms(request) }
        group.get("upload") { request, _ -> Response in
            try await signedIn(request) { visitor, pages in
                visitor.session.acceptedTerms ? .page(pages.create(refusal: nil)) : .seeOther("/pushcert/terms")
            }
        }
        group.post("upload") { request, _ in try await create(request) }
        group.get("renew/:row") { request, context -> Response in
            try await withRow(request, context) { row, pages in
                row.revokedAt == nil
                    ? .page(pages.renew(row, refusal: nil)) : .page(pages.cannotRenew(row), status: .conflict)
            }
        }
        group.post("renew/:row") { request, context in try await renew(request, context) }
        group.get("confirmation/:row") { request, context -> Response in
            try await withRow(request, context) { row, pages in .page(pages.confirmation(row)) }
        }
        group.get("download/:row") { request, context -> Response in
            try await withRow(request, context) { row, _ in
                .attachment(row.certificates.last?.pem ?? "", named: row.fileName)
            }
        }
        group.get("revoke/:row") { request, context -> Response in
            try await withRow(request, context) { row, pages in .page(pages.revoke(row)) }
        }
        group.post("revoke/:row") { request, context -> Response in
            try await signedIn(request) { visitor, pages in
                try await portal.revoke(context.parameters.require("row"), of: pages.account)
                return .seeOther("/pushcert/")
            }
        }
    }

    private func signedIn(
        _ request: Request, _ body: (PortalRoutes.Visitor, CertificatePages) async throws -> Response
    ) async throws -> Response {
        let visitor = await routes.visitor(request)
        guard let account = visitor.session.account else { return .seeOther("/pushcert/") }
        return try await body(visitor, CertificatePages(account: account, now: portal.clock.now))
    }

    /// Only the account that created a row knows it.
    private func withRow(
        _ request: Request, _ context: BasicRequestContext, _ body: (PushRow, CertificatePages) async throws -> Response
    ) async throws -> Response {
        try await signedIn(request) { _, pages in
            guard let row = await portal.row(try context.parameters.require("row"), of: pages.account) else {
                throw HTTPError(.notFound, message: "This Apple ID has no such certificate.")
            }
            return try await body(row, pages)
        }
    }

    private func acceptTerms(_ request: Request) async throws -> Response {
        try await signedIn(request) { visitor, pages in
            guard try await request.formFields()["agree"] != nil else {
                return .page(pages.terms(refused: true), status: .unprocessableContent)
            }
            var visitor = visitor
            visitor.session.acceptedTerms = true
            return try await routes.keep(visitor, answer: .seeOther("/pushcert/upload"))
        }
    }

    private func upload(_ request: Request) async throws -> (file: [UInt8], notes: String) {
        let body = try await request.bytes(upTo: Self.largestUpload)
        guard let form = Multipart(contentType: request.headers[.contentType], body: body) else {
            throw HTTPError(.badRequest, message: "This is not an upload form. Choose the file and press Upload.")
        }
        let notes = String((form.text("notes") ?? "").prefix(1000))
        return (form["request"]?.bytes ?? [], notes)
    }

    private func create(_ request: Request) async throws -> Response {
        try await signedIn(request) { visitor, pages in
            guard visitor.session.acceptedTerms else { return .seeOther("/pushcert/terms") }
            let (file, notes) = try await upload(request)
            do {
                let row = try await portal.create(for: pages.account, request: file, notes: notes)
                var visitor = visitor
                visitor.session.acceptedTerms = false
                return try await routes.keep(visitor, answer: .seeOther("/pushcert/confirmation/\(row.id)"))
            } catch let refusal as PortalRefusal {
                return .page(pages.create(refusal: refusal, notes: notes), status: .unprocessableContent)
            }
        }
    }

    private func renew(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        try await withRow(request, context) { row, pages in
            let (file, notes) = try await upload(request)
            do {
                guard let renewed = try await portal.renew(row.id, of: pages.account, request: file, notes: notes)
                else {
                    return .page(pages.cannotRenew(row), status: .conflict)
                }
                return .seeOther("/pushcert/confirmation/\(renewed.id)")
            } catch let refusal as PortalRefusal {
                return .page(pages.renew(row, refusal: refusal), status: .unprocessableContent)
            }
        }
    }
}
