extension Migration {
    /// Companies, people, sessions, log, push certificates, vendor, and as much of enrollments as is
    /// needed to count devices.
    ///
    /// Every row of a company carries `company_id`, and refers to others by `(company_id, …)`: a row
    /// cannot point into another company.
    static let firstSchema = Migration(
        number: 1, name: "first schema",
        steps: installation + companies + people + log + pushCertificates + vendor + enrollments)

    private static let installation: [Step] = [
        .run(
            """
            CREATE TABLE installation_values (
                name TEXT NOT NULL PRIMARY KEY,
                value BYTEA NOT NULL)
            """)
    ]

    private static let companies: [Step] = [
        .run(
            """
            CREATE TABLE companies (
                id TEXT NOT NULL PRIMARY KEY CHECK (id <> 'installation'),
                code TEXT NOT NULL UNIQUE,
                name TEXT NOT NULL,
                language TEXT NOT NULL,
                time_zone TEXT NOT NULL,
                brand TEXT NOT NULL,
                wrapped_key BYTEA NOT NULL,
                created_at BIGINT NOT NULL)
            """)
    ]

    private static let people: [Step] = [
        .run(
            """
            CREATE TABLE users (
                company_id TEXT NOT NULL REFERENCES companies (id),
                id TEXT NOT NULL,
                login TEXT NOT NULL,
                role TEXT NOT NULL,
                language TEXT,
                password_hash TEXT,
                is_disabled BIGINT NOT NULL CHECK (is_disabled IN (0, 1)),
                created_at BIGINT NOT NULL,
                PRIMARY KEY (company_id, id),
                UNIQUE (company_id, login))
            """),
        .run(
            """
            CREATE TABLE password_links (
                token_hash BYTEA NOT NULL PRIMARY KEY,
                company_id TEXT NOT NULL,
                user_id TEXT NOT NULL,
                expires_at BIGINT NOT NULL,
                FOREIGN KEY (company_id, user_id) REFERENCES users (company_id, id))
            """),
        .run("CREATE INDEX password_links_of_user ON password_links (company_id, user_id)"),
        .run(
            """
            CREATE TABLE sessions (
                token_hash BYTEA NOT NULL PRIMARY KEY,
                company_id TEXT NOT NULL,
                user_id TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                last_seen_at BIGINT NOT NULL,
                FOREIGN KEY (company_id, user_id) REFERENCES users (company_id, id))
            """),
        .run("CREATE INDEX sessions_of_user ON sessions (company_id, user_id)"),
        .run("CREATE INDEX sessions_by_age ON sessions (created_at)"),
        .run("CREATE TABLE login_failures (counted_for BYTEA NOT NULL, failed_at BIGINT NOT NULL)"),
        .run("CREATE INDEX login_failures_by_key ON login_failures (counted_for, failed_at)"),
        .run("CREATE INDEX login_failures_by_age ON login_failures (failed_at)"),
    ]

    /// One log for each company and one for the installation, which is no company: hence no reference to
    /// `companies`. `length` shows when the last entries are missing, which the chain of hashes cannot.
    private static let log: [Step] = [
        .run(
            """
            CREATE TABLE audit_logs (
                company_id TEXT NOT NULL PRIMARY KEY,
                length BIGINT NOT NULL)
            """),
        .run("INSERT INTO audit_logs (company_id, length) VALUES ('installation', 0)"),
        .run(
            """
            CREATE TABLE audit_entries (
                company_id TEXT NOT NULL REFERENCES audit_logs (company_id),
                sequence BIGINT NOT NULL CHECK (sequence > 0),
                occurred_at BIGINT NOT NULL,
                event TEXT NOT NULL,
                is_notice BIGINT NOT NULL CHECK (is_notice IN (0, 1)),
                actor_kind TEXT NOT NULL,
                actor_name TEXT NOT NULL,
                subject TEXT NOT NULL,
                fields_before TEXT NOT NULL,
                fields_after TEXT NOT NULL,
                previous_hash BYTEA NOT NULL,
                hash BYTEA NOT NULL,
                PRIMARY KEY (company_id, sequence))
            """),
        .run("CREATE INDEX audit_notices ON audit_entries (company_id, sequence) WHERE is_notice = 1"),
        .feature(.appendOnlyAudit),
    ]

    private static let pushCertificates: [Step] = [
        .run(
            """
            CREATE TABLE push_details (
                company_id TEXT NOT NULL PRIMARY KEY REFERENCES companies (id),
                apple_id TEXT NOT NULL,
                notes TEXT NOT NULL,
                version BIGINT NOT NULL,
                changed_at BIGINT,
                changed_by TEXT NOT NULL)
            """),
        .run(
            """
            CREATE TABLE push_requests (
                company_id TEXT NOT NULL REFERENCES companies (id),
                id TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                created_by TEXT NOT NULL,
                public_key BYTEA NOT NULL,
                csr BYTEA NOT NULL,
                sealed_key BYTEA,
                signed_elsewhere TEXT,
                is_pending BIGINT NOT NULL CHECK (is_pending IN (0, 1)),
                PRIMARY KEY (company_id, id),
                CHECK (sealed_key IS NOT NULL OR is_pending = 0))
            """),
        .run("CREATE UNIQUE INDEX one_pending_push_request ON push_requests (company_id) WHERE is_pending = 1"),
        .run(
            """
            CREATE TABLE push_certificates (
                company_id TEXT NOT NULL REFERENCES companies (id),
                id TEXT NOT NULL,
                request_id TEXT NOT NULL,
                der BYTEA NOT NULL,
                serial_number TEXT NOT NULL,
                topic TEXT NOT NULL,
                not_before BIGINT NOT NULL,
                not_after BIGINT NOT NULL,
                public_key BYTEA NOT NULL,
                fingerprint BYTEA NOT NULL,
                registered_at BIGINT NOT NULL,
                registered_by TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('active', 'retired', 'deleted')),
                ended_at BIGINT,
                ended_by TEXT,
                PRIMARY KEY (company_id, id),
                FOREIGN KEY (company_id, request_id) REFERENCES push_requests (company_id, id),
                CHECK ((state = 'active') = (ended_at IS NULL)))
            """),
        .run(
            "CREATE UNIQUE INDEX one_active_push_certificate ON push_certificates (company_id) WHERE state = 'active'"
        ),
        .run("CREATE INDEX push_certificates_of_request ON push_certificates (company_id, request_id)"),
    ]

    private static let vendor: [Step] = [
        .run(
            """
            CREATE TABLE vendor_certificates (
                number BIGINT NOT NULL PRIMARY KEY,
                der BYTEA NOT NULL,
                subject TEXT NOT NULL,
                serial_number TEXT NOT NULL,
                not_before BIGINT NOT NULL,
                not_after BIGINT NOT NULL,
                fingerprint BYTEA NOT NULL,
                sealed_key BYTEA NOT NULL,
                imported_at BIGINT NOT NULL)
            """),
        .run(
            """
            CREATE TABLE trust_anchors (
                fingerprint BYTEA NOT NULL PRIMARY KEY,
                position BIGINT NOT NULL UNIQUE,
                kind TEXT NOT NULL CHECK (kind IN ('root', 'intermediate')),
                der BYTEA NOT NULL)
            """),
    ]

    private static let enrollments: [Step] = [
        .run(
            """
            CREATE TABLE enrollments (
                company_id TEXT NOT NULL REFERENCES companies (id),
                id TEXT NOT NULL,
                topic TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                PRIMARY KEY (company_id, id))
            """),
        .run("CREATE INDEX enrollments_by_topic ON enrollments (company_id, topic)"),
    ]
}
