import Foundation

/// Which device listens to which token, and the one notification that waits for a device that is away.
struct TokenRegistry {
    typealias Listener = @Sendable (PushNotification) -> Void

    struct Device {
        let topic: String
        /// Since when the token is no longer good for its topic.
        var retiredAt: Date?
        var listener: Listener?
        var waiting: PushNotification?
        var lastAcceptedAt: Date?
        /// Minute of the Lab's clock that `pushesInMinute` counts.
        var minute = 0
        var pushesInMinute = 0
    }

    private(set) var devices = ContiguousArray<Device>()
    private var positions: [[UInt8]: Int] = [:]
    private(set) var retired = 0
    private(set) var online = 0
    private(set) var waiting = 0

    func position(of token: [UInt8]) -> Int? { positions[token] }

    subscript(position: Int) -> Device {
        _read { yield devices[position] }
        _modify { yield &devices[position] }
    }

    /// - Returns: false when the token was there already.
    mutating func add(_ token: [UInt8], topic: String) -> Bool {
        guard positions[token] == nil else { return false }
        positions[token] = devices.count
        devices.append(Device(topic: topic))
        return true
    }

    /// - Returns: what waited for it and is still good at `now`, to be handed over at once.
    mutating func connect(_ token: [UInt8], listener: @escaping Listener, now: Date) -> PushNotification? {
        guard let position = positions[token], devices[position].retiredAt == nil else { return nil }
        if devices[position].listener == nil { online += 1 }
        devices[position].listener = listener
        guard let kept = devices[position].waiting else { return nil }
        devices[position].waiting = nil
        waiting -= 1
        return kept.expiresAt.map { $0 > now } == true ? kept : nil
    }

    mutating func disconnect(_ token: [UInt8]) {
        guard let position = positions[token], devices[position].listener != nil else { return }
        devices[position].listener = nil
        online -= 1
    }

    /// From now on 410; what waits for it is lost.
    mutating func retire(_ token: [UInt8], at instant: Date) {
        guard let position = positions[token] else { return }
        disconnect(token)
        if devices[position].waiting != nil { waiting -= 1 }
        devices[position].waiting = nil
        if devices[position].retiredAt == nil { retired += 1 }
        devices[position].retiredAt = instant
    }

    /// - Returns: whether one was waiting already, and is lost.
    mutating func keep(_ notification: PushNotification, at position: Int) -> Bool {
        let replaces = devices[position].waiting != nil
        if !replaces { waiting += 1 }
        devices[position].waiting = notification
        return replaces
    }

    func waiting(for token: [UInt8]) -> PushNotification? {
        positions[token].flatMap { devices[$0].waiting }
    }
}
