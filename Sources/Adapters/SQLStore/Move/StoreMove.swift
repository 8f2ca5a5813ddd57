import Crypto
public import Foundation
import Ports

/// Carries a whole installation from one database to another, such as from SQLite to PostgreSQL.
///
/// Nothing may serve from either meanwhile: a server that runs on the source is noticed by its lease, at the beginning and at
/// the end, a mark keeps others from starting, and the target cannot be served from before the end. A move that was broken off
/// goes on where it stopped, or is given up with ``giveUp(_:)``. At the end both sides are read again, counted and compared by
/// hash; only then is the source closed for servers, and the target opened.
public struct StoreMove: Sendable {
    private let source: any SQLDriver
    private let target: any SQLDriver
    /// Rows in one transaction.
    static let batch = 1_000

    public enum Step: Sendable, Equatable {
        /// Rows of this table that are in the target now, of how many.
        case copied(table: String, rows: Int, of: Int)
        case compared(MovedRows)
    }

    /// What one table holds on both sides.
    public struct MovedRows: Sendable, Equatable {
        public let table: String
        public let rows: Int
        /// SHA-256 over all rows in the order of their keys, hexadecimal.
        public let hash: String
    }

    /// Both must be open as ``SQLStore`` (their schemas are up to date).
    public init(from source: any SQLDriver, to target: any SQLDriver) {
        self.source = source
        self.target = target
    }

    /// - Throws: ``StoreMoveError``, `StoreError`.
    /// - Parameter clock: by which the source's nodes date their leases.
    public func callAsFunction(
        by clock: @escaping @Sendable () -> Date, _ progress: @escaping @Sendable (Step) -> Void = { _ in }
    ) async throws -> [MovedRows] {
        let begun = clock()
        try await begin(at: begun)
        for table in MovedTable.all { try await copy(table, progress) }
        var compared: [MovedRows] = []
        for table in MovedTable.all {
            let (here, there) = (try await read(table, of: source), try await read(table, of: target))
            guard here == there else {
                // The target has to be emptied first; the source may serve until then.
                try await Self.giveUp(source)
                throw StoreMoveError.differs(table: here.table, rows: here.rows, there.rows)
            }
            compared.append(here)
            progress(.compared(here))
        }
        try await source.write { connection in
            // A version that does not know the mark may have started meanwhile, and stopped again.
            guard try Self.nodes(on: connection, after: begun) == 0 else { throw StoreMoveError.sourceServedMeanwhile }
            try Self.set(.movedAway, to: [1], on: connection)
            try Self.remove(.moveBegun, on: connection)
        }
        _ = try await target.write { try Self.remove(.moveUnfinished, on: $0) }
        return compared
    }

    /// Lets the source serve again: a move out of it that was begun is not gone on with.
    ///
    /// - Returns: false when none was begun, or it has ended.
    @discardableResult
    public static func giveUp(_ source: any SQLDriver) async throws -> Bool {
        try await source.write { try remove(.moveBegun, on: $0) > 0 }
    }

    /// How many nodes say that they serve, or did, later than at that instant.
    private static func nodes(on connection: any SQLConnection, after instant: Date) throws -> Int {
        try connection.rows(
            "SELECT COUNT(*) AS count FROM leases WHERE until > $1 AND name LIKE 'node/%'",
            [.integer(Int64(instant.timeIntervalSince1970 * 1000))]
        ).first?.integer("count") ?? 0
    }

    /// Columns of a newer schema would be left behind without a word.
    private static func checkSchema(of side: any SQLDriver) async throws {
        let present = try await side.read { connection in
            try connection.rows("SELECT MAX(number) AS number FROM schema_migrations", []).first?.integer("number") ?? 0
        }
        guard present == Migration.all.last?.number else {
            throw StoreError.cannotOpen(
                """
                A newer version of Kizuna has brought a database to schema \(present), which this version does not know \
                whole. Nothing was moved. Move with that version.
                """)
        }
    }

    private func begin(at now: Date) async throws {
        for side in [source, target] { try await Self.checkSchema(of: side) }
        guard try await source.read({ try Self.nodes(on: $0, after: now) }) == 0 else {
            throw StoreMoveError.sourceIsServing
        }
        guard let instance = try await Self.value(.instanceID, of: source) else { throw StoreMoveError.sourceIsEmpty }
        let unfinished = try await Self.value(.moveUnfinished, of: target)
        if let unfinished {
            guard unfinished == instance else { throw StoreMoveError.targetIsAnothers }
        } else {
            guard try await Self.value(.instanceID, of: target) == nil else {
                throw StoreMoveError.targetIsNotEmpty
            }
        }
        // In one transaction, as a node takes its lease and looks for the mark: one of the two sees the other.
        try await source.write { connection in
            guard try Self.nodes(on: connection, after: now) == 0 else { throw StoreMoveError.sourceIsServing }
            try Self.set(.moveBegun, to: [1], on: connection)
        }
        try await target.write { try Self.set(.moveUnfinished, to: instance, on: $0) }
    }

    private func copy(_ table: MovedTable, _ progress: @Sendable (Step) -> Void) async throws {
        let total = try await Self.count(table, of: source)
        var last =
            table.isCopiedAnew ? [] : try await target.read { try $0.rows(table.lastKey, []).first?.values ?? [] }
        var done = last.isEmpty ? 0 : try await Self.count(table, of: target)
        while true {
            let behind = last
            let rows = try await source.read { connection in
                try connection.rows(
                    table.page(behindKey: !behind.isEmpty), behind + [.integer(Int64(Self.batch))])
            }
            guard let end = rows.last else { break }
            let moved = rows.filter { !Self.isMark($0, of: table) }.map(\.values)
            try await target.write { connection in
                for values in moved { _ = try connection.execute(table.insert, values) }
            }
            last = try table.key.map { try end.value($0.text) }
            done += rows.count
            progress(.copied(table: table.name.text, rows: done, of: max(done, total)))
        }
    }

    /// Count and hash, page by page.
    private func read(_ table: MovedTable, of side: any SQLDriver) async throws -> MovedRows {
        var hash = SHA256()
        var count = 0
        var last: [SQLValue] = []
        while true {
            let behind = last
            let rows = try await side.read { connection in
                try connection.rows(
                    table.page(behindKey: !behind.isEmpty), behind + [.integer(Int64(Self.batch))])
            }
            guard let end = rows.last else { break }
            for row in rows where !Self.isMark(row, of: table) {
                count += 1
                for value in row.values { value.digest(into: &hash) }
            }
            last = try table.key.map { try end.value($0.text) }
        }
        let digest = hash.finalize().map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        return MovedRows(table: table.name.text, rows: count, hash: digest)
    }

    private static func isMark(_ row: SQLRow, of table: MovedTable) -> Bool {
        guard table.name == "installation_values", let name = try? row.text("name") else { return false }
        return [InstallationKey.moveUnfinished, .moveBegun, .movedAway].contains { $0.rawValue == name }
    }

    private static func count(_ table: MovedTable, of side: any SQLDriver) async throws -> Int {
        try await side.read { try $0.rows(table.count, []).first?.integer("count") ?? 0 }
    }

    // MARK: marks

    private static func value(_ key: InstallationKey, of side: any SQLDriver) async throws -> [UInt8]? {
        try await side.read { connection in
            try connection.rows(
                "SELECT value FROM installation_values WHERE name = $1", [.text(key.rawValue)]
            ).first?.bytes("value")
        }
    }

    private static func set(_ key: InstallationKey, to value: [UInt8], on connection: any SQLConnection) throws {
        _ = try connection.execute(
            "INSERT INTO installation_values (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
            [.text(key.rawValue), .bytes(value)])
    }

    @discardableResult
    private static func remove(_ key: InstallationKey, on connection: any SQLConnection) throws -> Int {
        try connection.execute("DELETE FROM installation_values WHERE name = $1", [.text(key.rawValue)])
    }
}

/// Why nothing, or nothing more, was moved. What the source holds is unchanged in every case.
public enum StoreMoveError: Error, Sendable, Equatable {
    /// A server uses the source, or did half a minute ago.
    case sourceIsServing
    /// A server used the source after the move had begun: what it acknowledged may be missing in the target.
    case sourceServedMeanwhile
    /// There is no installation.
    case sourceIsEmpty
    case targetIsNotEmpty
    /// A move of another installation into this target was begun.
    case targetIsAnothers
    /// After copying, the sides do not agree.
    case differs(table: String, rows: Int, Int)
}

extension SQLValue {
    /// Its kind, its length, its bytes: no two rows that differ give the same.
    fileprivate func digest(into hash: inout SHA256) {
        func add(_ kind: UInt8, _ bytes: some Sequence<UInt8>, count: Int) {
            hash.update(data: [kind])
            withUnsafeBytes(of: UInt64(count).bigEndian) { hash.update(bufferPointer: $0) }
            hash.update(data: Array(bytes))
        }
        switch self {
        case .null: add(0, [], count: 0)
        case .integer(let integer): add(1, withUnsafeBytes(of: integer.bigEndian) { Array($0) }, count: 8)
        case .text(let text): add(2, text.utf8, count: text.utf8.count)
        case .bytes(let bytes): add(3, bytes, count: bytes.count)
        }
    }
}
