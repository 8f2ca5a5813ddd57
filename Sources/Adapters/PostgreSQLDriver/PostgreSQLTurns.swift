import SQLStore

/// Who waits for whom among the writes of all nodes: advisory locks that end with the transaction.
///
/// One lock is the gate: held together by writes that run beside each other, by one alone otherwise. Each unit has a
/// lock of its own. They are taken in one order, gate first, so that nobody waits in a circle for them.
enum PostgreSQLTurns {
    static func question(for turn: SQLTurn, in schema: String) -> PostgreSQLQuestion {
        let gate = SQLValue.integer(key(schema, "gate"))
        guard case .beside(let units) = turn else {
            return PostgreSQLQuestion("SELECT pg_advisory_xact_lock($1)", [gate])
        }
        guard !units.isEmpty else { return PostgreSQLQuestion("SELECT pg_advisory_xact_lock_shared($1)", [gate]) }
        let keys = Set(units.map { key(schema, "unit/\($0)") }).sorted().map(String.init).joined(separator: ",")
        // The gate is there from the first row on; to take it again costs next to nothing.
        return PostgreSQLQuestion(
            """
            SELECT pg_advisory_xact_lock_shared($1), pg_advisory_xact_lock(k) FROM unnest($2::bigint[]) AS k
            """, [gate, .text("{\(keys)}")])
    }

    /// The same on each node (FNV-1a, 64 bits). Two names with one key would only wait for each other.
    static func key(_ schema: String, _ name: String) -> Int64 {
        let hash = "kizuna/\(schema)/\(name)".utf8.reduce(UInt64(14_695_981_039_346_656_037)) {
            ($0 ^ UInt64($1)) &* 1_099_511_628_211
        }
        return Int64(bitPattern: hash)
    }
}
