import CLibpq
import Ports
import SQLStore

/// A statement that waits to be sent.
struct PostgreSQLQuestion {
    let statement: SQL
    let values: [SQLValue]
    /// What is wrong when it changes another number of rows than one; nil when any number will do.
    var complaint: String?

    init(_ statement: SQL, _ values: [SQLValue] = [], complaint: String? = nil) {
        self.statement = statement
        self.values = values
        self.complaint = complaint
    }
}

/// What is sent together (libpq's pipeline mode): one round trip for several statements, in their order. The server skips what
/// follows a statement that failed, a COMMIT too.
extension PostgreSQLLink {
    /// More than so many statements, or bytes of values, are not kept back: they are sent, and their outcome is waited for.
    static let mostKept = 256
    static let mostBytesKept = 256 << 10

    /// Keeps a statement back until something is asked, or the transaction ends.
    ///
    /// Nothing of it is sent before: a server that has got half of what goes together cannot tell a node that has fallen silent
    /// from a slow line, and would hold its locks.
    func later(_ question: PostgreSQLQuestion) throws {
        keep(question)
        if isFull { try settle() }
    }

    /// Sends what was kept back, and waits for its outcome.
    func settle() throws { _ = try sendKept() }

    /// What was kept back goes before it.
    func run(_ statement: SQL, _ values: [SQLValue]) throws -> PostgreSQLResult {
        keep(PostgreSQLQuestion(statement, values))
        guard let last = try sendKept().last else { throw PostgreSQLError.lost("a statement had no result") }
        return last
    }

    /// - Returns: the results of what was kept back.
    /// - Throws: what went wrong first of all that was sent. The transaction is to be rolled back then.
    func sendKept() throws -> [PostgreSQLResult] {
        let questions = takeKept()
        guard !questions.isEmpty else { return [] }
        let results = try exchange(questions)
        for (question, result) in zip(questions, results) {
            if let complaint = question.complaint, result.changes != 1 {
                throw PostgreSQLError.refused(.conflict(complaint))
            }
        }
        return results
    }

    /// With what was kept back, unless counts are to be looked at first: nothing is kept of a transaction whose counts are not
    /// as they must be.
    ///
    /// - Throws: `lost`: whether it was committed is not known; any other: it was not, and is to be rolled back.
    func commit() throws {
        if keepsComplaints {
            do {
                try settle()
            } catch PostgreSQLError.lost(let words) {
                // COMMIT was not sent.
                throw PostgreSQLError.interrupted(words)
            }
        }
        guard try run("COMMIT", []).tag == "COMMIT" else {
            throw PostgreSQLError.interrupted("PostgreSQL rolled a transaction back")
        }
    }

    /// Also when the connection or the transaction is of no use any more.
    func rollBack() {
        _ = takeKept()
        if !isBroken { _ = try? command("ROLLBACK") }
    }

    private enum Step {
        case preparation(SQL)
        case question(SQL)
    }

    /// - Returns: a result for each.
    private func exchange(_ questions: [PostgreSQLQuestion]) throws -> [PostgreSQLResult] {
        guard PQenterPipelineMode(connection) == 1 else { throw lost() }
        let steps = try post(questions)
        var results: [PostgreSQLResult] = []
        results.reserveCapacity(questions.count)
        var failure: PostgreSQLError?
        for step in steps {
            guard let result = PQgetResult(connection) else { throw lost(failure) }
            switch (PQresultStatus(result), step) {
            case (PGRES_COMMAND_OK, .preparation): PQclear(result)
            case (PGRES_COMMAND_OK, .question(let sql)), (PGRES_TUPLES_OK, .question(let sql)),
                (PGRES_EMPTY_QUERY, .question(let sql)):
                results.append(PostgreSQLResult(result, prepared[sql]))
            case (_, .preparation(let sql)):
                // It may not have come that far: under its next name.
                prepared[sql] = nil
                fallthrough
            default:
                if PQresultStatus(result) != PGRES_PIPELINE_ABORTED, failure == nil { failure = told(result) }
                PQclear(result)
            }
            // Each statement's results end with none.
            while let more = PQgetResult(connection) { PQclear(more) }
            guard PQstatus(connection) == CONNECTION_OK else { throw lost(failure) }
        }
        guard let end = PQgetResult(connection) else { throw lost(failure) }
        let isEnd = PQresultStatus(end) == PGRES_PIPELINE_SYNC
        PQclear(end)
        guard isEnd, PQstatus(connection) == CONNECTION_OK, PQexitPipelineMode(connection) == 1 else {
            throw lost(failure)
        }
        if let failure { throw failure }
        guard results.count == questions.count else { throw lost() }
        return results
    }

    /// libpq takes in what the server answers while it cannot send more, so neither waits for the other for ever.
    private func post(_ questions: [PostgreSQLQuestion]) throws -> [Step] {
        var steps: [Step] = []
        steps.reserveCapacity(questions.count)
        for question in questions {
            let (sql, values) = (question.statement, PostgreSQLParameters(question.values))
            let isSent: Int32
            if sql.isVaried {
                isSent = values.use { count, texts, lengths, formats in
                    PQsendQueryParams(connection, sql.text, count, nil, texts, lengths, formats, 1)
                }
            } else {
                let name: String
                if let known = prepared[sql] {
                    name = known.name
                } else {
                    let new = PostgreSQLPrepared(name: nextName(for: sql))
                    guard PQsendPrepare(connection, new.name, sql.text, 0, nil) == 1 else { throw lost() }
                    prepared[sql] = new
                    steps.append(.preparation(sql))
                    name = new.name
                }
                isSent = values.use { count, texts, lengths, formats in
                    PQsendQueryPrepared(connection, name, count, texts, lengths, formats, 1)
                }
            }
            guard isSent == 1 else { throw lost() }
            steps.append(.question(sql))
        }
        guard PQpipelineSync(connection) == 1 else { throw lost() }
        return steps
    }

    private func told(_ result: OpaquePointer) -> PostgreSQLError {
        if PostgreSQLError.isStale(result) {
            isBroken = true
            return .interrupted("a prepared statement is out of date")
        }
        let error = PostgreSQLError(result, isPrepared: true)
        if case .lost = error { isBroken = true }
        return error
    }

    /// What the server said before it ended the connection, when it did.
    private func lost(_ reason: PostgreSQLError? = nil) -> PostgreSQLError {
        isBroken = true
        if case .refused(let error) = reason, case .unavailable(let words) = error { return .lost(words) }
        return .lost(PostgreSQLError.words(PQerrorMessage(connection)))
    }
}
