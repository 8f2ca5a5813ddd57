import Administration
import Enrollments
import Foundation
import Ports

/// The two tables behind ログ.
enum LogTable {
    case management, device

    static let both: [LogTable] = [.management, .device]

    func isAsked(for query: LogQuery) -> Bool {
        switch (self, query.kind) {
        case (.management, .device), (.device, .management): false
        default: true
        }
    }

    var name: SQL { self == .management ? "audit_entries" : "device_events" }
    var event: SQL { self == .management ? "l.event" : "l.kind" }

    /// What the server does it knows at once: 管理ログ has one time.
    func time(_ clock: LogQuery.Clock) -> SQL {
        self == .device && clock == .received ? "l.received_at" : "l.occurred_at"
    }

    func order(_ clock: LogQuery.Clock, _ direction: SQL) -> SQL {
        switch self {
        case .management: SQL(time(clock), direction, ", l.sequence", direction)
        case .device: SQL(time(clock), direction, ", l.device_id", direction, ", l.number", direction)
        }
    }

    /// The enrollment `e` whose name a row `k` shows.
    var enrollmentOfRow: SQL {
        switch self {
        case .management: "e.device_id = k.device_id AND e.is_current = 1"
        case .device: "e.id = k.enrollment_id"
        }
    }
}

/// Conditions over a row `l` of one of the tables, literal pieces with bound values.
struct LogConditions {
    var builder: SQLBuilder
    private let table: LogTable
    private let question: LogQuestion
    private let floor: Int64?
    private let company: SQL
    private var query: LogQuery { question.query }

    /// - Parameter floor: milliseconds; only this instant and later ones.
    init(_ table: LogTable, _ question: LogQuestion, floor: Int64?, in scope: CompanyScope) {
        self.table = table
        self.question = question
        self.floor = floor
        builder = SQLBuilder("l.company_id =")
        let company = builder.bind(scope.value)
        self.company = company
        builder.append(company)
    }

    /// Period, page and the reach of a keyword: what the order's own index answers.
    mutating func appendPlace() {
        let time = table.time(query.clock)
        let period = query.period(in: question.timeZone)
        if let from = period.from { builder.append("AND", time, ">=", builder.bind(.instant(from))) }
        if let until = period.until { builder.append("AND", time, "<", builder.bind(.instant(until))) }
        if let floor { builder.append("AND", time, ">=", builder.bind(.integer(floor))) }
        guard let cursor = query.cursor else { return }
        let instant = builder.bind(.integer(cursor.milliseconds))
        switch (table, cursor.device) {
        // At one instant 管理ログ comes first: what is left of it after a line of 機器ログ is older.
        case (.management, _?): builder.append("AND", time, "<", instant)
        case (.management, nil):
            builder.append("AND (", time, ", l.sequence) < (", instant, ",", builder.bind(.integer(cursor.number)), ")")
        case (.device, nil): builder.append("AND", time, "<=", instant)
        case (.device, let device?):
            builder.append(
                "AND (", time, ", l.device_id, l.number) < (", instant, ",", builder.bind(.text(device.withoutNUL)),
                ",", builder.bind(.integer(cursor.number)), ")")
        }
    }

    mutating func appendFilters() {
        if query.kind == .notices { appendNotices() }
        if let device = query.device {
            builder.append("AND l.device_id =", builder.bind(.text(device.description.withoutNUL)))
        }
        if let organization = query.organization {
            let name = builder.bind(.text(organization.description.withoutNUL))
            builder.append(
                """
                AND l.device_id IN (
                    SELECT o.device_id FROM enrollments o WHERE o.is_current = 1 AND o.company_id =
                """, company, "AND o.organization_id =", name, ")")
        }
        appendKeyword()
    }

    private mutating func appendNotices() {
        let more: [String] =
            table == .management
            ? question.noticeEvents.map(\.rawValue) : question.noticeDeviceEvents.map(\.rawValue)
        guard !more.isEmpty else { return builder.append("AND l.is_notice = 1") }
        builder.append("AND (l.is_notice = 1 OR", oneOf(more), ")")
    }

    /// In the line's own words, in the names of events, and in what the list of devices finds a device by.
    private mutating func appendKeyword() {
        guard let pattern = LogSearchText.pattern(query.text) else { return }
        let place = builder.bind(.text(pattern))
        builder.append("AND (l.search_text LIKE", place, "ESCAPE '\\'")
        let events: [String] =
            table == .management
            ? question.eventsOfKeyword.map(\.rawValue) : question.deviceEventsOfKeyword.map(\.rawValue)
        if !events.isEmpty { builder.append("OR", oneOf(events)) }
        builder.append(
            """
            OR l.device_id IN (
                SELECT d.device_id FROM enrollments d WHERE d.is_current = 1 AND d.company_id =
            """, company, "AND d.search_text LIKE", place, "ESCAPE '\\'))")
    }

    private mutating func oneOf(_ events: [String]) -> SQL {
        SQL(table.event, "IN (", SQL(joining: events.map { builder.bind(.text($0)) }), ")")
    }
}
