import HTTPTypes
import Hummingbird
import Measurements
import Ports
import UseCases

/// `/healthz`: the process answers. `/readyz`: it can also reach its database. `/metrics`: figures for Prometheus.
enum ManagementRoutes {
    static func router(_ installation: Installation) -> Router<BasicRequestContext> {
        let router = Router()
        let store = installation.store
        let metrics = MetricsEndpoint(installation, version: ProductVersion.current)
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
        router.get("metrics") { _, _ -> Response in
            Response(
                status: .ok, headers: [.contentType: MetricsPage.contentType, .cacheControl: "no-store"],
                body: .init(byteBuffer: .init(string: await metrics.page())))
        }
        return router
    }
}
