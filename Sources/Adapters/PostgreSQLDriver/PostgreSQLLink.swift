import CLibpq
import Foundation
import Glibc
import Ports
import SQLStore

/// One connection of libpq, used by one thread at a time. Every call blocks.
final class PostgreSQLLink {
    let connection: OpaquePointer
    /// Server-side prepared statements.
    var prepared: [SQL: PostgreSQLPrepared] = [:]
    private var names = 0
    var isBroken = false
    private var kept: [PostgreSQLQuestion] = []
    private var bytesKept = 0
    /// At least one of them must change one row.
    private(set) var keepsComplaints = false
    /// As it stands when what was kept back is sent.
    private var reach: SQLReach?
    /// Where tables without a schema's name are.
    private(set) var schema = ""
    /// Of this connection alone (``WriteMarks``).
    let slot = UUID().uuidString

    private var planningInterval = Duration.seconds(1)
    private var nextPlanning: ContinuousClock.Instant
    /// About a hundred statements are planned again then, each when it is next used: some milliseconds.
    private static let longestPlanningInterval = Duration.seconds(600)

    /// - Parameter address: a URL or a connection string of libpq; TLS as its `sslmode` says.
    /// - Parameter planning: after how long statements are planned anew for the first time.
    /// - Throws: `StoreError.unavailable`, in libpq's words, which name host and reason and never a password.
    init(_ address: String, planning: Duration = .seconds(1)) throws {
        nextPlanning = .now + planning
        let words = try PostgreSQLAddress(address)
        guard let connection = words.connect() else { throw StoreError.unavailable("libpq has no memory") }
        guard PQstatus(connection) == CONNECTION_OK else {
            let reason = words.told(PostgreSQLError.words(PQerrorMessage(connection)))
            PQfinish(connection)
            throw StoreError.unavailable("PostgreSQL cannot be reached: \(reason)")
        }
        self.connection = connection
        // Notices of the server would go to standard error.
        PQsetNoticeProcessor(connection, { _, _ in }, nil)
        do {
            // An acknowledged write is on disk, whatever the role or the database is set to. A node that falls silent in
            // the middle of a write holds others up for three seconds; one whose machine or network is gone is noticed
            // while it waits for its turn, too. Counting a fleet's list asks of each device whether commands wait for it:
            // with the default memory, PostgreSQL would read all of 130,000 waiting commands for every device.
            schema = try command(
                """
                SELECT set_config('synchronous_commit', 'on', false)
                WHERE current_setting('synchronous_commit') = 'off';
                SET idle_in_transaction_session_timeout = '3s'; SET lock_timeout = '20s';
                SET tcp_keepalives_idle = 2; SET tcp_keepalives_interval = 1; SET tcp_keepalives_count = 3;
                SET tcp_user_timeout = '5s'; SET work_mem = '32MB';
                SELECT current_schema()::text
                """
            ).word()
        } catch {
            throw StoreError.unavailable("PostgreSQL ended the connection at once: \(error)")
        }
        // Not every platform has the means for it.
        _ = try? command("SET client_connection_check_interval = '1s'")
    }

    deinit { PQfinish(connection) }

    var socket: Int32 { PQsocket(connection) }

    /// Has PostgreSQL plan prepared statements anew when they are due for it. Outside of transactions.
    ///
    /// A plan is kept for as long as the connection lives, or until somebody has analyzed the tables. One that was made
    /// while a table was empty takes any index for as good as another, and reads a whole company to find one device of it.
    func replanWhenDue() throws {
        guard ContinuousClock.now >= nextPlanning else { return }
        planningInterval = min(planningInterval * 2, Self.longestPlanningInterval)
        nextPlanning = .now + planningInterval
        try command("DISCARD PLANS")
    }

    /// Several statements without values, such as BEGIN; the last one's result.
    @discardableResult
    func command(_ text: String) throws -> PostgreSQLResult {
        try take(PQexec(connection, text))
    }

    /// COMMIT goes by its own name on the wire.
    func nextName(for sql: SQL) -> String {
        names += 1
        return sql.text == "COMMIT" ? "COMMIT\(names)" : "s\(names)"
    }

    func keep(_ question: PostgreSQLQuestion) {
        kept.append(question)
        bytesKept += question.values.reduce(0) { $0 + $1.size }
        keepsComplaints = keepsComplaints || question.complaint != nil
    }

    var countKept: Int { kept.count }
    var isFull: Bool { kept.count >= Self.mostKept || bytesKept >= Self.mostBytesKept }

    func takeKept() -> [PostgreSQLQuestion] {
        defer { (kept, bytesKept, keepsComplaints) = ([], 0, false) }
        return kept
    }

    /// BEGIN, and whose rows the transaction meets.
    func begin(_ statement: SQL, _ reach: SQLReach) throws {
        _ = takeKept()
        keep(PostgreSQLQuestion(statement))
        self.reach = .unsaid
        try turn(to: reach)
    }

    /// From here on the transaction meets these rows.
    func turn(to reach: SQLReach) throws {
        guard reach != self.reach else { return }
        keep(try reach.question)
        self.reach = reach
    }

    /// Whether the server answers within so many milliseconds. After false the connection is of no use.
    func answers(within milliseconds: Int32) -> Bool {
        guard PQsendQuery(connection, "SELECT 1") == 1 else { return false }
        let end = ContinuousClock.now + .milliseconds(Int(milliseconds))
        while true {
            while PQisBusy(connection) == 0 {
                guard let result = PQgetResult(connection) else { return PQstatus(connection) == CONNECTION_OK }
                PQclear(result)
            }
            let left = (end - .now) / .milliseconds(1)
            var waiting = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
            guard left > 0, poll(&waiting, 1, Int32(left.rounded(.up))) > 0, PQconsumeInput(connection) == 1 else {
                return false
            }
        }
    }

    /// What others announced; nil when the connection is gone. Does not block.
    func notifications() -> [String]? {
        guard PQconsumeInput(connection) == 1, PQstatus(connection) == CONNECTION_OK else { return nil }
        var lines: [String] = []
        while let notification = PQnotifies(connection) {
            lines.append(String(cString: notification.pointee.extra))
            PQfreemem(notification)
        }
        return lines
    }

    private func take(_ result: OpaquePointer?) throws -> PostgreSQLResult {
        guard let result else {
            isBroken = true
            throw PostgreSQLError.lost(PostgreSQLError.words(PQerrorMessage(connection)))
        }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: return PostgreSQLResult(result)
        default:
            defer { PQclear(result) }
            guard PQstatus(connection) == CONNECTION_OK else {
                isBroken = true
                throw PostgreSQLError.lost(PostgreSQLError.words(PQerrorMessage(connection)))
            }
            let error = PostgreSQLError(result, isPrepared: false)
            if case .lost = error { isBroken = true }
            throw error
        }
    }
}
