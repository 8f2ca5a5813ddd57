extension Migration {
    /// Who is told of what, the steps that were told, and the outbox of mails.
    static let notices = Migration(
        number: 5, name: "Notices",
        steps: [
            .run("ALTER TABLE users ADD COLUMN mail_address TEXT"),
            // What happened before there were notices is told to nobody.
            .run("ALTER TABLE audit_logs ADD COLUMN mailed BIGINT NOT NULL DEFAULT 0"),
            .run("UPDATE audit_logs SET mailed = length"),
            .run("ALTER TABLE enrollments ADD COLUMN silent_noted_at BIGINT"),
            .run(
                """
                CREATE TABLE notice_rules (
                    company_id TEXT NOT NULL REFERENCES companies (id),
                    id TEXT NOT NULL,
                    name TEXT NOT NULL,
                    events TEXT NOT NULL,
                    roles TEXT NOT NULL,
                    users TEXT NOT NULL,
                    addresses TEXT NOT NULL,
                    language TEXT,
                    is_enabled BIGINT NOT NULL CHECK (is_enabled IN (0, 1)),
                    created_at BIGINT NOT NULL,
                    version BIGINT NOT NULL,
                    PRIMARY KEY (company_id, id))
                """),
            // As NoticeRule.standard: companies that exist begin with the rule that new ones get.
            .run(
                """
                INSERT INTO notice_rules (
                    company_id, id, name, events, roles, users, addresses, language, is_enabled, created_at, version)
                SELECT id, id, 'ApplePush 証明書有効期限',
                    'ade-token-expiring push-certificate-deleted push-certificate-expiring', 'administrator', '', '',
                    NULL, 1, created_at, 1
                FROM companies
                """),
            .run(
                """
                CREATE TABLE notice_settings (
                    company_id TEXT NOT NULL PRIMARY KEY REFERENCES companies (id),
                    ladder TEXT NOT NULL,
                    is_daily_after_expiry BIGINT NOT NULL CHECK (is_daily_after_expiry IN (0, 1)),
                    second_contacts TEXT NOT NULL,
                    hours_until_escalation BIGINT NOT NULL,
                    silence_days BIGINT,
                    version BIGINT NOT NULL)
                """),
            .run(
                """
                CREATE TABLE expiry_notices (
                    company_id TEXT NOT NULL REFERENCES companies (id),
                    kind TEXT NOT NULL,
                    subject_id TEXT NOT NULL,
                    step BIGINT NOT NULL,
                    expires_at BIGINT NOT NULL,
                    told_at BIGINT NOT NULL,
                    sequence BIGINT NOT NULL,
                    has_reached BIGINT NOT NULL CHECK (has_reached IN (0, 1)),
                    acknowledged_by TEXT,
                    acknowledged_at BIGINT,
                    escalated_at BIGINT,
                    is_over BIGINT NOT NULL CHECK (is_over IN (0, 1)),
                    PRIMARY KEY (company_id, kind, subject_id, step))
                """),
            .run("CREATE INDEX expiry_notices_open ON expiry_notices (company_id) WHERE is_over = 0"),
            .run(
                """
                CREATE TABLE mails (
                    company_id TEXT NOT NULL REFERENCES companies (id),
                    id TEXT NOT NULL,
                    dedupe_key TEXT NOT NULL,
                    recipient TEXT NOT NULL,
                    subject TEXT NOT NULL,
                    content TEXT NOT NULL,
                    created_at BIGINT NOT NULL,
                    state TEXT NOT NULL,
                    due_at BIGINT,
                    attempts BIGINT NOT NULL,
                    last_attempt_at BIGINT,
                    last_answer TEXT NOT NULL,
                    PRIMARY KEY (company_id, id),
                    UNIQUE (company_id, dedupe_key))
                """),
            .run("CREATE INDEX mails_due ON mails (due_at) WHERE due_at IS NOT NULL"),
            .run("CREATE INDEX mails_by_age ON mails (company_id, created_at)"),
            .run(
                """
                CREATE TABLE mail_links (
                    token_hash BYTEA NOT NULL PRIMARY KEY,
                    company_id TEXT NOT NULL REFERENCES companies (id),
                    path TEXT NOT NULL,
                    created_at BIGINT NOT NULL)
                """),
        ])
}
