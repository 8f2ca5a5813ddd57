import HTTPTypes
public import Hummingbird

/// What devices call. Until enrollment exists (issue B) every request is answered 400: never 401, which
/// would make a device leave the management, and never 404.
public enum DeviceRoutes {
    public static func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.middlewares.add(AnswerNotAccepted())
        return router
    }
}

/// The whole listener for now; also answers paths that no router knows.
private struct AnswerNotAccepted: RouterMiddleware {
    typealias Context = BasicRequestContext

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        Response(status: .badRequest, headers: [.contentLength: "0"])
    }
}
