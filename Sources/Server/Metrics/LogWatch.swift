import Administration
import Foundation
import Logging
import Measurements
import Ports
import ServiceLifecycle
import UseCases

/// Follows the hashes of every log at start and every six hours, for `kizuna_log_broken`.
struct LogWatch: Service {
    let installation: Installation
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await walk()
                } catch {
                    logger.error("The logs could not be verified", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: .seconds(6 * 3_600))
            }
        }
    }

    private func walk() async throws {
        let scopes = try await installation.store.read { try $0.companies().map(\.scope) } + [.installation]
        var (entries, broken) = (0, 0)
        for scope in scopes {
            try Task.checkCancellation()
            let result = try await VerifyLog(installation)(in: scope)
            entries += result.entries
            guard let finding = result.finding else { continue }
            broken += 1
            logger.error(
                "A log does not fit together",
                metadata: ["company": "\(scope.companyID)", "finding": "\(finding)"])
        }
        installation.telemetry.logWatch.note(
            .init(entries: entries, brokenLogs: broken, endedAt: Date().timeIntervalSince1970))
    }
}
