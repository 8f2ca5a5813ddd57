import Administration
import HTTPTypes
import Hummingbird
import Measurements
import Synchronization
import UseCases

/// `/healthz`: the process answers. `/readyz`: requests belong here: the database keeps what is written and answers, and the
/// server is not stopping. `/metrics`: figures for Prometheus.
enum ManagementRoutes {
    /// A load balancer that gets no answer learns less than from a 503.
    private static let patience = Duration.seconds(2)

    static func router(_ installation: Installation, _ readiness: Readiness) -> Router<BasicRequestContext> {
        let router = Router()
        let metrics = MetricsEndpoint(installation, version: ProductVersion.current)
        router.get("healthz") { _, _ in "ok\n" }
        router.get("readyz") { _, _ -> Response in
            let verdict = readiness.verdict(reads: await first(within: patience, readiness.reads))
            guard verdict != .ready else {
                return Response(status: .ok, body: .init(byteBuffer: .init(string: "ready\n")))
            }
            return Response(
                status: .serviceUnavailable, headers: [.retryAfter: "5"],
                body: .init(byteBuffer: .init(string: "\(verdict.rawValue)\n")))
        }
        router.get("metrics") { _, _ -> Response in
            Response(
                status: .ok, headers: [.contentType: MetricsPage.contentType, .cacheControl: "no-store"],
                body: .init(byteBuffer: .init(string: await metrics.page())))
        }
        return router
    }

    /// False when `work` fails or has not ended in time; it is not interrupted then, as a statement cannot be.
    static func first(within patience: Duration, _ work: @escaping @Sendable () async throws -> Bool) async -> Bool {
        await withCheckedContinuation { continuation in
            let answered = Mutex(false)
            let answer: @Sendable (Bool) -> Void = { value in
                let isFirst = answered.withLock { answered in
                    defer { answered = true }
                    return !answered
                }
                if isFirst { continuation.resume(returning: value) }
            }
            Task { answer((try? await work()) ?? false) }
            Task {
                try? await Task.sleep(for: patience)
                answer(false)
            }
        }
    }
}
