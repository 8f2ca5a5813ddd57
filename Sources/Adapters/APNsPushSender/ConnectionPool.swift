import Administration
import Ports
import PushCertificates

/// One connection for each topic, with the certificate that was used last.
///
/// The fingerprint of the certificate is part of the key: a connection stays authenticated with the certificate it
/// began with, so another certificate means another connection (reference/apns.md §4, R-48).
actor ConnectionPool {
    private let connector: Connector
    private var places: [PushTopic: Place] = [:]
    /// Still finishing what they had begun.
    private var leaving: [Connection] = []
    private var isClosed = false

    private struct Place {
        var identity: PushIdentity
        var live: Connection?
        var connecting: Task<Result<Connection, PushTrouble>, Never>?
    }

    init(_ connector: Connector) { self.connector = connector }

    /// From now on this certificate speaks for its topic.
    func use(_ identity: PushIdentity) {
        let topic = identity.certificate.topic
        if let place = places[topic] {
            guard place.identity.certificate.fingerprint != identity.certificate.fingerprint else { return }
            letGo(place.live)
        }
        places[topic] = Place(identity: identity)
    }

    /// The live connection, or a new one; several callers share one attempt.
    func connection(for topic: PushTopic) async throws(PushTrouble) -> Connection {
        guard !isClosed else { throw .connectionLost("the server is shutting down") }
        guard let place = places[topic] else { throw .connectionLost("the topic was given up") }
        if let live = place.live {
            if live.acceptsStreams { return live }
            letGo(live)
        }
        if let connecting = place.connecting { return try await connecting.value.get() }
        let connector = connector
        let attempt = Task { await connector.open(place.identity) }
        places[topic]?.connecting = attempt
        places[topic]?.live = nil
        let result = await attempt.value
        if places[topic]?.connecting == attempt {
            places[topic]?.connecting = nil
            places[topic]?.live = try? result.get()
        } else if case .success(let late) = result {
            letGo(late)
        }
        return try result.get()
    }

    func separateConnection(_ identity: PushIdentity) async throws(PushTrouble) -> Connection {
        guard !isClosed else { throw .connectionLost("the server is shutting down") }
        return try await connector.open(identity).get()
    }

    /// Pushes of this topic use this connection from now on.
    func adopt(_ connection: Connection, of identity: PushIdentity) {
        guard !isClosed else { return connection.retire() }
        letGo(places[identity.certificate.topic]?.live)
        places[identity.certificate.topic] = Place(identity: identity, live: connection)
    }

    func wire(for topic: PushTopic) -> WireFact? {
        guard let live = places[topic]?.live, live.acceptsStreams else { return nil }
        return live.fact
    }

    func forget(_ topic: PushTopic) async {
        guard let live = places.removeValue(forKey: topic)?.live else { return }
        await live.close()
    }

    func close() async {
        isClosed = true
        let all = places.values.compactMap(\.live) + leaving
        places = [:]
        leaving = []
        await withTaskGroup { group in
            for connection in all { group.addTask { await connection.close() } }
        }
    }

    private func letGo(_ connection: Connection?) {
        leaving.removeAll { $0.isClosed }
        guard let connection else { return }
        connection.retire()
        leaving.append(connection)
    }
}
