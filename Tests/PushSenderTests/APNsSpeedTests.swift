import Foundation
import NIOCore
import Testing

@testable import APNsPushSender

extension APNsTests {
    /// That round trips do not add up, and that a large wave is complete. How fast it is, is measured in release by
    /// `make bench`: unoptimised, NIO's HTTP/2 alone takes more than a millisecond for each stream.
    @Suite struct Waves {
        @Test func `two hundred devices wait for APNs at the same time, not one after another`() async throws {
            try await APNsTrial.run(.init(latency: .seconds(2))) { trial in
                let identity = try trial.pki.identity()
                let clock = ContinuousClock()
                let start = clock.now
                #expect(await trial.sender.wake(APNsTrial.wakeUps(200), as: identity).areAccepted)
                let took = clock.now - start
                #expect(took < .seconds(60), "one after another: 400 s")
                #expect(trial.server.record.mostOpen == 200)
            }
        }

        @Test func `ten thousand devices are woken in one call, each once, over one connection`() async throws {
            try await APNsTrial.run(.init(allowedStreams: 20)) { trial in
                let identity = try trial.pki.identity()
                let outcomes = await trial.sender.wake(APNsTrial.wakeUps(10_000), as: identity)
                #expect(outcomes.acceptedCount == 10_000)
                let requests = trial.server.requests
                #expect(requests.count == 10_000)
                #expect(Set(requests.map(\.path)).count == 10_000)
                #expect(trial.server.connections == 1)
            }
        }
    }
}
