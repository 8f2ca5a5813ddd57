import Foundation

/// Everything that connections share, changed under one lock: devices, faults, counters.
struct Ledger {
    var behaviour = APNsBehaviour()
    var faults = FaultPlan()
    var registry = TokenRegistry()
    var requests = APNsStats.Requests()
    private var outcomes: [String: Int] = [:]
    private var journal = Ring<APNsJournalEntry>(capacity: APNsJournal.mostEntries)
    private var connections = Ring<APNsConnectionRecord>(capacity: APNsJournal.mostConnections)
    private var connectionsEver = 0
    private var openConnections = 0

    /// A device that is to be told, outside the lock.
    ///
    /// No tuple: the optimizer of Swift 6.3.1 ends itself over an optional tuple that holds a closure.
    struct Delivery: Sendable {
        let listener: TokenRegistry.Listener
        let notification: PushNotification
    }

    /// The last word on a request that obeys every rule: its token, then 200, delivered or kept.
    mutating func accept(_ request: PushRequest, now: Date) -> (answer: APNsAnswer, delivery: Delivery?) {
        guard let position = registry.position(of: request.token) else {
            return (.refused(400, "BadDeviceToken"), nil)
        }
        guard registry[position].topic == request.topic else {
            return (.refused(400, "DeviceTokenNotForTopic"), nil)
        }
        if let retiredAt = registry[position].retiredAt {
            let milliseconds = Int64((retiredAt.timeIntervalSince1970 * 1000).rounded(.down))
            return (APNsAnswer(status: 410, reason: "Unregistered", timestampMilliseconds: milliseconds), nil)
        }
        if let most = behaviour.mostPushesPerDevicePerMinute {
            let minute = Int((now.timeIntervalSince1970 / 60).rounded(.down))
            if registry[position].minute != minute {
                registry[position].minute = minute
                registry[position].pushesInMinute = 0
            }
            guard registry[position].pushesInMinute < most else { return (.refused(429, "TooManyRequests"), nil) }
            registry[position].pushesInMinute += 1
        }
        return (.accepted, deliver(request, at: position, now: now))
    }

    private mutating func deliver(_ request: PushRequest, at position: Int, now: Date) -> Delivery? {
        let notification = PushNotification(
            token: request.token, topic: request.topic, pushMagic: request.pushMagic, id: request.id,
            priority: request.priority, expiresAt: request.expiresAt, acceptedAt: now)
        requests.accepted += 1
        if let last = registry[position].lastAcceptedAt,
            abs(now.timeIntervalSince(last)) < Double(behaviour.duplicateWindowSeconds)
        {
            requests.duplicates += 1
        }
        registry[position].lastAcceptedAt = now
        if let listener = registry[position].listener {
            requests.delivered += 1
            return Delivery(listener: listener, notification: notification)
        }
        if let expiresAt = request.expiresAt, expiresAt > now, registry.keep(notification, at: position) {
            requests.replaced += 1
        }
        return nil
    }

    /// Puts one request into counters and journal.
    mutating func note(_ entry: APNsJournalEntry, outcome: String, connection: Int, atOnce: Int) {
        requests.total += 1
        requests.mostAtOnce = max(requests.mostAtOnce, atOnce)
        outcomes[outcome, default: 0] += 1
        journal.append(entry)
        connections.update(number: connection) { $0.requests += 1 }
    }

    mutating func open(_ certificate: PresentedCertificate?, _ verdict: CertificateVerdict, now: Date) -> Int {
        connectionsEver += 1
        openConnections += 1
        connections.append(
            APNsConnectionRecord(
                number: connectionsEver, openedAt: now, closedAt: nil, certificate: certificate, verdict: verdict))
        return connectionsEver
    }

    mutating func close(_ connection: Int, now: Date) {
        openConnections -= 1
        connections.update(number: connection) { $0.closedAt = now }
    }

    mutating func change(verdict: CertificateVerdict, of connection: Int) {
        connections.update(number: connection) { $0.verdict = verdict }
    }

    func stats(port: Int?) -> APNsStats {
        var requests = requests
        requests.outcomes = outcomes
        let tokens = APNsStats.Tokens(
            issued: registry.devices.count, retired: registry.retired, online: registry.online,
            waiting: registry.waiting)
        return APNsStats(
            port: port, behaviour: behaviour, faults: faults.faults, tokens: tokens, requests: requests,
            openConnections: openConnections, connectionsEver: connectionsEver, connections: connections.all,
            journal: journal.all)
    }

    mutating func forgetCounters() {
        requests = APNsStats.Requests()
        outcomes = [:]
        journal = Ring(capacity: APNsJournal.mostEntries)
    }
}

/// The last so many of something.
struct Ring<Element> {
    let capacity: Int
    private var elements: ContiguousArray<Element> = []
    private var next = 0
    /// How many were ever appended.
    private(set) var appended = 0

    init(capacity: Int) { self.capacity = max(1, capacity) }

    mutating func append(_ element: Element) {
        if elements.count < capacity { elements.append(element) } else { elements[next] = element }
        next = (next + 1) % capacity
        appended += 1
    }

    /// The newest last.
    var all: [Element] {
        elements.count < capacity ? Array(elements) : Array(elements[next...] + elements[..<next])
    }

    /// Changes what was appended as number `number` (from 1), unless it has been overwritten.
    mutating func update(number: Int, _ body: (inout Element) -> Void) {
        guard number > appended - capacity, (1...max(1, appended)).contains(number), appended > 0 else { return }
        body(&elements[(number - 1) % capacity])
    }
}
