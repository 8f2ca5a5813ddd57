import Logging
import ServiceLifecycle
import UseCases

/// Hands out orders for many devices on one node, as soon as one was made here, and looks for others' every second.
struct BulkOrderLoop: Service {
    let installation: Installation
    let leases: NodeLeases
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            let handOut = HandOutBulkOrders(installation)
            var place = HandOutBulkOrders.Place()
            while !Task.isCancelled {
                var hasMore = false
                if leases.holds(.orders) {
                    do {
                        hasMore = try await leases.step(of: .orders) { try await handOut.turn(&place) }
                    } catch {
                        logger.error("Commands of an order were not queued", metadata: ["error": "\(error)"])
                    }
                }
                if !hasMore { await installation.orderBell.wait(atMost: .seconds(1)) }
            }
        }
    }
}
