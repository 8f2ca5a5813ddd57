extension Migration {
    /// ログ with filters: what lines are found by, both times, how long they are kept; お知らせ that are no log
    /// entries; how far the log was sent outside.
    ///
    /// Lines from before are searched in their stored form: lower case, but wide and narrow letters differ.
    static let logPages = Migration(
        number: 7, name: "log", steps: logColumns + logIndexes + operatorNotices + logExports)

    private static let logColumns: [Step] = [
        .run("ALTER TABLE audit_logs ADD COLUMN dropped BIGINT NOT NULL DEFAULT 0"),
        .run("ALTER TABLE audit_logs ADD COLUMN dropped_hash BYTEA"),
        .run("ALTER TABLE audit_logs ADD COLUMN kept_days BIGINT NOT NULL DEFAULT 365"),
        .run("ALTER TABLE audit_entries ADD COLUMN device_id TEXT"),
        .run("ALTER TABLE audit_entries ADD COLUMN search_text TEXT NOT NULL DEFAULT ''"),
        .run("ALTER TABLE device_events ADD COLUMN received_at BIGINT NOT NULL DEFAULT 0"),
        .run("ALTER TABLE device_events ADD COLUMN is_notice BIGINT NOT NULL DEFAULT 0"),
        .run("ALTER TABLE device_events ADD COLUMN search_text TEXT NOT NULL DEFAULT ''"),
        .feature(.openAudit),
        .run(
            """
            UPDATE audit_entries
            SET search_text = lower(subject || ' ' || actor_name || ' ' || fields_before || ' ' || fields_after)
            """),
        .run(
            """
            UPDATE device_events SET received_at = occurred_at, search_text = lower(actor || ' ' || fields),
                is_notice = CASE WHEN kind IN ('pushUnreachable', 'identityRefused', 'unreadableReport')
                    THEN 1 ELSE 0 END
            """),
        .feature(.retainedAudit),
    ]

    private static let logIndexes: [Step] = [
        .run("CREATE INDEX audit_entries_by_time ON audit_entries (company_id, occurred_at, sequence, device_id)"),
        .run(
            """
            CREATE INDEX audit_entries_of_device ON audit_entries (company_id, device_id, occurred_at, sequence)
            WHERE device_id IS NOT NULL
            """),
        .run(
            """
            CREATE INDEX audit_notices_by_time ON audit_entries (company_id, occurred_at, sequence)
            WHERE is_notice = 1
            """),
        .run("CREATE INDEX device_events_by_time ON device_events (company_id, occurred_at, device_id, number)"),
        .run("CREATE INDEX device_events_by_receipt ON device_events (company_id, received_at, device_id, number)"),
        .run(
            """
            CREATE INDEX device_notices_by_time ON device_events (company_id, occurred_at, device_id, number)
            WHERE is_notice = 1
            """),
    ]

    /// `company_id` of a notice: null for every company.
    private static let operatorNotices: [Step] = [
        .run(
            """
            CREATE TABLE notices (
                id TEXT NOT NULL PRIMARY KEY,
                company_id TEXT REFERENCES companies (id),
                source TEXT NOT NULL,
                ja TEXT NOT NULL,
                en TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                until BIGINT)
            """),
        .run(
            """
            CREATE TABLE notice_reads (
                company_id TEXT NOT NULL,
                user_id TEXT NOT NULL,
                read_at BIGINT NOT NULL,
                PRIMARY KEY (company_id, user_id),
                FOREIGN KEY (company_id, user_id) REFERENCES users (company_id, id))
            """),
    ]

    /// No reference to `companies`: the installation has a log, too.
    private static let logExports: [Step] = [
        .run(
            """
            CREATE TABLE log_exports (
                company_id TEXT NOT NULL PRIMARY KEY,
                sequence BIGINT NOT NULL,
                received_at BIGINT NOT NULL,
                device TEXT NOT NULL,
                number BIGINT NOT NULL,
                sent_at BIGINT,
                trouble TEXT,
                trouble_since BIGINT)
            """)
    ]
}
