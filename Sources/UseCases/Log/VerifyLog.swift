public import Administration
import Ports

/// Follows the hash chain of a company's log from its first kept entry to its last.
///
/// What the chain cannot show is a log that somebody rewrote or cut off, chain and length together: for that it takes an
/// anchor, a number and a hash that were noted elsewhere. Without one it compares with the head that this process found
/// the last time.
public struct VerifyLog: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    /// A number and the hash (64 hexadecimal digits) of the entry that had it.
    public struct Anchor: Sendable, Equatable {
        public let sequence: Int
        public let hash: [UInt8]

        /// `17:9f3a…`, as `kizuna admin log verify` prints the head.
        init(sequence: Int, hash: [UInt8]) {
            self.sequence = sequence
            self.hash = hash
        }

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
        /// Numbers of entries that are what was written and that this version cannot read: of a newer one. At most
        /// ``VerifyLog/mostNamed``.
        public let unreadable: [Int]

        public init(first: Int, last: Int, headHash: [UInt8], finding: Finding?, unreadable: [Int] = []) {
            self.first = first
            self.last = last
            self.headHash = headHash
            self.finding = finding
            self.unreadable = unreadable
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

    public static let mostNamed = 20

    public func callAsFunction(in scope: CompanyScope, anchor: Anchor? = nil) async throws -> Result {
        let remembered = installation.logHeads.head(of: scope)
        let result = try await installation.store.read { transaction in
            var walk = Walk(try transaction.logState(in: scope), anchor ?? remembered, scope)
            while walk.finding == nil {
                let page = try transaction.keptEntries(in: scope, after: walk.last, limit: 500)
                if page.isEmpty { break }
                for entry in page where walk.finding == nil { walk.take(entry) }
            }
            return walk.result()
        }
        if result.finding == nil, result.last > 0 {
            installation.logHeads.remember(Anchor(sequence: result.last, hash: result.headHash), of: scope)
        }
        return result
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
        private var unreadable: [Int] = []

        init(_ state: LogState, _ anchor: Anchor?, _ scope: CompanyScope) {
            self.state = state
            self.anchor = anchor
            self.scope = scope
            last = state.dropped
            hash = state.droppedHash ?? AuditChain.beginning
            anchorSeen = anchor.map { $0.sequence == state.dropped && $0.hash == state.droppedHash } ?? true
        }

        mutating func take(_ kept: KeptEntry) {
            guard kept.sequence == last + 1 else { return finding = .missing(last + 1) }
            switch kept.content {
            case .entry(let entry): compare(entry)
            case .unreadable(_, let hashed):
                // Of a newer version it still says what was hashed; damaged it does not.
                guard hashed?.hash(sequence: kept.sequence, previousHash: hash, scope: scope) == kept.hash else {
                    return finding = .changed(kept.sequence)
                }
                if unreadable.count < VerifyLog.mostNamed { unreadable.append(kept.sequence) }
            }
            guard finding == nil else { return }
            if let anchor, anchor.sequence == kept.sequence {
                guard anchor.hash == kept.hash else { return finding = .anchorDiffers(kept.sequence) }
                anchorSeen = true
            }
            last = kept.sequence
            hash = kept.hash
        }

        private mutating func compare(_ entry: AuditEntry) {
            guard entry == AuditChain.append(entry.draft, at: entry.sequence, after: hash, in: scope) else {
                // The first one may be right, and what it is said to follow wrong.
                let isItself =
                    entry
                    == AuditChain.append(entry.draft, at: entry.sequence, after: entry.previousHash, in: scope)
                finding =
                    isItself && last == state.dropped && last > 0 ? .beginningChanged : .changed(entry.sequence)
                return
            }
            guard entry.draft.event == .logShortened else { return }
            func value(_ name: String) -> String { entry.draft.after.first { $0.name == name }?.value ?? "" }
            shortened = (value("through"), value("hash"))
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
                first: isEmpty ? 0 : state.dropped + 1, last: isEmpty ? 0 : last, headHash: hash, finding: finding,
                unreadable: unreadable)
        }
    }
}
