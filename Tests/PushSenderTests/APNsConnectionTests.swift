import Foundation
import NIOCore
import Ports
import PushCertificates
import Testing

@testable import APNsPushSender

extension APNsTests {
    /// Which connection is used, and when it ends.
    @Suite struct Connections {
        @Test func `one connection serves one wave after another, and is on the wire`() async throws {
            try await APNsTrial.run { trial in
                let identity = try trial.pki.identity()
                #expect(await trial.sender.wire(for: identity.certificate.topic) == nil)
                for _ in 0..<5 {
                    #expect(await trial.sender.wake(APNsTrial.wakeUps(3), as: identity).areAccepted)
                }
                #expect(trial.server.connections == 1)
                let wire = try #require(await trial.sender.wire(for: identity.certificate.topic))
                #expect(wire.fingerprint == identity.certificate.fingerprint)
                #expect(wire.serialNumber == identity.certificate.serialNumber)
                #expect(wire.notAfter == identity.certificate.notAfter)
            }
        }

        @Test func `several waves at once share one connection`() async throws {
            try await APNsTrial.run { trial in
                let identity = try trial.pki.identity()
                await withTaskGroup { group in
                    for _ in 0..<10 {
                        group.addTask {
                            await trial.sender.wake(APNsTrial.wakeUps(20), as: identity).acceptedCount
                        }
                    }
                    for await accepted in group { #expect(accepted == 20) }
                }
                #expect(trial.server.connections == 1)
            }
        }

        @Test func `a renewed certificate is used by the next push, while the old connection finishes`() async throws {
            try await APNsTrial.run(.init(allowedStreams: 20, latency: .milliseconds(5))) { trial in
                let old = try trial.pki.identity()
                let new = try trial.pki.identity()
                async let wave = trial.sender.wake(APNsTrial.wakeUps(150), as: old)
                while trial.server.requests.isEmpty { try await APNsTrial.pass(.milliseconds(2)) }
                let renewed = await trial.sender.wake(APNsTrial.wakeUps(1), as: new)
                #expect(renewed.areAccepted)
                #expect(await trial.sender.wire(for: new.certificate.topic)?.fingerprint == new.certificate.fingerprint)
                #expect(await wave.areAccepted, "nothing of the old wave is lost")
                let requests = trial.server.requests
                #expect(requests.count == 151, "nothing was sent twice")
                #expect(trial.server.connections == 2)
                let last = try #require(requests.lastIndex { $0.certificate == old.certificate.der })
                let first = try #require(requests.firstIndex { $0.certificate == new.certificate.der })
                #expect(last < first + 20, "the old connection begins no new streams")
            }
        }

        @Test func `two topics have two connections`() async throws {
            try await APNsTrial.run { trial in
                let one = try trial.pki.identity()
                let other = try trial.pki.identity(topic: "com.apple.mgmt.External.other")
                for identity in [one, other, one, other] {
                    #expect(await trial.sender.wake(APNsTrial.wakeUps(1), as: identity).areAccepted)
                }
                #expect(trial.server.connections == 2)
            }
        }

        @Test func `a quiet connection is asked by PING before it is used`() async throws {
            try await APNsTrial.run(configure: { $0.patience.quiet = .zero }) { trial in
                let identity = try trial.pki.identity()
                for _ in 0..<3 {
                    #expect(await trial.sender.wake(APNsTrial.wakeUps(1), as: identity).areAccepted)
                }
                #expect(trial.server.connections == 1)
                #expect(trial.server.record.pings >= 2)
            }
        }

        @Test func `a quiet connection that does not answer PING is dropped before anything is sent on it`()
            async throws
        {
            try await APNsTrial.run(
                .init(answersPings: false),
                configure: {
                    $0.patience.quiet = .zero
                    $0.patience.ping = .milliseconds(500)
                }
            ) { trial in
                let identity = try trial.pki.identity()
                #expect(await trial.sender.wake(APNsTrial.wakeUps(1), as: identity).areAccepted)
                #expect(await trial.sender.wake(APNsTrial.wakeUps(1), as: identity).areAccepted)
                #expect(trial.server.connections == 2)
                #expect(trial.server.requests.map(\.connection) == [1, 2])
            }
        }

        @Test func `a connection that nobody uses is closed`() async throws {
            try await APNsTrial.run(configure: { $0.patience.idle = .milliseconds(500) }) { trial in
                let identity = try trial.pki.identity()
                #expect(await trial.sender.wake(APNsTrial.wakeUps(1), as: identity).areAccepted)
                while await trial.sender.wire(for: identity.certificate.topic) != nil {
                    try await APNsTrial.pass(.milliseconds(2))
                }
                #expect(await trial.sender.wake(APNsTrial.wakeUps(1), as: identity).areAccepted)
                #expect(trial.server.connections == 2)
            }
        }

        @Test func `stream numbers that are used up mean another connection`() async throws {
            let pki = try APNsPKI.shared()
            let server = APNsTestServer()
            let port = try await server.start(as: try pki.server(), trusting: [pki.root])
            let sender = APNsPushSender(
                APNsConfiguration(
                    host: "127.0.0.1", port: port, trustRoots: .certificates([try pki.root.der()]), now: { Date() }),
                firstStream: Int(Int32.max) - 18)
            let outcomes = await sender.wake(APNsTrial.wakeUps(35), as: try pki.identity())
            #expect(outcomes.acceptedCount == outcomes.count)
            #expect(server.connections == 4)
            #expect(server.requests.count == 35)
            #expect(server.requests.map(\.stream).max() == Int(Int32.max))
            await sender.close()
            await server.stop()
        }

        @Test func `after close nothing is sent any more`() async throws {
            try await APNsTrial.run(.init(latency: .milliseconds(20))) { trial in
                let identity = try trial.pki.identity()
                async let wave = trial.sender.wake(APNsTrial.wakeUps(50), as: identity)
                while trial.server.requests.isEmpty { try await APNsTrial.pass(.milliseconds(2)) }
                await trial.sender.close()
                let outcomes = await wave
                #expect(outcomes.acceptedCount == trial.server.requests.count)
                let after = await trial.sender.wake(APNsTrial.wakeUps(1), as: identity)
                #expect(after == [.notSent(.connectionLost("the server is shutting down"))])
                #expect(trial.server.connections == 1)
            }
        }

        @Test func `closing a topic closes its connection alone`() async throws {
            try await APNsTrial.run { trial in
                let one = try trial.pki.identity()
                let other = try trial.pki.identity(topic: "com.apple.mgmt.External.other")
                for identity in [one, other] {
                    #expect(await trial.sender.wake(APNsTrial.wakeUps(1), as: identity).areAccepted)
                }
                await trial.sender.close(topic: one.certificate.topic)
                #expect(await trial.sender.wire(for: one.certificate.topic) == nil)
                #expect(await trial.sender.wire(for: other.certificate.topic) != nil)
            }
        }
    }
}
