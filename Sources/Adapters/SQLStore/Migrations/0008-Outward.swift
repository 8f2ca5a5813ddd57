extension Migration {
    /// What tells the outside: figures for monitoring, the calendar's address, webhooks and what they are to be sent.
    static let outward = Migration(number: 8, name: "Outward", steps: figures + calendars + webhooks)

    private static let figures: [Step] = [
        // Length and age of the queue are read at every scrape.
        .run("CREATE INDEX commands_by_age ON commands (queued_at)"),
        .run("CREATE INDEX wake_ups_unreachable ON wake_ups (company_id) WHERE is_unreachable = 1"),
    ]

    private static let calendars: [Step] = [
        .run(
            """
            CREATE TABLE calendar_feeds (
                company_id TEXT NOT NULL PRIMARY KEY REFERENCES companies (id),
                token_hash BYTEA NOT NULL UNIQUE,
                created_at BIGINT NOT NULL,
                created_by TEXT NOT NULL)
            """)
    ]

    /// `held_until` is a claim while a node sends, and a pause after the receiver did not answer. `kinds` is a list
    /// with a blank around each word. Only a delivery that waits has `due_at`.
    private static let webhooks: [Step] = [
        .run(
            """
            CREATE TABLE webhooks (
                company_id TEXT NOT NULL REFERENCES companies (id),
                id TEXT NOT NULL,
                url TEXT NOT NULL,
                format TEXT NOT NULL CHECK (format IN ('mdm', 'own')),
                kinds TEXT NOT NULL,
                omits_payload BIGINT NOT NULL CHECK (omits_payload IN (0, 1)),
                is_enabled BIGINT NOT NULL CHECK (is_enabled IN (0, 1)),
                sealed_secret BYTEA NOT NULL,
                created_at BIGINT NOT NULL,
                created_by TEXT NOT NULL,
                held_until BIGINT NOT NULL,
                failures BIGINT NOT NULL,
                PRIMARY KEY (company_id, id))
            """),
        .run(
            """
            CREATE TABLE webhook_deliveries (
                company_id TEXT NOT NULL,
                id TEXT NOT NULL,
                webhook_id TEXT NOT NULL,
                kind TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                audit_sequence BIGINT,
                state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'given-up')),
                due_at BIGINT,
                attempts BIGINT NOT NULL,
                last_attempt_at BIGINT,
                last_status BIGINT NOT NULL,
                last_answer TEXT NOT NULL,
                sealed_body BYTEA,
                PRIMARY KEY (company_id, id),
                FOREIGN KEY (company_id, webhook_id) REFERENCES webhooks (company_id, id),
                CHECK (due_at IS NULL OR state = 'waiting'))
            """),
        .run(
            """
            CREATE INDEX webhook_deliveries_due ON webhook_deliveries (company_id, webhook_id, due_at)
            WHERE due_at IS NOT NULL
            """),
        .run("CREATE INDEX webhook_deliveries_by_due ON webhook_deliveries (due_at) WHERE due_at IS NOT NULL"),
        .run("CREATE INDEX webhook_deliveries_listed ON webhook_deliveries (company_id, webhook_id, created_at, id)"),
        .run("CREATE INDEX webhook_deliveries_by_age ON webhook_deliveries (state, created_at)"),
    ]
}
