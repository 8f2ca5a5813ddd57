import Administration
import Enrollments
import Foundation
import Ports

/// Both logs in one order: a page of each behind the same position, then merged (decision 0015).
extension SQLTransaction {
    func logPage(_ question: LogQuestion, limit: Int, in scope: CompanyScope) throws -> LogPage {
        let limit = max(1, limit)
        let floor = try keywordFloor(question, in: scope)
        var lines: [LogLine] = []
        if question.query.kind != .device {
            lines += try managementLines(question, floor: floor, limit: limit + 1, in: scope)
        }
        if question.query.kind != .management {
            lines += try deviceLines(question, floor: floor, limit: limit + 1, in: scope)
        }
        let clock = question.query.clock
        let sorted = lines.map { ($0.position(by: clock), $0) }.sorted { $0.0 > $1.0 }
        if sorted.count > limit {
            let shown = sorted.prefix(limit)
            return LogPage(lines: shown.map(\.1), next: shown.last?.0)
        }
        return LogPage(
            lines: sorted.map(\.1), next: floor.map { .olderThan(milliseconds: $0) },
            searchedBackTo: floor.map { Date(timeIntervalSince1970: Double($0) / 1000) })
    }

    /// The instant (milliseconds) down to which a keyword is looked for from here; nil when that is everything.
    private func keywordFloor(_ question: LogQuestion, in scope: CompanyScope) throws -> Int64? {
        guard LogSearchText.pattern(question.query.text) != nil, question.query.device == nil else { return nil }
        var floors: [Int64] = []
        for table in LogTable.both where table.isAsked(for: question.query) {
            var conditions = LogConditions(table, question, floor: nil, in: scope)
            conditions.appendPlace()
            let reach = conditions.builder.bind(.integer(max(1, question.keywordReach)))
            let statement = SQL(
                "SELECT", table.time(question.query.clock), "AS floor FROM", table.name, "l WHERE",
                conditions.builder.statement, "ORDER BY", table.order(question.query.clock, "DESC"), "LIMIT 1 OFFSET",
                reach
            ).varied
            guard let row = try row(statement, conditions.builder.values) else { continue }
            floors.append(Int64(try row.integer("floor")))
        }
        return floors.max()
    }

    private func managementLines(_ question: LogQuestion, floor: Int64?, limit: Int, in scope: CompanyScope) throws
        -> [LogLine]
    {
        try logRows(.management, question, floor: floor, limit: limit, in: scope).map { row in
            LogLine(try LogLine.Source(management: row), deviceName: try row.deviceName())
        }
    }

    private func deviceLines(_ question: LogQuestion, floor: Int64?, limit: Int, in scope: CompanyScope) throws
        -> [LogLine]
    {
        try logRows(.device, question, floor: floor, limit: limit, in: scope).map { row in
            LogLine(try LogLine.Source(device: row), deviceName: try row.deviceName())
        }
    }

    private func logRows(
        _ table: LogTable, _ question: LogQuestion, floor: Int64?, limit: Int, in scope: CompanyScope
    ) throws -> [SQLRow] {
        var conditions = LogConditions(table, question, floor: floor, in: scope)
        conditions.appendPlace()
        conditions.appendFilters()
        let most = conditions.builder.bind(.integer(limit))
        let statement = SQL(
            "SELECT k.*, e.name AS device_name, e.serial_number AS device_serial FROM (SELECT l.* FROM", table.name,
            "l WHERE", conditions.builder.statement, "ORDER BY", table.order(question.query.clock, "DESC"), "LIMIT",
            most, ") k LEFT JOIN enrollments e ON e.company_id = k.company_id AND", table.enrollmentOfRow
        ).varied
        return try rows(statement, conditions.builder.values)
    }

    func logState(in scope: CompanyScope) throws -> LogState {
        guard let row = try row("SELECT * FROM audit_logs WHERE company_id = $1", [scope.value]) else {
            throw StoreError.unreadable("this company has no log")
        }
        return LogState(
            length: try row.integer("length"), dropped: try row.integer("dropped"),
            droppedHash: try row.optionalBytes("dropped_hash"), keptDays: try row.integer("kept_days"))
    }

    func setKeptDays(_ days: Int, in scope: CompanyScope) throws {
        try executeOnOne(
            "log", "UPDATE audit_logs SET kept_days = $2 WHERE company_id = $1", [scope.value, .integer(days)])
    }

    func dropAuditEntries(through last: KeptEntry, in scope: CompanyScope) throws {
        try executeOnOne(
            "entry",
            """
            UPDATE audit_logs SET dropped = $2, dropped_hash = $3
            WHERE company_id = $1 AND dropped < $2 AND EXISTS (
                SELECT 1 FROM audit_entries WHERE company_id = $1 AND sequence = $2 AND hash = $3)
            """, [scope.value, .integer(last.sequence), .bytes(last.hash)])
        try execute(
            "DELETE FROM audit_entries WHERE company_id = $1 AND sequence <= $2",
            [scope.value, .integer(last.sequence)])
    }

    func dropDeviceEvents(before: Date, limit: Int, in scope: CompanyScope) throws -> Int {
        try changes(
            """
            DELETE FROM device_events WHERE company_id = $1 AND (device_id, number) IN (
                SELECT device_id, number FROM device_events WHERE company_id = $1 AND occurred_at < $2
                ORDER BY occurred_at LIMIT $3)
            """, [scope.value, .instant(before), .integer(max(0, limit))])
    }
}

extension SQLRow {
    fileprivate func deviceName() throws -> String? {
        guard let name = try optionalText("device_name") else { return nil }
        return name.isEmpty ? try optionalText("device_serial") : name
    }
}
