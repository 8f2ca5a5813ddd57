import Administration
import Crypto
import CryptoExtras
import Foundation
import Ports
import PushCertificates
import SimulatedAPNs
import SimulatedClock
import SwiftASN1
import Testing
import X509

@testable import APNsPushSender

/// Server and simulated APNs were written apart, from the same description: here they meet.
extension APNsTests {
    @Suite struct InTheLab {
        struct Scene {
            let lab: LabFixture
            let sender: APNsPushSender
            let client: TestAuthority.Client
            let identity: PushIdentity

            func wakeUps(_ count: Int) -> (tokens: [[UInt8]], wakeUps: [WakeUp]) {
                let tokens = (0..<count).map { _ in lab.service.issueToken(for: client.topic) }
                return (tokens, tokens.map(Self.wakeUp))
            }

            static func wakeUp(_ token: [UInt8]) -> WakeUp {
                WakeUp(token: token, pushMagic: Secret("magic"), apnsID: UUID().uuidString.lowercased())
            }

            func change(_ change: (inout APNsBehaviour) -> Void) async throws {
                var behaviour = lab.service.behaviour
                change(&behaviour)
                try await lab.service.setBehaviour(behaviour)
            }
        }

        static func identity(_ client: TestAuthority.Client) throws -> PushIdentity {
            let certificate = try Certificate(pemEncoded: client.certificatePEM)
            var serializer = DER.Serializer()
            try serializer.serialize(certificate)
            let print = Fingerprint(of: serializer.serializedBytes)
            return PushIdentity(
                certificate: PushCertificate(
                    der: serializer.serializedBytes, serialNumber: client.serial,
                    topic: try PushTopic(subjectUID: client.topic), notBefore: certificate.notValidBefore,
                    notAfter: certificate.notValidAfter, publicKey: print, fingerprint: print),
                privateKey: Secret(try PEMDocument(pemString: client.keyPEM).derBytes))
        }

        private func scene(
            patience: (inout APNsConfiguration.Patience) -> Void = { _ in }, _ body: (Scene) async throws -> Void
        ) async throws {
            try await LabFixture.run { lab in
                let root = try PEMDocument(pemString: lab.identity.rootPEM).derBytes
                let clock = lab.clock
                var configuration = APNsConfiguration(
                    host: "localhost", port: lab.port, trustRoots: .certificates([root]), judgesDatesByClock: true,
                    now: { clock.now })
                configuration.patience.connect = .seconds(60)
                configuration.patience.answer = .seconds(60)
                configuration.patience.farewell = .milliseconds(100)
                patience(&configuration.patience)
                let sender = APNsPushSender(configuration)
                let client = try lab.authority.client()
                let scene = Scene(lab: lab, sender: sender, client: client, identity: try Self.identity(client))
                do {
                    try await body(scene)
                } catch {
                    await sender.close()
                    throw error
                }
                await sender.close()
            }
        }

        @Test func `a strict APNs accepts every push, and each device gets one notification`() async throws {
            try await scene { scene in
                let (tokens, wakeUps) = scene.wakeUps(50)
                #expect(await scene.sender.wake(wakeUps, as: scene.identity).acceptedCount == 50)
                let stats = scene.lab.service.stats
                #expect(stats.requests.outcomes == ["200": 50])
                #expect(stats.requests.duplicates == 0)
                #expect(stats.connectionsEver == 1)
                for token in tokens { #expect(scene.lab.service.waitingNotification(for: token) != nil) }
                #expect(await scene.sender.probe(scene.identity) == .accepted)
            }
        }

        @Test func `every reason of APNs arrives as it was said, each at its device`() async throws {
            let reasons: [(Int, String)] = [
                (400, "BadDeviceToken"), (400, "BadTopic"), (400, "DeviceTokenNotForTopic"), (400, "TopicDisallowed"),
                (400, "IdleTimeout"), (403, "BadCertificate"), (403, "BadCertificateEnvironment"),
                (403, "Forbidden"), (404, "BadPath"), (405, "MethodNotAllowed"), (410, "Unregistered"),
                (410, "ExpiredToken"), (413, "PayloadTooLarge"), (429, "TooManyRequests"),
                (500, "InternalServerError"), (503, "ServiceUnavailable"), (503, "Shutdown"), (418, "SomethingNew"),
            ]
            try await scene { scene in
                let (tokens, wakeUps) = scene.wakeUps(reasons.count + 1)
                for ((status, reason), token) in zip(reasons, tokens) {
                    try scene.lab.service.inject([
                        APNsFault(
                            .answer, token: token, status: status, reason: reason,
                            timestampMilliseconds: status == 410 ? 1_790_000_000_000 : nil,
                            retryAfterSeconds: status == 503 ? 9 : nil)
                    ])
                }
                let outcomes = await scene.sender.wake(wakeUps, as: scene.identity)
                for ((status, reason), outcome) in zip(reasons, outcomes) {
                    let since = status == 410 ? Date(timeIntervalSince1970: 1_790_000_000) : nil
                    #expect(
                        outcome
                            == .refused(
                                status: status, reason: reason, since: since, retryAfter: status == 503 ? 9 : nil))
                }
                #expect(outcomes.last?.isAccepted == true)
            }
        }

        @Test func `a retired token is told with the instant, one of another topic by its reason`() async throws {
            try await scene { scene in
                let (tokens, wakeUps) = scene.wakeUps(1)
                let gone = Date(timeIntervalSince1970: 1_790_000_000)
                for token in tokens { scene.lab.service.retire(token, at: gone) }
                let foreign = scene.lab.service.issueToken(for: "com.apple.mgmt.External.other")
                let outcomes = await scene.sender.wake(wakeUps + [Scene.wakeUp(foreign)], as: scene.identity)
                #expect(
                    outcomes == [
                        .refused(status: 410, reason: "Unregistered", since: gone, retryAfter: nil),
                        .refused(status: 400, reason: "DeviceTokenNotForTopic", since: nil, retryAfter: nil),
                    ])
            }
        }

        @Test(arguments: [
            (APNsFault.Kind.goAway, 0), (.refuseStream, 0), (.cut, 0), (.loseAnswer, 30), (.resetStream, 1),
        ])
        func `a fault in mid-wave loses nothing, and repeats only what could not be known`(
            _ kind: APNsFault.Kind, _ mostDuplicates: Int
        ) async throws {
            try await scene { scene in
                try await scene.change { $0.maximumConcurrentStreams = 30 }
                try scene.lab.service.inject([APNsFault(kind, after: 70)])
                let (tokens, wakeUps) = scene.wakeUps(150)
                #expect(await scene.sender.wake(wakeUps, as: scene.identity).acceptedCount == 150)
                let stats = scene.lab.service.stats
                // Requests that were under way when the connection was cut may come twice.
                let allowed = kind == .cut ? 30 : mostDuplicates
                #expect(stats.requests.duplicates <= allowed)
                #expect(stats.requests.mostAtOnce <= 30)
                for token in tokens { #expect(scene.lab.service.waitingNotification(for: token) != nil) }
            }
        }

        @Test func `one stream at a time, then many, as APNs says in mid-connection`() async throws {
            try await scene { scene in
                try await scene.change { $0.maximumConcurrentStreams = 1 }
                let (_, few) = scene.wakeUps(20)
                #expect(await scene.sender.wake(few, as: scene.identity).acceptedCount == 20)
                #expect(scene.lab.service.stats.requests.mostAtOnce == 1)
                try await scene.change {
                    $0.maximumConcurrentStreams = 40
                    $0.latencyMilliseconds = 300
                }
                let (_, many) = scene.wakeUps(100)
                #expect(await scene.sender.wake(many, as: scene.identity).acceptedCount == 100)
                #expect((2...40).contains(scene.lab.service.stats.requests.mostAtOnce))
                #expect(scene.lab.service.stats.connectionsEver == 1)
            }
        }

        @Test(arguments: [
            (APNsBehaviour.CertificateRejection.goAway, PushTrouble.certificateRejected("BadCertificate")),
            // NIOSSL's server has no other word.
            (.alert, .certificateRejected("certificate_unknown")),
        ])
        func `a revoked certificate is told as such`(
            _ rejection: APNsBehaviour.CertificateRejection, _ trouble: PushTrouble
        ) async throws {
            try await scene { scene in
                try await scene.change { $0.certificateRejection = rejection }
                scene.lab.revoked.insert(scene.client.serial)
                let (_, wakeUps) = scene.wakeUps(3)
                #expect(
                    await scene.sender.wake(wakeUps, as: scene.identity)
                        == Array(repeating: .notSent(trouble), count: 3))
                #expect(await scene.sender.probe(scene.identity) == .trouble(trouble))
            }
        }

        @Test func `a certificate that is revoked while it is in use ends in answers, and a renewed one heals it`()
            async throws
        {
            try await scene { scene in
                let (_, wakeUps) = scene.wakeUps(2)
                #expect(await scene.sender.wake(wakeUps, as: scene.identity).acceptedCount == 2)
                scene.lab.revoked.insert(scene.client.serial)
                let refused = WakeOutcome.refused(status: 403, reason: "BadCertificate", since: nil, retryAfter: nil)
                #expect(await scene.sender.wake(wakeUps, as: scene.identity) == [refused, refused])
                #expect(await scene.sender.probe(scene.identity) == .refused(status: 403, reason: "BadCertificate"))
                let renewed = try Self.identity(try scene.lab.authority.client(topic: scene.client.topic))
                #expect(await scene.sender.wake(wakeUps, as: renewed).acceptedCount == 2)
                #expect(
                    await scene.sender.wire(for: renewed.certificate.topic)?.fingerprint
                        == renewed.certificate.fingerprint)
            }
        }

        @Test func `years pass on the Lab's clock: the old certificate is not tried, a new one is good`() async throws {
            try await scene { scene in
                try scene.lab.clock.advance(bySeconds: 2 * 365 * 86_400)
                let (_, wakeUps) = scene.wakeUps(1)
                #expect(await scene.sender.wake(wakeUps, as: scene.identity) == [.notSent(.certificateExpired)])
                #expect(scene.lab.service.stats.connectionsEver == 0)
                let now = scene.lab.clock.now
                let renewed = try Self.identity(
                    try scene.lab.authority.client(
                        topic: scene.client.topic, notBefore: now - 60, notAfter: now + 365 * 86_400))
                #expect(await scene.sender.wake(wakeUps, as: renewed).acceptedCount == 1)
            }
        }

        @Test(arguments: [APNsBehaviour.Network.refusing, .silent])
        func `without network nothing is sent and nothing is lost; afterwards all is sent once`(
            _ network: APNsBehaviour.Network
        ) async throws {
            try await scene(patience: {
                $0.connect = .seconds(1)
                $0.answer = .seconds(2)
            }) { scene in
                let (tokens, wakeUps) = scene.wakeUps(5)
                #expect(await scene.sender.probe(scene.identity) == .accepted)
                try await scene.change { $0.network = network }
                for outcome in await scene.sender.wake(wakeUps, as: scene.identity) {
                    guard case .notSent(let trouble) = outcome, !trouble.isFinal else {
                        Issue.record("\(outcome)")
                        continue
                    }
                }
                try scene.lab.clock.advance(bySeconds: 3600)
                try await scene.change { $0.network = .up }
                var left = wakeUps
                // On a busy machine a second may be too short for a handshake.
                for _ in 0..<20 where !left.isEmpty {
                    let outcomes = await scene.sender.wake(left, as: scene.identity)
                    left = zip(left, outcomes).filter { !$1.isAccepted }.map(\.0)
                }
                #expect(left.isEmpty)
                for token in tokens { #expect(scene.lab.service.waitingNotification(for: token) != nil) }
            }
        }

        @Test func `a connection that is closed right after its handshake is a rejected certificate`() async throws {
            try await scene { scene in
                try await scene.change { $0.network = .closing }
                let (_, wakeUps) = scene.wakeUps(1)
                guard case .notSent(.certificateRejected)? = await scene.sender.wake(wakeUps, as: scene.identity).first
                else {
                    Issue.record("expected a rejection")
                    return
                }
            }
        }
    }
}
