extension Migration {
    /// Tokens for Apple's device enrollment service, the devices that it tells, and how they enroll by themselves.
    static let automatedEnrollment = Migration(
        number: 6, name: "automated enrollment", steps: tokens + tokenDevices)

    private static let tokens: [Step] = [
        .run(
            """
            CREATE TABLE token_details (
                company_id TEXT NOT NULL PRIMARY KEY REFERENCES companies (id),
                version BIGINT NOT NULL,
                changed_at BIGINT,
                changed_by TEXT NOT NULL)
            """),
        .run(
            """
            CREATE TABLE token_requests (
                company_id TEXT NOT NULL REFERENCES companies (id),
                id TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                created_by TEXT NOT NULL,
                certificate BYTEA NOT NULL,
                fingerprint BYTEA NOT NULL,
                sealed_key BYTEA NOT NULL,
                is_pending BIGINT NOT NULL CHECK (is_pending IN (0, 1)),
                PRIMARY KEY (company_id, id))
            """),
        .run("CREATE UNIQUE INDEX token_requests_pending ON token_requests (company_id) WHERE is_pending = 1"),
        .run(
            """
            CREATE TABLE tokens (
                company_id TEXT NOT NULL REFERENCES companies (id),
                id TEXT NOT NULL,
                request_id TEXT NOT NULL,
                consumer_key TEXT NOT NULL,
                fingerprint BYTEA NOT NULL,
                sealed BYTEA,
                expires_at BIGINT NOT NULL,
                registered_at BIGINT NOT NULL,
                registered_by TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('active', 'retired', 'deleted')),
                ended_at BIGINT,
                ended_by TEXT,
                CHECK (state <> 'active' OR sealed IS NOT NULL),
                PRIMARY KEY (company_id, id),
                FOREIGN KEY (company_id, request_id) REFERENCES token_requests (company_id, id))
            """),
        .run("CREATE UNIQUE INDEX tokens_active ON tokens (company_id) WHERE state = 'active'"),
    ]

    private static let tokenDevices: [Step] = [
        .run(
            """
            CREATE TABLE token_fetches (
                company_id TEXT NOT NULL PRIMARY KEY REFERENCES companies (id),
                server_name TEXT NOT NULL,
                organization TEXT NOT NULL,
                cursor_text TEXT,
                phase TEXT NOT NULL CHECK (phase IN ('full', 'changes')),
                round BIGINT NOT NULL,
                attempted_at BIGINT,
                succeeded_at BIGINT,
                problem TEXT NOT NULL,
                due_at BIGINT NOT NULL)
            """),
        .run("CREATE INDEX token_fetches_by_due ON token_fetches (due_at)"),
        .run(
            """
            CREATE TABLE setup_profiles (
                company_id TEXT NOT NULL REFERENCES companies (id),
                id TEXT NOT NULL,
                apple_uuid TEXT NOT NULL,
                settings TEXT NOT NULL,
                address_hash BYTEA NOT NULL UNIQUE,
                created_at BIGINT NOT NULL,
                created_by TEXT NOT NULL,
                is_current BIGINT NOT NULL CHECK (is_current IN (0, 1)),
                PRIMARY KEY (company_id, id))
            """),
        .run("CREATE UNIQUE INDEX setup_profiles_current ON setup_profiles (company_id) WHERE is_current = 1"),
        .run(
            """
            CREATE TABLE token_devices (
                company_id TEXT NOT NULL REFERENCES companies (id),
                serial_number TEXT NOT NULL,
                model TEXT NOT NULL,
                description TEXT NOT NULL,
                color TEXT NOT NULL,
                asset_tag TEXT NOT NULL,
                family TEXT NOT NULL,
                assigned_by TEXT NOT NULL,
                assigned_at BIGINT,
                profile_status TEXT NOT NULL,
                profile_uuid TEXT NOT NULL,
                round BIGINT NOT NULL,
                removed_at BIGINT,
                is_wanted BIGINT NOT NULL CHECK (is_wanted IN (0, 1)),
                assign_problem TEXT NOT NULL,
                PRIMARY KEY (company_id, serial_number))
            """),
        .run(
            """
            CREATE TABLE automated_invitations (
                company_id TEXT NOT NULL,
                invitation_id TEXT NOT NULL,
                serial_number TEXT NOT NULL,
                hardware_id TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                PRIMARY KEY (company_id, invitation_id),
                FOREIGN KEY (company_id, invitation_id) REFERENCES invitations (company_id, id))
            """),
        .run("CREATE INDEX automated_invitations_by_serial ON automated_invitations (company_id, serial_number)"),
        .run("CREATE INDEX enrollments_in_setup ON enrollments (token_updated_at) WHERE awaits_configuration = 1"),
    ]
}
