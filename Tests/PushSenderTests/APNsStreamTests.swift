import Foundation
import NIOCore
import NIOHTTP2
import Ports
import Testing

@testable import APNsPushSender

extension APNsTests {
    /// How many at once, and what happens when APNs stops in the middle of a wave.
    @Suite struct Streams {
        @Test(arguments: [1, 7, 120])
        func `never more streams are open than APNs allows`(_ allowed: Int) async throws {
            try await APNsTrial.run(.init(allowedStreams: allowed, latency: .milliseconds(1))) { trial in
                let outcomes = await trial.sender.wake(APNsTrial.wakeUps(240), as: try trial.pki.identity())
                #expect(outcomes.acceptedCount == outcomes.count)
                #expect(trial.server.requests.count == 240)
                #expect(trial.server.record.excess == 0)
                #expect(trial.server.record.mostOpen >= min(allowed, 50))
                #expect(trial.server.connections == 1)
            }
        }

        @Test func `without a word about streams, a hundred are open at most`() async throws {
            try await APNsTrial.run(.init(allowedStreams: nil, latency: .seconds(1))) { trial in
                let outcomes = await trial.sender.wake(APNsTrial.wakeUps(250), as: try trial.pki.identity())
                #expect(outcomes.acceptedCount == outcomes.count)
                #expect(trial.server.record.mostOpen == 100)
            }
        }

        @Test func `a limit that is raised or lowered in mid-connection is obeyed`() async throws {
            try await APNsTrial.run(
                .init(allowedStreams: 1),
                react: { request in
                    switch request.number {
                    case 10: .allow(50)
                    case 100: .allow(2)
                    default: .answer(200)
                    }
                }
            ) { trial in
                let outcomes = await trial.sender.wake(APNsTrial.wakeUps(240), as: try trial.pki.identity())
                #expect(outcomes.acceptedCount == outcomes.count)
                let seen = trial.server.record
                #expect(seen.requests.count == 240)
                #expect(seen.connections == 1)
                #expect(seen.mostOpen > 1 && seen.mostOpen <= 50)
                // Those already under way when the limit fell.
                #expect(seen.excess <= 50)
            }
        }

        @Test func `a refused stream is tried again, and nothing else is`() async throws {
            try await APNsTrial.run(
                .init(latency: .milliseconds(1)),
                react: { $0.number <= 60 && $0.number % 3 == 0 ? .reset(.refusedStream) : .answer(200) }
            ) { trial in
                let outcomes = await trial.sender.wake(APNsTrial.wakeUps(180), as: try trial.pki.identity())
                #expect(outcomes.acceptedCount == outcomes.count)
                #expect(trial.server.requests.count == 200)
                #expect(trial.server.connections == 1)
            }
        }

        @Test func `a device whose streams are always refused does not hold up the others`() async throws {
            try await APNsTrial.run(react: { $0.body.contains("magic-5\"") ? .reset(.refusedStream) : .answer(200) }) {
                trial in
                let outcomes = await trial.sender.wake(APNsTrial.wakeUps(20), as: try trial.pki.identity())
                #expect(outcomes.acceptedCount == 19)
                #expect(outcomes[5] == .notSent(.connectionLost("APNs refused the stream again and again")))
            }
        }

        @Test func `a stream that breaks otherwise is tried once more`() async throws {
            try await APNsTrial.run(react: { request in
                switch request.body {
                case #"{"mdm":"magic-1"}"# where request.number <= 5: .reset(.internalError)
                case #"{"mdm":"magic-2"}"#: .reset(.internalError)
                default: .answer(200)
                }
            }) { trial in
                let outcomes = await trial.sender.wake(APNsTrial.wakeUps(5), as: try trial.pki.identity())
                #expect(outcomes.map(\.isAccepted) == [true, true, false, true, true])
                #expect(trial.server.requests.count == 7)
            }
        }

        @Test func `GOAWAY in mid-wave: what was not processed goes over a new connection, what was, does not`()
            async throws
        {
            try await APNsTrial.run(
                .init(allowedStreams: 100, latency: .milliseconds(2)),
                react: { request in
                    request.connection == 1 && request.number == 70
                        ? .goAway(answersThis: true, reason: "Shutdown") : .answer(200)
                }
            ) { trial in
                let outcomes = await trial.sender.wake(APNsTrial.wakeUps(300), as: try trial.pki.identity())
                #expect(outcomes.acceptedCount == outcomes.count)
                let requests = trial.server.requests
                #expect(trial.server.connections == 2)
                let last = try #require(trial.server.record.lastStreams[1])
                // What the first connection had taken up above that stream comes again.
                let processed = requests.filter { $0.connection == 2 || $0.stream <= last }
                #expect(processed.count == 300)
                #expect(Set(processed.map(\.path)).count == 300)
            }
        }

        @Test func `GOAWAY after GOAWAY ends in words, not in endless connections`() async throws {
            try await APNsTrial.run(react: { _ in .goAway(answersThis: false, reason: "Shutdown") }) { trial in
                let outcomes = await trial.sender.wake(APNsTrial.wakeUps(3), as: try trial.pki.identity())
                #expect(outcomes == Array(repeating: .notSent(.connectionLost("Shutdown")), count: 3))
                #expect(trial.server.connections == 4)
            }
        }

        @Test func `a GOAWAY about our certificate ends the wave`() async throws {
            try await APNsTrial.run(react: { _ in .goAway(answersThis: false, reason: "BadCertificate") }) { trial in
                let outcomes = await trial.sender.wake(APNsTrial.wakeUps(3), as: try trial.pki.identity())
                #expect(outcomes == Array(repeating: .notSent(.certificateRejected("BadCertificate")), count: 3))
                #expect(trial.server.connections == 1)
            }
        }

        @Test func `a connection that is cut in mid-wave loses nothing and repeats only what was open`() async throws {
            try await APNsTrial.run(
                .init(allowedStreams: 50, latency: .milliseconds(2)),
                react: { $0.connection == 1 && $0.number == 120 ? .cut : .answer(200) }
            ) { trial in
                let outcomes = await trial.sender.wake(APNsTrial.wakeUps(300), as: try trial.pki.identity())
                #expect(outcomes.acceptedCount == outcomes.count)
                let requests = trial.server.requests
                #expect(trial.server.connections == 2)
                #expect(Set(requests.map(\.path)).count == 300)
                #expect(requests.count <= 350)
            }
        }

        @Test func `who is lost with two connections is told so`() async throws {
            try await APNsTrial.run(react: { _ in .cut }) { trial in
                let outcomes = await trial.sender.wake(APNsTrial.wakeUps(2), as: try trial.pki.identity())
                for outcome in outcomes {
                    guard case .notSent(.connectionLost) = outcome else {
                        Issue.record("\(outcome)")
                        continue
                    }
                }
                #expect(trial.server.connections == 2)
            }
        }

        @Test func `an answer that does not come is a device's outcome, and the rest takes another connection`()
            async throws
        {
            try await APNsTrial.run(
                .init(allowedStreams: 2), configure: { $0.patience.answer = .seconds(2) },
                react: { $0.body.contains("magic-0\"") ? .ignore : .answer(200) }
            ) { trial in
                let outcomes = await trial.sender.wake(APNsTrial.wakeUps(10), as: try trial.pki.identity())
                #expect(outcomes.dropFirst().areAccepted)
                guard case .notSent(.unreachable(let words)) = outcomes.first else {
                    Issue.record("\(outcomes)")
                    return
                }
                #expect(words.contains("did not answer within"))
                #expect(
                    await trial.sender.wake(APNsTrial.wakeUps(2).suffix(1), as: try trial.pki.identity()).allSatisfy(
                        \.isAccepted))
                #expect(trial.server.connections == 2)
            }
        }

        @Test func `a peer that allows no stream is given up`() async throws {
            try await APNsTrial.run(.init(allowedStreams: 0), configure: { $0.patience.answer = .seconds(1) }) {
                trial in
                let outcomes = await trial.sender.wake(APNsTrial.wakeUps(1), as: try trial.pki.identity())
                #expect(outcomes == [.notSent(.unreachable("APNs allows no stream"))])
            }
        }

        @Test func `a small wave does not wait for a large one`() async throws {
            try await APNsTrial.run(.init(allowedStreams: 20, latency: .milliseconds(2))) { trial in
                let identity = try trial.pki.identity()
                async let large = trial.sender.wake(APNsTrial.wakeUps(600), as: identity)
                _ = await trial.sender.wake(APNsTrial.wakeUps(601).suffix(1), as: identity)
                let place = trial.server.requests.count
                #expect(await large.areAccepted)
                #expect(place < 400, "\(place)")
                #expect(trial.server.connections == 1)
            }
        }
    }
}
