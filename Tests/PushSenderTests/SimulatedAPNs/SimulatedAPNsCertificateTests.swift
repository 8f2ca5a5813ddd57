import Foundation
import SimulatedAPNs
import SimulatedClock
import Testing

@Suite(.timeLimit(.minutes(10))) struct SimulatedAPNsCertificateTests {
    private func push(_ lab: LabFixture, _ client: TestAuthority.Client?) async throws -> ProviderClient.Answer? {
        let provider = try await ProviderClient.connect(to: lab, as: client)
        let topic = client?.topic ?? "com.apple.mgmt.External.x"
        return try await provider.push(PushDraft(token: lab.service.issueToken(for: topic), topic: topic))
    }

    @Test func `without a certificate 403 MissingProviderToken`() async throws {
        try await LabFixture.run { lab in
            let answer = try await push(lab, nil)
            #expect(answer?.status == 403 && answer?.reason == "MissingProviderToken")
            #expect(lab.service.stats.connections.last?.verdict == .missing)
        }
    }

    @Test func `expired, not yet valid, revoked and unfit certificates get 403 BadCertificate`() async throws {
        try await LabFixture.run { lab in
            let revoked = try lab.authority.client()
            lab.revoked.insert(revoked.serial)
            let rows: [(TestAuthority.Client, CertificateVerdict)] = [
                (try lab.authority.client(notBefore: Date() - 900, notAfter: Date() - 600), .expired),
                (try lab.authority.client(notBefore: Date() + 600), .notYetValid),
                (revoked, .revoked),
                (try lab.authority.client(isMarked: false), .unfit),
            ]
            for (client, verdict) in rows {
                let answer = try await push(lab, client)
                #expect(answer?.status == 403 && answer?.reason == "BadCertificate")
                #expect(lab.service.stats.connections.last?.verdict == verdict)
            }
        }
    }

    @Test func `a stranger's certificate ends the handshake, as does one of another child of the root`() async throws {
        try await LabFixture.run { lab in
            let stranger = try TestAuthority().client()
            let cousin = try lab.authority.client(signer: lab.authority.relations)
            let offspring = try lab.authority.client(signer: lab.authority.root)
            for client in [stranger, cousin, offspring] {
                #expect(try await push(lab, client) == nil)
                #expect(lab.service.stats.connections.last?.verdict == .untrusted)
            }
            #expect(lab.service.stats.requests.total == 0)
        }
    }

    @Test func `a refused certificate may also be told by GOAWAY or by the TLS alert`() async throws {
        try await LabFixture.run { lab in
            let client = try lab.authority.client(notBefore: Date() - 900, notAfter: Date() - 600)
            var behaviour = APNsBehaviour()
            behaviour.certificateRejection = .goAway
            try await lab.service.setBehaviour(behaviour)
            let told = try await ProviderClient.connect(to: lab, as: client)
            var events: [ProviderClient.Event] = []
            while events.last != .closed { events.append(await told.next()) }
            #expect(events.contains(.goAway(last: 0, text: #"{"reason":"BadCertificate"}"#)), "\(events)")
            behaviour.certificateRejection = .alert
            try await lab.service.setBehaviour(behaviour)
            #expect(try await push(lab, client) == nil)
        }
    }

    @Test func `the Lab's clock decides, and revocation counts on an open connection unless told otherwise`()
        async throws
    {
        try await LabFixture.run { lab in
            let client = try lab.authority.client()
            let draft = PushDraft(token: lab.service.issueToken(for: client.topic), topic: client.topic)
            let provider = try await ProviderClient.connect(to: lab, as: client)
            #expect(try await provider.push(draft)?.status == 200)
            try lab.clock.advance(bySeconds: 400 * 86_400)
            #expect(try await provider.push(draft)?.reason == "BadCertificate")
            #expect(lab.service.stats.connections.last?.verdict == .expired)
            #expect(try await push(lab, client)?.reason == "BadCertificate")
            try lab.clock.set(to: Date())
            #expect(try await provider.push(draft)?.status == 200)
            var lenient = APNsBehaviour()
            lenient.judgesOpenConnections = false
            try await lab.service.setBehaviour(lenient)
            lab.revoked.insert(client.serial)
            #expect(try await provider.push(draft)?.status == 200)
            try await lab.service.setBehaviour(APNsBehaviour())
            #expect(try await provider.push(draft)?.reason == "BadCertificate")
            #expect(try await push(lab, client)?.reason == "BadCertificate")
        }
    }

    @Test func `without ALPN h2 the connection is closed`() async throws {
        try await LabFixture.run { lab in
            let provider = try await ProviderClient.connect(
                to: lab, as: try lab.authority.client(), protocols: ["http/1.1"])
            #expect(await provider.next() == .closed)
        }
    }

    @Test func `the service's own identity survives in its file, unreadable for others`() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "apns-\(UUID().uuidString).json").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let first = try APNsServerIdentity.takeUp(at: path)
        #expect(try APNsServerIdentity.takeUp(at: path).keyPEM == first.keyPEM)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }
}
