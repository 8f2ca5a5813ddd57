public import Foundation

/// An entry of a log that is there and that this version cannot read: a newer version wrote it, or it was damaged.
///
/// It is shown, exported and kept like its neighbours, which it must never hide.
public struct UnreadableEntry: Sendable, Equatable {
    public enum Log: String, Sendable {
        case management, device
    }

    public enum Reason: String, Sendable {
        /// The kind of event is none of this version's.
        case unknownEvent = "unknown-event"
        /// The kind is known, what belongs to it is not in the expected form.
        case damaged
    }

    public let log: Log
    /// Counts as the log does.
    public let number: Int
    public let occurredAt: Date
    public let receivedAt: Date
    /// The word that is stored for the kind of event; empty when there is none.
    public let event: String
    public let reason: Reason
    public let isNotice: Bool
    /// Identifier; nil where no device is concerned.
    public let device: String?

    public init(
        log: Log, number: Int, occurredAt: Date, receivedAt: Date, event: String, reason: Reason, isNotice: Bool,
        device: String?
    ) {
        self.log = log
        self.number = number
        self.occurredAt = occurredAt
        self.receivedAt = receivedAt
        self.event = event
        self.reason = reason
        self.isNotice = isNotice
        self.device = device
    }
}

/// A place in 管理ログ with what stands there.
public struct KeptEntry: Sendable, Equatable {
    public enum Content: Sendable, Equatable {
        case entry(AuditEntry)
        /// `hashed` is what the hash covers; nil when not even that can be told.
        case unreadable(UnreadableEntry, hashed: HashedEntry?)
    }

    public let content: Content
    public let sequence: Int
    public let occurredAt: Date
    public let hash: [UInt8]

    public init(_ entry: AuditEntry) {
        self.init(.entry(entry), sequence: entry.sequence, occurredAt: entry.draft.occurredAt, hash: entry.hash)
    }

    public init(_ entry: UnreadableEntry, hashed: HashedEntry?, hash: [UInt8]) {
        self.init(
            .unreadable(entry, hashed: hashed), sequence: entry.number, occurredAt: entry.occurredAt, hash: hash)
    }

    private init(_ content: Content, sequence: Int, occurredAt: Date, hash: [UInt8]) {
        self.content = content
        self.sequence = sequence
        self.occurredAt = occurredAt
        self.hash = hash
    }

    /// Nil when it cannot be read.
    public var entry: AuditEntry? {
        if case .entry(let entry) = content { entry } else { nil }
    }
}
