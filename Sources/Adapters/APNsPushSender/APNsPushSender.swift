import Administration
import Foundation
import NIOPosix
public import Ports
public import PushCertificates

/// Talks to APNs: HTTP/2 over TLS with the push certificate as the client's identity (reference/apns.md).
///
/// One connection for each topic carries everything; as many requests are under way at once as APNs allows.
/// A wake-up with another certificate for the topic opens a new connection at once and lets the old one finish
/// what it has begun.
public final class APNsPushSender: PushSender {
    private let configuration: APNsConfiguration
    private let pool: ConnectionPool

    public convenience init(_ configuration: APNsConfiguration) {
        self.init(configuration, firstStream: 1)
    }

    /// - Parameter firstStream: the number of each connection's first stream; a test begins near the end.
    init(_ configuration: APNsConfiguration, firstStream: Int) {
        self.configuration = configuration
        var connector = Connector(configuration: configuration, group: .singletonMultiThreadedEventLoopGroup)
        connector.firstStream = firstStream
        pool = ConnectionPool(connector)
    }

    public func wake(_ wakeUps: [WakeUp], as identity: PushIdentity) async -> [WakeOutcome] {
        guard !wakeUps.isEmpty else { return [] }
        guard !identity.certificate.isExpired(at: configuration.now()) else {
            return wakeUps.map { _ in .notSent(.certificateExpired) }
        }
        let wave = Wave(wakeUps, topic: identity.certificate.topic, at: configuration.now())
        await pool.use(identity)
        var patience = WavePatience()
        while let waiting = await wave.unsent() {
            patience.note(waiting)
            do throws(PushTrouble) {
                let connection = try await pool.connection(for: identity.certificate.topic)
                try patience.use(connection)
                connection.submit(wave, waiting.indexes)
            } catch {
                wave.fail(waiting.indexes, error)
            }
        }
        return wave.outcomes
    }

    /// Always on a connection of its own, so that TLS is judged too. When APNs is content, pushes use that
    /// connection from then on.
    public func probe(_ identity: PushIdentity) async -> ProbeOutcome {
        guard !identity.certificate.isExpired(at: configuration.now()) else { return .trouble(.certificateExpired) }
        let nobody = WakeUp(
            token: [UInt8](repeating: 0, count: 32), pushMagic: Secret("probe"), apnsID: UUID().uuidString.lowercased())
        let wave = Wave([nobody], topic: identity.certificate.topic, at: configuration.now())
        do throws(PushTrouble) {
            let connection = try await pool.separateConnection(identity)
            guard let first = await wave.unsent() else { return .trouble(.connectionLost("nothing was asked")) }
            connection.submit(wave, first.indexes)
            if let again = await wave.unsent() {
                connection.retire()
                return .trouble(again.trouble ?? .connectionLost("APNs did not take the request"))
            }
            let outcome = ProbeOutcome(wave.outcomes.first)
            if outcome == .accepted {
                await pool.adopt(connection, of: identity)
            } else {
                connection.retire()
            }
            return outcome
        } catch {
            return .trouble(error)
        }
    }

    public func wire(for topic: PushTopic) async -> WireFact? { await pool.wire(for: topic) }

    /// Closes what pushes of this topic use: after its certificate was revoked or deleted.
    public func close(topic: PushTopic) async { await pool.forget(topic) }

    /// Begins nothing new, waits a moment for answers that are under way, closes all connections.
    public func close() async { await pool.close() }
}

/// When a wave that goes from connection to connection gives up.
private struct WavePatience {
    private var last: Connection?
    private var sawAnswers = true
    private var trouble: PushTrouble?
    private var connections = 0
    private var fruitless = 0

    /// Connections in a row that may end without a single answer.
    private static let fruitlessLimit = 3
    /// Connections in all: opening and closing for every push counts as abuse.
    private static let connectionLimit = 50

    mutating func note(_ waiting: Wave.Waiting) {
        sawAnswers = sawAnswers || waiting.sawAnswers
        trouble = waiting.trouble ?? trouble
    }

    mutating func use(_ connection: Connection) throws(PushTrouble) {
        guard connection !== last else { return }
        fruitless = sawAnswers ? 0 : fruitless + 1
        connections += 1
        guard fruitless < Self.fruitlessLimit, connections <= Self.connectionLimit else {
            throw trouble ?? .connectionLost("no connection lasted")
        }
        last = connection
        sawAnswers = false
    }
}

extension ProbeOutcome {
    /// To a token of zeros, `BadDeviceToken` is the good answer; the 410s judge the token as well.
    fileprivate init(_ outcome: WakeOutcome?) {
        switch outcome {
        case .accepted, .refused(_, "BadDeviceToken", _, _), .refused(410, _, _, _): self = .accepted
        case .refused(let status, let reason, _, _) where status == 429 || status >= 500:
            self = .trouble(.unreachable("APNs answered \(status) \(reason)"))
        case .refused(let status, let reason, _, _): self = .refused(status: status, reason: reason)
        case .notSent(let trouble): self = .trouble(trouble)
        case nil: self = .trouble(.connectionLost("no answer"))
        }
    }
}
