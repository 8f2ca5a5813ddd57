import Crypto
import Foundation

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
        var bytes: [UInt8] = []
        func add(_ part: some Collection<UInt8>) {
            withUnsafeBytes(of: UInt64(part.count).bigEndian) { bytes.append(contentsOf: $0) }
            bytes.append(contentsOf: part)
        }
        func add(_ text: String) { add(Array(text.utf8)) }
        add(previousHash)
        add(scope.companyID.description)
        add(String(sequence))
        add(String(Int64((draft.occurredAt.timeIntervalSince1970 * 1000).rounded())))
        add(draft.event.rawValue)
        add(draft.actor.storedKind)
        add(draft.actor.storedName)
        add(draft.subject)
        for fields in [draft.before, draft.after] {
            add(String(fields.count))
            for field in fields {
                add(field.name)
                add(field.value)
            }
        }
        // Entries of earlier versions name no device; their hashes stay what they were.
        if let device = draft.device { add(device) }
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
