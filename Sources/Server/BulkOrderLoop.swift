import Administration
import Enrollments
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
                let turn = leases.holds(.orders) ? await turn(of: handOut, &place) : .init()
                if !turn.hasProgressed {
                    await installation.orderBell.wait(atMost: .seconds(turn.troubles.isEmpty ? 1 : 10))
                }
            }
        }
    }

    private func turn(of handOut: HandOutBulkOrders, _ place: inout HandOutBulkOrders.Place) async
        -> HandOutBulkOrders.Turn
    {
        do {
            let turn = try await leases.step(of: .orders) {
                try await handOut.turn(&place) { leases.holds(.orders) }
            }
            for trouble in turn.troubles {
                logger.error(
                    "Commands of an order for many devices were not queued; tried again in some seconds",
                    metadata: [
                        "company": "\(trouble.company.companyID)", "order": "\(trouble.order)",
                        "enrollment": "\(trouble.target?.description ?? "all of a portion")",
                        "error": "\(trouble.error)",
                    ])
            }
            return turn
        } catch {
            logger.error("Orders for many devices were not looked for", metadata: ["error": "\(error)"])
            return .init()
        }
    }
}
