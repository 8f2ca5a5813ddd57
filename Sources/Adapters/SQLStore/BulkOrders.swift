import Administration
import CommandQueue
import Enrollments
import Foundation
import Ports

extension SQLTransaction {
    func freezeTargets(of id: BulkOrderID, _ query: DeviceListQuery, at now: Date, in scope: CompanyScope) throws -> Int
    {
        let found = try found(query, in: scope)
        var pieces = try pieces(at: now, in: scope)
        let order = pieces.builder.bind(.text(id.description))
        pieces.builder.append(
            "INSERT INTO bulk_targets (company_id, order_id, enrollment_id) SELECT e.company_id, CAST(", order,
            "AS TEXT), e.id FROM enrollments e WHERE e.is_current = 1 AND e.state = 'enrolled' AND e.company_id =",
            pieces.company)
        pieces.append(filtersOf: query, onlySearch: false, found: found)
        for named in pieces.named { pieces.builder.append("AND", named) }
        return try changes(pieces.builder.statement, pieces.builder.values)
    }

    func insert(_ order: BulkOrder, in scope: CompanyScope) throws {
        try execute(
            """
            INSERT INTO bulk_orders (company_id, id, ordered_at, ordered_by, conditions, target_count, handed_out_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            [
                scope.value, .text(order.id.description), .instant(order.orderedAt), .text(order.orderedBy),
                .text(StoredFields.encode(order.query.items.map { AuditField($0.name, $0.value.withoutNUL) })),
                .integer(order.targetCount), .instant(order.handedOutAt),
            ])
    }

    func bulkOrder(_ id: BulkOrderID, in scope: CompanyScope) throws -> BulkOrder? {
        // It comes from an address.
        guard !id.description.utf8.contains(0) else { return nil }
        return try row(
            "SELECT * FROM bulk_orders WHERE company_id = $1 AND id = $2", [scope.value, .text(id.description)]
        ).map(BulkOrder.init)
    }

    func bulkOrders(limit: Int, in scope: CompanyScope) throws -> [BulkOrder] {
        try rows(
            "SELECT * FROM bulk_orders WHERE company_id = $1 ORDER BY ordered_at DESC, id DESC LIMIT $2",
            [scope.value, .integer(max(0, limit))]
        ).map(BulkOrder.init)
    }

    func openBulkOrders() throws -> [(scope: CompanyScope, id: BulkOrderID)] {
        try rows(
            """
            SELECT o.company_id, o.id FROM bulk_orders o WHERE o.handed_out_at IS NULL AND NOT EXISTS (
                SELECT 1 FROM bulk_orders b WHERE b.company_id = o.company_id AND b.handed_out_at IS NULL
                    AND (b.ordered_at < o.ordered_at OR (b.ordered_at = o.ordered_at AND b.id < o.id)))
            ORDER BY o.company_id
            """
        ).map { (try $0.scope(), BulkOrderID(stored: try $0.text("id"))) }
    }

    func openBulkOrders(in scope: CompanyScope) throws -> [BulkOrder] {
        try rows(
            "SELECT * FROM bulk_orders WHERE company_id = $1 AND handed_out_at IS NULL ORDER BY ordered_at, id",
            [scope.value]
        ).map(BulkOrder.init)
    }

    func waitingTargets(of id: BulkOrderID, behind last: EnrollmentID?, limit: Int, in scope: CompanyScope) throws
        -> [EnrollmentID]
    {
        try rows(
            """
            SELECT enrollment_id FROM bulk_targets
            WHERE company_id = $1 AND order_id = $2 AND enrollment_id > $3 AND uuid IS NULL AND obstacle IS NULL
            ORDER BY enrollment_id LIMIT $4
            """,
            [scope.value, .text(id.description), .text(last?.description ?? ""), .integer(max(0, limit))]
        ).map { EnrollmentID(stored: try $0.text("enrollment_id")) }
    }

    func isWaiting(_ target: EnrollmentID, of id: BulkOrderID, in scope: CompanyScope) throws -> Bool {
        try count(
            """
            SELECT COUNT(*) AS count FROM bulk_targets
            WHERE company_id = $1 AND order_id = $2 AND enrollment_id = $3 AND uuid IS NULL AND obstacle IS NULL
            """, [scope.value, .text(id.description), target.value]) == 1
    }

    func handOut(_ last: CommandUUID, to target: EnrollmentID, of id: BulkOrderID, in scope: CompanyScope) throws {
        try executeOnOne(
            "waiting device of an order",
            """
            UPDATE bulk_targets SET uuid = $4
            WHERE company_id = $1 AND order_id = $2 AND enrollment_id = $3 AND uuid IS NULL AND obstacle IS NULL
            """, [scope.value, .text(id.description), target.value, last.value])
    }

    func skip(_ target: EnrollmentID, for obstacle: BulkObstacle, of id: BulkOrderID, in scope: CompanyScope) throws {
        try execute(
            """
            UPDATE bulk_targets SET obstacle = $4
            WHERE company_id = $1 AND order_id = $2 AND enrollment_id = $3 AND uuid IS NULL AND obstacle IS NULL
            """, [scope.value, .text(id.description), target.value, .text(obstacle.rawValue)])
    }

    func endHandingOut(of id: BulkOrderID, at now: Date, in scope: CompanyScope) throws {
        try execute(
            """
            UPDATE bulk_orders SET handed_out_at = $3
            WHERE company_id = $1 AND id = $2 AND handed_out_at IS NULL AND NOT EXISTS (
                SELECT 1 FROM bulk_targets t
                WHERE t.company_id = $1 AND t.order_id = $2 AND t.uuid IS NULL AND t.obstacle IS NULL)
            """, [scope.value, .text(id.description), .instant(now)])
    }

    func bulkSteps(of id: BulkOrderID, in scope: CompanyScope) throws -> [BulkStep: Int] {
        let counted = try rows(
            SQL(
                "SELECT s.step, COUNT(*) AS count FROM (SELECT", Self.step, "AS step FROM bulk_targets t",
                Self.commands,
                "WHERE t.company_id = $1 AND t.order_id = $2) s GROUP BY s.step"),
            [scope.value, .text(id.description)])
        return Dictionary(
            uniqueKeysWithValues: try counted.map { (try Self.step(of: $0), try $0.integer("count")) })
    }

    func bulkTargets(
        of id: BulkOrderID, step: BulkStep?, behind last: EnrollmentID?, limit: Int, in scope: CompanyScope
    ) throws -> [BulkTarget] {
        try rows(
            SQL(
                "SELECT * FROM (SELECT t.enrollment_id, t.obstacle, e.device_id, e.name, e.serial_number,", Self.step,
                "AS step,", Self.since, "AS since FROM bulk_targets t", Self.commands,
                """
                JOIN enrollments e ON e.company_id = t.company_id AND e.id = t.enrollment_id
                WHERE t.company_id = $1 AND t.order_id = $2 AND t.enrollment_id > $3) s
                WHERE CAST($4 AS TEXT) = '' OR s.step = $4 ORDER BY s.enrollment_id LIMIT $5
                """),
            [
                scope.value, .text(id.description), .text(last?.description ?? ""), .text(step?.rawValue ?? ""),
                .integer(max(0, limit)),
            ]
        ).map { row in
            BulkTarget(
                enrollmentID: EnrollmentID(stored: try row.text("enrollment_id")),
                deviceID: DeviceID(stored: try row.text("device_id")), name: try row.text("name"),
                serialNumber: try row.text("serial_number"), step: try Self.step(of: row),
                obstacle: try row.optionalText("obstacle").map { _ in
                    try row.value("obstacle") { BulkObstacle(rawValue: $0) }
                },
                since: try row.optionalInstant("since"))
        }
    }

    func forgetOneBulkOrder(before: Date) throws -> Bool {
        let oldest = try row(
            """
            SELECT company_id, id FROM bulk_orders WHERE ordered_at < $1 AND handed_out_at IS NOT NULL
            ORDER BY ordered_at LIMIT 1
            """, [.instant(before)])
        guard let oldest else { return false }
        let key = [try oldest.value("company_id"), try oldest.value("id")]
        try execute("DELETE FROM bulk_targets WHERE company_id = $1 AND order_id = $2", key)
        try execute("DELETE FROM bulk_orders WHERE company_id = $1 AND id = $2", key)
        return true
    }

    private static func step(of row: SQLRow) throws -> BulkStep { try row.value("step") { BulkStep(rawValue: $0) } }

    /// What became of the command that stands for the device: it waits, or it has ended.
    private static let commands: SQL = """
        LEFT JOIN commands c ON c.company_id = t.company_id AND c.uuid = t.uuid
        LEFT JOIN finished_commands f ON f.company_id = t.company_id AND f.uuid = t.uuid
        """

    private static let step: SQL = """
        CASE WHEN t.obstacle IS NOT NULL THEN 'skipped' WHEN t.uuid IS NULL THEN 'preparing'
            WHEN f.outcome = 'acknowledged' THEN 'completed'
            WHEN f.outcome IN ('error', 'commandFormatError') THEN 'failed'
            WHEN c.uuid IS NULL THEN 'ended'
            WHEN c.fetched_at IS NOT NULL AND (c.last_not_now_at IS NULL OR c.last_not_now_at < c.fetched_at) THEN 'fetched'
            WHEN c.not_now_count > 0 THEN 'not-now' WHEN c.pushed_at IS NOT NULL THEN 'accepted' ELSE 'waiting' END
        """

    private static let since: SQL = """
        CASE WHEN f.uuid IS NOT NULL THEN f.ended_at
            WHEN c.fetched_at IS NOT NULL AND (c.last_not_now_at IS NULL OR c.last_not_now_at < c.fetched_at)
            THEN c.fetched_at
            WHEN c.not_now_count > 0 THEN c.last_not_now_at ELSE COALESCE(c.pushed_at, c.queued_at) END
        """
}

extension BulkOrder {
    fileprivate init(_ row: SQLRow) throws {
        let conditions = try row.value("conditions") { StoredFields.decode($0) }
        self.init(
            id: BulkOrderID(stored: try row.text("id")), orderedAt: try row.instant("ordered_at"),
            orderedBy: try row.text("ordered_by"),
            query: DeviceListQuery(items: conditions.map { ($0.name, $0.value) }),
            targetCount: try row.integer("target_count"), handedOutAt: try row.optionalInstant("handed_out_at"))
    }
}
