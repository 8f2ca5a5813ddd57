public import Administration
import Ports

/// Follows the hash chain of a company's log from its first kept entry to its last.
///
/// What it cannot see by itself is a log that somebody rewrote as a whole, chain and length: for that it takes an
/// anchor, a number and a hash that were noted elsewhere.
public struct VerifyLog: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    /// A number and the hash (64 hexadecimal digits) of the entry that had it.
    public struct Anchor: Sendable, Equatable {
        public let sequence: Int
        public let hash: [UInt8]

        /// `17:9f3a…`, as `kizuna admin log verify` prints the head.
        public init?(_ text: String) {
            let parts = text.split(separator: ":")
            guard parts.count == 2, let sequence = parts.first.flatMap({ Int($0) }),
                let digits = parts.last?.lowercased(), digits.utf8.count == 64
            else { return nil }
            var hash: [UInt8] = []
            var rest = Substring(digits)
            while !rest.isEmpty {
                guard let byte = UInt8(rest.prefix(2), radix: 16) else { return nil }
                hash.append(byte)
                rest = rest.dropFirst(2)
            }
            self.sequence = sequence
            self.hash = hash
        }
    }

    public struct Result: Sendable, Equatable {
        /// Number of the first entry that is kept; 0 in an empty log.
        public let first: Int
        /// Number of the last entry that was followed.
        public let last: Int
        public let headHash: [UInt8]
        /// Nil: intact.
        public let finding: Finding?

        public init(first: Int, last: Int, headHash: [UInt8], finding: Finding?) {
            self.first = first
            self.last = last
            self.headHash = headHash
            self.finding = finding
        }

        /// How many were followed.
        public var entries: Int { last == 0 ? 0 : last - first + 1 }
    }

    public enum Finding: Sendable, Equatable {
        /// The entry does not say any more what was hashed.
        case changed(Int)
        /// The entry with this number is not there, later ones are.
        case missing(Int)
        /// Entries after `last` are not there, though `length` were written.
        case cutOff(last: Int, length: Int)
        /// What is written down about entries that were removed for their age is not what the log itself says.
        case beginningChanged
        /// The entry of the anchor has another hash, or is not there.
        case anchorDiffers(Int)
    }

    public func callAsFunction(in scope: CompanyScope, anchor: Anchor? = nil) async throws -> Result {
        try await installation.store.read(in: scope) { transaction in
            var walk = Walk(try transaction.logState(in: scope), anchor, scope)
            while walk.finding == nil {
                let page = try Self.page(after: walk.last, in: scope, transaction)
                if page.isEmpty { break }
                for entry in page where walk.finding == nil { walk.take(entry) }
            }
            return walk.result()
        }
    }

    /// An entry that cannot even be read stands as nil.
    private static func page(after: Int, in scope: CompanyScope, _ transaction: any Transaction) throws
        -> [AuditEntry?]
    {
        do {
            return try transaction.auditEntries(in: scope, after: after, limit: 500)
        } catch StoreError.unreadable {
            do {
                return try transaction.auditEntries(in: scope, after: after, limit: 1)
            } catch StoreError.unreadable {
                return [nil]
            }
        }
    }

    private struct Walk {
        private let state: LogState
        private let anchor: Anchor?
        private let scope: CompanyScope
        private(set) var last: Int
        private(set) var finding: Finding?
        private var hash: [UInt8]
        private var shortened: (through: String, hash: String)?
        private var anchorSeen = false

        init(_ state: LogState, _ anchor: Anchor?, _ scope: CompanyScope) {
            self.state = state
            self.anchor = anchor
            self.scope = scope
            last = state.dropped
            hash = state.droppedHash ?? AuditChain.beginning
            anchorSeen = anchor.map { $0.sequence == state.dropped && $0.hash == state.droppedHash } ?? true
        }

        mutating func take(_ entry: AuditEntry?) {
            guard let entry else { return finding = .changed(last + 1) }
            guard entry.sequence == last + 1 else { return finding = .missing(last + 1) }
            guard entry == AuditChain.append(entry.draft, at: entry.sequence, after: hash, in: scope) else {
                // The first one may be right, and what it is said to follow wrong.
                let isItself =
                    entry
                    == AuditChain.append(entry.draft, at: entry.sequence, after: entry.previousHash, in: scope)
                finding =
                    isItself && last == state.dropped && last > 0 ? .beginningChanged : .changed(entry.sequence)
                return
            }
            if entry.draft.event == .logShortened {
                func value(_ name: String) -> String { entry.draft.after.first { $0.name == name }?.value ?? "" }
                shortened = (value("through"), value("hash"))
            }
            if let anchor, anchor.sequence == entry.sequence {
                guard anchor.hash == entry.hash else { return finding = .anchorDiffers(entry.sequence) }
                anchorSeen = true
            }
            last = entry.sequence
            hash = entry.hash
        }

        func result() -> Result {
            var finding = finding
            if finding == nil, last != state.length { finding = .cutOff(last: last, length: state.length) }
            if finding == nil, state.dropped > 0 {
                let said = (String(state.dropped), state.droppedHash?.hexadecimal ?? "")
                if shortened.map({ $0 == said }) != true { finding = .beginningChanged }
            }
            // What was removed for its age cannot be compared any more.
            if finding == nil, !anchorSeen, let anchor, anchor.sequence >= state.dropped {
                finding = .anchorDiffers(anchor.sequence)
            }
            let isEmpty = last == state.dropped
            return Result(
                first: isEmpty ? 0 : state.dropped + 1, last: isEmpty ? 0 : last, headHash: hash, finding: finding)
        }
    }
}
