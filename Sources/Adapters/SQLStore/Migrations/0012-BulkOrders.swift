extension Migration {
    /// Orders for many devices, and which. A target has neither foreign keys nor an index beside its key: ten thousand are
    /// written in the transaction that acknowledges the order, by one statement that reads them from `enrollments`, whose
    /// rows are never deleted.
    static let bulkOrders = Migration(
        number: 12, name: "bulk orders", oldest: 9,
        steps: [
            .run(
                """
                CREATE TABLE bulk_orders (
                    company_id TEXT NOT NULL REFERENCES companies (id),
                    id TEXT NOT NULL,
                    ordered_at BIGINT NOT NULL,
                    ordered_by TEXT NOT NULL,
                    conditions TEXT NOT NULL,
                    target_count BIGINT NOT NULL,
                    handed_out_at BIGINT,
                    PRIMARY KEY (company_id, id))
                """),
            .run("CREATE INDEX bulk_orders_open ON bulk_orders (ordered_at) WHERE handed_out_at IS NULL"),
            // A form that is sent twice, or to two nodes, orders once.
            .run(
                """
                CREATE UNIQUE INDEX bulk_orders_once ON bulk_orders (company_id, conditions) WHERE handed_out_at IS NULL
                """),
            .run("CREATE INDEX bulk_orders_listed ON bulk_orders (company_id, ordered_at)"),
            .run("CREATE INDEX bulk_orders_by_age ON bulk_orders (ordered_at)"),
            .run(
                """
                CREATE TABLE bulk_targets (
                    company_id TEXT NOT NULL,
                    order_id TEXT NOT NULL,
                    enrollment_id TEXT NOT NULL,
                    uuid TEXT,
                    obstacle TEXT,
                    PRIMARY KEY (company_id, order_id, enrollment_id))
                """),
        ])
}
