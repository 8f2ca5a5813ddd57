import HTTPWebhookSender
import Logging
import Ports
import ServiceLifecycle
import Synchronization
import UseCases

/// Looks every second for what webhooks are to be sent, and serves each receiver by itself: one that hangs takes one of
/// the places, and nobody's time.
struct WebhookLoop: Service {
    /// So many receivers are served at the same time.
    private static let places = 64

    let installation: Installation
    let sender: any WebhookSender
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            let work = SendWebhooks(installation, sender: sender)
            let busy = Busy()
            await withDiscardingTaskGroup { group in
                while !Task.isCancelled {
                    for claim in await claims(work, busy) {
                        busy.count.wrappingAdd(1, ordering: .relaxed)
                        group.addTask {
                            await serve(claim, work)
                            busy.count.wrappingSubtract(1, ordering: .relaxed)
                        }
                    }
                    try? await Task.sleep(for: .seconds(1))
                }
            }
        }
    }

    private final class Busy: Sendable {
        let count = Atomic<Int>(0)
    }

    private func claims(_ work: SendWebhooks, _ busy: Busy) async -> [SendWebhooks.Claim] {
        let free = Self.places - busy.count.load(ordering: .relaxed)
        guard free > 0 else { return [] }
        do {
            return try await work.claim(limit: free)
        } catch {
            logger.error("Webhooks could not be looked for", metadata: ["error": "\(error)"])
            return []
        }
    }

    private func serve(_ claim: SendWebhooks.Claim, _ work: SendWebhooks) async {
        do {
            try await work.serve(claim)
        } catch {
            // The claim is over in half a minute, and the delivery is tried again.
            logger.error("A webhook's delivery was not recorded", metadata: ["error": "\(error)"])
        }
    }
}
