extension Migration {
    /// Pending commands stand apart, so that their cost does not grow with the history. The large columns
    /// come last: what is read of a row before them does not pay for them.
    static let commandQueue: [Step] = [
        .run(
            """
            CREATE TABLE commands (
                company_id TEXT NOT NULL,
                uuid TEXT NOT NULL,
                enrollment_id TEXT NOT NULL,
                sequence BIGINT NOT NULL,
                request_type TEXT NOT NULL,
                is_destructive BIGINT NOT NULL CHECK (is_destructive IN (0, 1)),
                secret TEXT,
                queued_at BIGINT NOT NULL,
                queued_by TEXT NOT NULL,
                expires_at BIGINT,
                pushed_at BIGINT,
                apns_id TEXT,
                fetched_at BIGINT,
                fetch_count BIGINT NOT NULL,
                not_now_count BIGINT NOT NULL,
                first_not_now_at BIGINT,
                last_not_now_at BIGINT,
                is_deferred BIGINT NOT NULL CHECK (is_deferred IN (0, 1)),
                payload BYTEA NOT NULL,
                PRIMARY KEY (company_id, uuid),
                FOREIGN KEY (company_id, enrollment_id) REFERENCES enrollments (company_id, id))
            """),
        .run(
            """
            CREATE UNIQUE INDEX commands_in_order
            ON commands (company_id, enrollment_id, is_destructive DESC, sequence)
            """),
        .run("CREATE INDEX commands_by_expiry ON commands (expires_at) WHERE expires_at IS NOT NULL"),
        .run(
            """
            CREATE TABLE finished_commands (
                company_id TEXT NOT NULL,
                enrollment_id TEXT NOT NULL,
                number BIGINT NOT NULL,
                uuid TEXT NOT NULL,
                sequence BIGINT NOT NULL,
                request_type TEXT NOT NULL,
                is_destructive BIGINT NOT NULL,
                secret TEXT,
                queued_at BIGINT NOT NULL,
                queued_by TEXT NOT NULL,
                expires_at BIGINT,
                pushed_at BIGINT,
                apns_id TEXT,
                fetched_at BIGINT,
                fetch_count BIGINT NOT NULL,
                not_now_count BIGINT NOT NULL,
                first_not_now_at BIGINT,
                last_not_now_at BIGINT,
                is_deferred BIGINT NOT NULL,
                outcome TEXT NOT NULL,
                ended_at BIGINT NOT NULL,
                ended_by TEXT NOT NULL,
                error_chain TEXT NOT NULL,
                payload BYTEA NOT NULL,
                answer BYTEA,
                PRIMARY KEY (company_id, enrollment_id, number),
                UNIQUE (company_id, uuid),
                FOREIGN KEY (company_id, enrollment_id) REFERENCES enrollments (company_id, id))
            """),
        .run(
            """
            CREATE TABLE escrowed_pins (
                company_id TEXT NOT NULL,
                uuid TEXT NOT NULL,
                enrollment_id TEXT NOT NULL,
                sealed_pin BYTEA NOT NULL,
                stored_at BIGINT NOT NULL,
                PRIMARY KEY (company_id, uuid),
                FOREIGN KEY (company_id, enrollment_id) REFERENCES enrollments (company_id, id))
            """),
        .run("CREATE INDEX escrowed_pins_of_enrollment ON escrowed_pins (company_id, enrollment_id)"),
        .run(
            """
            CREATE TABLE device_facts (
                company_id TEXT NOT NULL,
                enrollment_id TEXT NOT NULL,
                request_type TEXT NOT NULL,
                uuid TEXT NOT NULL,
                received_at BIGINT NOT NULL,
                PRIMARY KEY (company_id, enrollment_id, request_type),
                FOREIGN KEY (company_id, enrollment_id) REFERENCES enrollments (company_id, id),
                FOREIGN KEY (company_id, uuid) REFERENCES finished_commands (company_id, uuid))
            """),
    ]

    static let deviceLog: [Step] = [
        .run(
            """
            CREATE TABLE device_events (
                company_id TEXT NOT NULL,
                device_id TEXT NOT NULL,
                number BIGINT NOT NULL,
                enrollment_id TEXT NOT NULL,
                occurred_at BIGINT NOT NULL,
                kind TEXT NOT NULL,
                actor TEXT NOT NULL,
                fields TEXT NOT NULL,
                PRIMARY KEY (company_id, device_id, number),
                FOREIGN KEY (company_id, enrollment_id) REFERENCES enrollments (company_id, id),
                FOREIGN KEY (company_id, device_id) REFERENCES devices (company_id, id))
            """),
        .run(
            """
            CREATE TABLE unreadable_reports (
                company_id TEXT NOT NULL,
                enrollment_id TEXT NOT NULL,
                number BIGINT NOT NULL,
                received_at BIGINT NOT NULL,
                reason TEXT NOT NULL,
                body BYTEA NOT NULL,
                PRIMARY KEY (company_id, enrollment_id, number),
                FOREIGN KEY (company_id, enrollment_id) REFERENCES enrollments (company_id, id))
            """),
    ]

    static let wakeUps: [Step] = [
        .run(
            """
            CREATE TABLE wake_ups (
                company_id TEXT NOT NULL,
                enrollment_id TEXT NOT NULL,
                due_at BIGINT,
                request BIGINT NOT NULL,
                attempts BIGINT NOT NULL,
                accepted_at BIGINT,
                apns_id TEXT,
                last_attempt_at BIGINT,
                last_status BIGINT NOT NULL,
                last_reason TEXT NOT NULL,
                is_unreachable BIGINT NOT NULL CHECK (is_unreachable IN (0, 1)),
                PRIMARY KEY (company_id, enrollment_id),
                FOREIGN KEY (company_id, enrollment_id) REFERENCES enrollments (company_id, id))
            """),
        .run("CREATE INDEX wake_ups_due ON wake_ups (due_at) WHERE due_at IS NOT NULL"),
        .run(
            """
            CREATE TABLE push_probes (
                company_id TEXT NOT NULL PRIMARY KEY REFERENCES companies (id),
                fingerprint TEXT NOT NULL,
                asked_at BIGINT NOT NULL,
                outcome TEXT NOT NULL,
                detail TEXT NOT NULL)
            """),
    ]
}
