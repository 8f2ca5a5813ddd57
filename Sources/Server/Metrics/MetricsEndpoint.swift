import Foundation
import Measurements
import Ports
import UseCases

/// `/metrics`: what the process counts, at once; what the store knows, asked at most every ten seconds however often
/// and by however many it is scraped.
actor MetricsEndpoint {
    /// More companies are not told apart: each would be a time series for each of its labels.
    static let mostCompanies = 200
    private static let freshFor = Duration.seconds(10)
    /// A scrape does not wait longer for a database that does not answer.
    private static let patience = Duration.seconds(3)

    private let installation: Installation
    private let version: String
    private var known: StoreReading?
    private var knownAt: ContinuousClock.Instant?
    private var asking: Task<StoreReading?, Never>?

    init(_ installation: Installation, version: String) {
        self.installation = installation
        self.version = version
    }

    func page() async -> String {
        let reading = await freshReading()
        var page = MetricsPage()
        page.add(
            "kizuna_build_info", .gauge, "Always 1; the version is in the label.", [.init(1, ["version": version])])
        page.add(
            "kizuna_store_up", .gauge, "1 when the database answered within 3 seconds.", reading == nil ? 0 : 1)
        reading?.write(to: &page)
        page.add(installation.telemetry)
        ProcessFigures().write(to: &page)
        return page.text
    }

    private func freshReading() async -> StoreReading? {
        if let known, let knownAt, ContinuousClock.now - knownAt < Self.freshFor { return known }
        let asking = asking ?? ask()
        self.asking = asking
        // A database that hangs goes on hanging in its own task; nobody waits for the end of that.
        let (answers, answer) = AsyncStream<StoreReading?>.makeStream()
        Task { answer.yield(await asking.value) }
        let timer = Task {
            try? await Task.sleep(for: Self.patience)
            answer.yield(nil)
        }
        defer { timer.cancel() }
        for await first in answers { return first }
        return nil
    }

    private func ask() -> Task<StoreReading?, Never> {
        let installation = installation
        return Task { [weak self] in
            let now = installation.now
            let reading = try? await installation.store.read { transaction in
                StoreReading(
                    figures: try transaction.figures(at: now, companies: Self.mostCompanies),
                    expiries: try transaction.expiries(in: nil, limit: Self.mostCompanies), at: now)
            }
            await self?.keep(reading)
            return reading
        }
    }

    private func keep(_ reading: StoreReading?) {
        asking = nil
        known = reading
        knownAt = reading == nil ? nil : .now
    }
}
