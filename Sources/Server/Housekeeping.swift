import Logging
import ServiceLifecycle
import UseCases

/// What has to be done now and then, at start and every hour, until the server stops.
struct Housekeeping: Service {
    let installation: Installation
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await ForgetOldKeys(installation)()
                    try await ForgetDeliveries(installation)()
                } catch {
                    logger.error("What is old was not removed", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: .seconds(3_600))
            }
        }
    }
}
