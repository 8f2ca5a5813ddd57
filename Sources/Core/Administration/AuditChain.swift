import Crypto
public import Foundation

/// The hash chain of one company's log.
///
/// The hash covers every field, each with its length before it, so that no two different entries have one
/// encoding. Instants count in whole milliseconds, which is what the store keeps.
public enum AuditChain {
    public static let beginning = [UInt8](repeating: 0, count: 32)

    /// The entry that follows `previous` (nil: the first of the company).
    public static func append(_ draft: AuditDraft, after previous: AuditEntry?, in scope: CompanyScope) -> AuditEntry {
        append(draft, at: (previous?.sequence ?? 0) + 1, after: previous?.hash ?? beginning, in: scope)
    }

    /// The entry with this number that follows the one with `previousHash`.
    public static func append(
        _ draft: AuditDraft, at sequence: Int, after previousHash: [UInt8], in scope: CompanyScope
    ) -> AuditEntry {
        AuditEntry(
            sequence: sequence, draft: draft, previousHash: previousHash,
            hash: hash(sequence: sequence, draft: draft, previousHash: previousHash, scope: scope))
    }

    /// - Returns: the sequence number of the first entry that does not follow from the one before it; nil
    ///   when all are intact. `entries` are in ascending order and begin with the company's first.
    public static func firstBreak(in entries: [AuditEntry], of scope: CompanyScope) -> Int? {
        var previous: AuditEntry?
        for entry in entries {
            if append(entry.draft, after: previous, in: scope) != entry { return entry.sequence }
            previous = entry
        }
        return nil
    }

    private static func hash(
        sequence: Int, draft: AuditDraft, previousHash: [UInt8], scope: CompanyScope
    ) -> [UInt8] {
        HashedEntry(draft).hash(sequence: sequence, previousHash: previousHash, scope: scope)
    }
}

/// What the hash of an entry covers, with the stored word of its event: also one that this version does not know.
public struct HashedEntry: Sendable, Equatable {
    private let event: String
    private let actor: Actor
    private let occurredAt: Date
    private let subject: String
    private let device: String?
    private let before: [AuditField]
    private let after: [AuditField]

    public init(
        event: String, by actor: Actor, at occurredAt: Date, subject: String, device: String?, before: [AuditField],
        after: [AuditField]
    ) {
        self.event = event
        self.actor = actor
        self.occurredAt = occurredAt
        self.subject = subject
        self.device = device
        self.before = before
        self.after = after
    }

    init(_ draft: AuditDraft) {
        self.init(
            event: draft.event.rawValue, by: draft.actor, at: draft.occurredAt, subject: draft.subject,
            device: draft.device, before: draft.before, after: draft.after)
    }

    /// What the entry of this number must have as its hash when it follows the one with `previousHash`.
    public func hash(sequence: Int, previousHash: [UInt8], scope: CompanyScope) -> [UInt8] {
        var bytes: [UInt8] = []
        func add(_ part: some Collection<UInt8>) {
            withUnsafeBytes(of: UInt64(part.count).bigEndian) { bytes.append(contentsOf: $0) }
            bytes.append(contentsOf: part)
        }
        func add(_ text: String) { add(Array(text.utf8)) }
        add(previousHash)
        add(scope.companyID.description)
        add(String(sequence))
        add(String(Int64((occurredAt.timeIntervalSince1970 * 1000).rounded())))
        add(event)
        add(actor.storedKind)
        add(actor.storedName)
        add(subject)
        for fields in [before, after] {
            add(String(fields.count))
            for field in fields {
                add(field.name)
                add(field.value)
            }
        }
        // Entries of earlier versions name no device; their hashes stay what they were.
        if let device { add(device) }
        return Array(SHA256.hash(data: bytes))
    }
}

extension Actor {
    /// The three columns in which the store keeps an actor: kind, identifier, name.
    public var storedKind: String {
        switch self {
        case .user: "user"
        case .serviceOperator: "operator"
        case .anonymous: "anonymous"
        }
    }

    public var storedName: String {
        switch self {
        case .user(let id, let login): "\(id) \(login)"
        case .serviceOperator, .anonymous: ""
        }
    }

    public init(storedKind: String, storedName: String) {
        switch storedKind {
        case "user":
            let parts = storedName.split(separator: " ", maxSplits: 1).map(String.init)
            self = .user(UserID(stored: parts.first ?? ""), login: parts.count > 1 ? parts[1] : "")
        case "operator": self = .serviceOperator
        default: self = .anonymous
        }
    }
}
