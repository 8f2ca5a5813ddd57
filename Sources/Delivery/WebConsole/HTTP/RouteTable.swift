import Administration
import HTTPTypes
import Hummingbird
import UseCases

/// Who may reach a route.
enum Access: Sendable, CustomStringConvertible {
    /// Anybody: it shows no company's data.
    case anybody
    /// A signed-in person of the company in the address, with this permission.
    case company(Permission)

    var description: String {
        switch self {
        case .anybody: "anybody"
        case .company(let permission): "company:\(permission.rawValue)"
        }
    }
}

struct Route: Sendable {
    let method: HTTPRequest.Method
    let path: String
    let access: Access
    let respond: @Sendable (Request, ConsoleContext) async throws -> Response
}

/// The only way to add an address. A handler of company data takes a ``SignedIn``, and only the gate below
/// makes one: after session, scope and permission. A handler without a permission does not compile.
struct RouteTable {
    let console: Console
    private(set) var routes: [Route] = []

    init(console: Console) { self.console = console }

    /// A page anybody may see.
    ///
    /// - Parameter ofAnyCompany: true for the one address whose first part may be something else than a company.
    mutating func open(
        _ method: HTTPRequest.Method, _ path: String, ofAnyCompany: Bool = false,
        _ handler: @escaping @Sendable (Visit) async throws -> Response
    ) {
        let console = console
        routes.append(
            Route(method: method, path: path, access: .anybody) { request, context in
                let visit = try await console.visit(request, context)
                if !ofAnyCompany, let principal = visit.principal, let code = context.parameters.get("company"),
                    code != principal.company.code.description
                {
                    throw Refusal.notFound
                }
                try Gate.checkOrigin(of: request)
                return try await handler(visit)
            })
    }

    /// A page of the company: `path` below `/{company}/`.
    mutating func page(
        _ path: String, requires permission: Permission,
        _ handler: @escaping @Sendable (SignedIn) async throws -> Response
    ) {
        let console = console
        routes.append(
            Route(method: .get, path: "/:company/\(path)", access: .company(permission)) { request, context in
                let visit = try await console.visit(request, context)
                return try await handler(try await console.admit(visit, requiring: permission))
            })
    }

    /// A form of the company. Order: session, scope, permission, then the body with its proof.
    mutating func form(
        _ path: String, requires permission: Permission, body reader: BodyReader = .form,
        _ handler: @escaping @Sendable (SignedIn, FormData) async throws -> Response
    ) {
        let console = console
        routes.append(
            Route(method: .post, path: "/:company/\(path)", access: .company(permission)) { request, context in
                let visit = try await console.visit(request, context)
                let signedIn = try await console.admit(visit, requiring: permission)
                try Gate.checkOrigin(of: request)
                let bytes = try await reader.read(request)
                let form = try FormData(bytes, contentType: request.headers[.contentType])
                guard CSRFToken.isValid(form["csrf"], session: signedIn.sessionToken) else { throw Refusal.formTooOld }
                return try await handler(signedIn, form)
            })
    }
}

extension Console {
    /// The gate, and a line in the log for a signed-in person whom it turns away.
    fileprivate func admit(_ visit: Visit, requiring permission: Permission) async throws -> SignedIn {
        do {
            return try Gate.admit(visit, requiring: permission)
        } catch Refusal.forbidden(let permission) {
            if let principal = visit.principal { try await NoteRefusedAccess(installation)(permission, by: principal) }
            throw Refusal.forbidden(permission)
        }
    }
}
