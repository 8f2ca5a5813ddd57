import SQLStore

/// Who waits for whom among the writes of all nodes: advisory locks that end with the transaction.
///
/// One lock is the gate: held together by writes that run beside each other, by one alone otherwise. Each unit has a
/// lock of its own. They are taken in one order, gate first, so that nobody waits in a circle for them.
enum PostgreSQLTurns {
    static func statement(for turn: SQLTurn, in schema: String) -> String {
        let gate = key(schema, "gate")
        guard case .beside(let units) = turn else { return "SELECT pg_advisory_xact_lock(\(gate))" }
        let keys = Set(units.map { key(schema, "unit/\($0)") }).sorted()
        switch keys.count {
        case 0: return "SELECT pg_advisory_xact_lock_shared(\(gate))"
        case 1: return "SELECT pg_advisory_xact_lock_shared(\(gate)), pg_advisory_xact_lock(\(keys.first ?? 0))"
        default:
            let list = keys.map(String.init).joined(separator: ",")
            return "SELECT pg_advisory_xact_lock_shared(\(gate)); "
                + "SELECT pg_advisory_xact_lock(k) FROM unnest('{\(list)}'::bigint[]) AS k"
        }
    }

    /// The same on each node (FNV-1a, 64 bits). Two names with one key would only wait for each other.
    static func key(_ schema: String, _ name: String) -> Int64 {
        let hash = "kizuna/\(schema)/\(name)".utf8.reduce(UInt64(14_695_981_039_346_656_037)) {
            ($0 ^ UInt64($1)) &* 1_099_511_628_211
        }
        return Int64(bitPattern: hash)
    }
}
