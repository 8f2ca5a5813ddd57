import Logging
import ServiceLifecycle
import UseCases

/// Says that this node serves, by the clock and whatever else it does; the last to stop, because what is answered until then
/// is written under it.
struct LeaseLoop: Service {
    let leases: NodeLeases
    let logger: Logger

    /// - Throws: ``NodeLeases/Moved``, which ends the server.
    func run() async throws {
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                var pause = NodeLeases.every
                do {
                    try await leases.renew()
                } catch let moved as NodeLeases.Moved {
                    throw moved
                } catch {
                    logger.error("The node's leases were not kept", metadata: ["error": "\(error)"])
                    pause = .seconds(1)
                }
                try? await Task.sleep(for: pause)
            }
        }
    }
}

/// The first to hear of a stop: `/readyz` says so while the listeners still run.
struct StopSign: Service {
    let readiness: Readiness

    func run() async throws {
        try? await gracefulShutdown()
        readiness.stop()
    }
}
