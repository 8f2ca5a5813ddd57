import SQLStore

/// What tells whether a transaction was committed when its answer is lost: a random number that it wrote itself.
///
/// Each connection has a row of its own, changed by each of its transactions as the first thing. The row is there with
/// the number, or the transaction did not happen, on whichever server is asked: after a crash too, when the server gives
/// transaction numbers out again that it had not written down, and after a change to a standby that lagged behind.
enum WriteMarks {
    static func newMark() -> Int64 { Int64.random(in: 1...Int64.max) }

    /// At the first connection of a process; forgets connections that ended more than a day ago.
    static func prepare(_ link: PostgreSQLLink) throws {
        if try link.command("SELECT COALESCE(to_regclass('write_marks')::text, '')").word().isEmpty {
            // One row on a page leaves room for its next versions.
            try link.command(
                """
                BEGIN; SELECT pg_advisory_xact_lock(\(PostgreSQLTurns.key(link.schema, "marks")));
                CREATE TABLE IF NOT EXISTS write_marks (
                    slot TEXT NOT NULL PRIMARY KEY, mark BIGINT NOT NULL, at TIMESTAMPTZ NOT NULL) WITH (fillfactor = 10);
                COMMIT
                """)
        }
        // A server that is read-only now may be the primary soon.
        _ = try? link.command("DELETE FROM write_marks WHERE at < now() - INTERVAL '1 day'")
    }

    static func question(_ mark: Int64, slot: String) -> PostgreSQLQuestion {
        PostgreSQLQuestion(
            """
            INSERT INTO write_marks (slot, mark, at) VALUES ($1, $2, now())
            ON CONFLICT (slot) DO UPDATE SET mark = excluded.mark, at = excluded.at
            """, [.text(slot), .integer(mark)])
    }

    /// The number that the connection's last committed transaction wrote. Waits for one that has not ended.
    static func last(of slot: String, on link: PostgreSQLLink) throws -> Int64 {
        let word = try link.command(
            """
            INSERT INTO write_marks (slot, mark, at) VALUES ('\(slot)', 0, now())
            ON CONFLICT (slot) DO UPDATE SET at = excluded.at RETURNING mark::text
            """
        ).word()
        return Int64(word) ?? 0
    }
}
