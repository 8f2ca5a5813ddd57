import Foundation
import NIOCore
import Ports
import PushCertificates
import Testing
import X509

@testable import APNsPushSender

extension APNsTests {
    /// Who believes whom.
    @Suite struct Trust {
        private func outcome(_ trial: APNsTrial, _ identity: PushIdentity? = nil) async throws -> WakeOutcome? {
            await trial.sender.wake(APNsTrial.wakeUps(1), as: try identity ?? trial.pki.identity()).first
        }

        @Test func `a certificate that has expired by our clock is not even tried`() async throws {
            try await APNsTrial.run { trial in
                let expired = try trial.pki.identity(to: -0.5)
                let told = try await outcome(trial, expired)
                #expect(told == .notSent(.certificateExpired))
                #expect(await trial.sender.probe(expired) == .trouble(.certificateExpired))
                #expect(trial.server.connections == 0)
            }
        }

        @Test func `an alert about our certificate, which TLS 1.3 sends after the handshake, is told by its name`()
            async throws
        {
            try await APNsTrial.run { trial in
                let strange = try trial.pki.identity(by: trial.pki.strangeRoot)
                guard case .notSent(.certificateRejected(let word)) = try await outcome(trial, strange) else {
                    Issue.record("not rejected")
                    return
                }
                #expect(word == "unknown_ca")
                #expect(await trial.sender.probe(strange) == .trouble(.certificateRejected(word)))
                #expect(trial.server.requests.isEmpty)
            }
        }

        @Test func `a connection that is closed right after the handshake means that the certificate is rejected`()
            async throws
        {
            try await APNsTrial.run(.init(closesAfterHandshake: true)) { trial in
                let told = try await outcome(trial)
                #expect(told == .notSent(.certificateRejected("closed right after the TLS handshake")))
            }
        }

        @Test func `a peer that we do not trust gets nothing, and its issuer is named`() async throws {
            let pki = try APNsPKI.shared()
            for byClock in [false, true] {
                try await APNsTrial.run(
                    server: try pki.server(by: pki.strangeRoot), configure: { $0.judgesDatesByClock = byClock }
                ) { trial in
                    let told = try await outcome(trial)
                    #expect(told == .notSent(.untrustedPeer(issuer: "Interceptor Root")))
                    #expect(trial.server.requests.isEmpty)
                }
            }
        }

        @Test func `a peer of another name is not APNs`() async throws {
            let pki = try APNsPKI.shared()
            for byClock in [false, true] {
                try await APNsTrial.run(
                    server: try pki.server(name: "push.example"), configure: { $0.judgesDatesByClock = byClock }
                ) { trial in
                    let told = try await outcome(trial)
                    #expect(told == .notSent(.untrustedPeer(issuer: "Orchard Test Root")))
                }
            }
        }

        @Test func `the Lab's clock decides about the peer's dates in the Lab, and TLS decides elsewhere`() async throws
        {
            let pki = try APNsPKI.shared()
            let future = try pki.server(from: 200, to: 400)
            let then = Date() + 300 * 86_400 - 60
            try await APNsTrial.run(
                server: future,
                configure: {
                    $0.judgesDatesByClock = true
                    $0.now = { then }
                }
            ) { trial in
                let told = try await outcome(trial)
                #expect(told?.isAccepted == true)
            }
            try await APNsTrial.run(server: future, configure: { $0.judgesDatesByClock = true }) { trial in
                let told = try await outcome(trial)
                #expect(told == .notSent(.untrustedPeer(issuer: "Orchard Test Root")))
            }
            try await APNsTrial.run(server: future, configure: { $0.now = { then } }) { trial in
                let told = try await outcome(trial)
                #expect(told == .notSent(.untrustedPeer(issuer: "Orchard Test Root")))
            }
        }

        @Test func `a certificate for clients is none for a server, by the Lab's clock too`() async throws {
            let pki = try APNsPKI.shared()
            try await APNsTrial.run(
                server: try pki.server(purpose: .clientAuth), configure: { $0.judgesDatesByClock = true }
            ) { trial in
                let told = try await outcome(trial)
                #expect(told == .notSent(.untrustedPeer(issuer: "Orchard Test Root")))
            }
        }

        @Test func `a peer without HTTP/2 is not APNs`() async throws {
            try await APNsTrial.run(.init(protocols: ["http/1.1"])) { trial in
                guard case .notSent(.unreachable) = try await outcome(trial) else {
                    Issue.record("expected unreachable")
                    return
                }
            }
        }

        @Test func `nobody there is told with the address`() async throws {
            try await APNsTrial.run(configure: { $0.port = 1 }) { trial in
                guard case .notSent(.unreachable(let words)) = try await outcome(trial) else {
                    Issue.record("expected unreachable")
                    return
                }
                #expect(words.hasPrefix("localhost:1: "))
            }
            try await APNsTrial.run(configure: { $0.host = "no-such-host.invalid" }) { trial in
                guard case .notSent(.unreachable(let words)) = try await outcome(trial) else {
                    Issue.record("expected unreachable")
                    return
                }
                #expect(words.contains("no-such-host.invalid"))
            }
        }

        @Test(arguments: [
            (APNsTestServer.Reaction.answer(400, #"{"reason":"BadDeviceToken"}"#), ProbeOutcome.accepted),
            (.answer(410, #"{"reason":"Unregistered"}"#), .accepted),
            (.answer(403, #"{"reason":"BadCertificate"}"#), .refused(status: 403, reason: "BadCertificate")),
            (.answer(400, #"{"reason":"TopicDisallowed"}"#), .refused(status: 400, reason: "TopicDisallowed")),
            (.answer(503, #"{"reason":"Shutdown"}"#), .trouble(.unreachable("APNs answered 503 Shutdown"))),
            (.goAway(answersThis: false, reason: "BadCertificate"), .trouble(.certificateRejected("BadCertificate"))),
        ])
        func `a probe asks with a token of zeros`(_ row: (APNsTestServer.Reaction, ProbeOutcome)) async throws {
            try await APNsTrial.run(react: { _ in row.0 }) { trial in
                let identity = try trial.pki.identity()
                #expect(await trial.sender.probe(identity) == row.1)
                #expect(trial.server.requests.map(\.path) == ["/3/device/" + String(repeating: "0", count: 64)])
                let wire = await trial.sender.wire(for: identity.certificate.topic)
                #expect((wire != nil) == (row.1 == .accepted), "what APNs accepted is on the wire")
            }
        }

        @Test func `a probe is a connection of its own, which pushes use afterwards`() async throws {
            try await APNsTrial.run(react: {
                $0.path.hasSuffix("00000000") ? .answer(400, #"{"reason":"BadDeviceToken"}"#) : .answer(200)
            }) {
                trial in
                let identity = try trial.pki.identity()
                let others = Array(APNsTrial.wakeUps(5).dropFirst())
                #expect(await trial.sender.wake(others, as: identity).areAccepted)
                #expect(await trial.sender.probe(identity) == .accepted)
                #expect(await trial.sender.wake(others, as: identity).areAccepted)
                #expect(trial.server.requests.map(\.connection) == [1, 1, 1, 1, 2, 2, 2, 2, 2])
            }
        }
    }
}
