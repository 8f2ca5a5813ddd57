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
                    try await SendMails(installation).forgetOld()
                } catch {
                    logger.error("What is old was not removed", metadata: ["error": "\(error)"])
                }
                do {
                    try await ShortenLog(installation)()
                    try await anchorLogs()
                } catch {
                    logger.error("The log was not shortened or anchored", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: .seconds(3_600))
            }
        }
    }

    /// The head of every company's log goes to the server's own log, where whoever changes the database does not reach:
    /// `kizuna admin log verify --anchor` compares with it.
    private func anchorLogs() async throws {
        for head in try await HeadsOfLogs(installation)() {
            logger.notice(
                "Head of the log", metadata: ["company": "\(head.company)", "anchor": "\(head.anchor)"])
        }
    }
}
