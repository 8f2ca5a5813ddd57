import HTTPTypes
import Hummingbird
import Ports

/// `/healthz`: the process answers. `/readyz`: it can also reach its database.
enum ManagementRoutes {
    static func router(store: any Store) -> Router<BasicRequestContext> {
        let router = Router()
        router.get("healthz") { _, _ in "ok\n" }
        router.get("readyz") { _, _ -> Response in
            do {
                _ = try await store.read { try $0.installationValue(.instanceID) }
                return Response(status: .ok, body: .init(byteBuffer: .init(string: "ready\n")))
            } catch {
                return Response(
                    status: .serviceUnavailable, headers: [.retryAfter: "5"],
                    body: .init(byteBuffer: .init(string: "the database does not answer\n")))
            }
        }
        return router
    }
}
