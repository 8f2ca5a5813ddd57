extension Migration {
    /// Devices and the generations of their enrollment, the right to enroll and the identities issued for it,
    /// the command queue and its history, the doorbell's list.
    ///
    /// The empty `enrollments` of the first schema gives way to the real one.
    static let devices = Migration(
        number: 2, name: "devices",
        steps: stepUp + directory + invitations + enrollments + identities + enrollmentParts + commands + deviceLog
            + wakeUps)

    private static let stepUp: [Step] = [
        // Null: at the login itself.
        .run("ALTER TABLE sessions ADD COLUMN stepped_up_at BIGINT")
    ]

    private static let directory: [Step] = [
        .run(
            """
            CREATE TABLE organizations (
                company_id TEXT NOT NULL REFERENCES companies (id),
                id TEXT NOT NULL,
                name TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                PRIMARY KEY (company_id, id),
                UNIQUE (company_id, name))
            """),
        .run(
            """
            CREATE TABLE people (
                company_id TEXT NOT NULL REFERENCES companies (id),
                id TEXT NOT NULL,
                name TEXT NOT NULL,
                reading TEXT NOT NULL,
                organization_id TEXT,
                created_at BIGINT NOT NULL,
                PRIMARY KEY (company_id, id),
                FOREIGN KEY (company_id, organization_id) REFERENCES organizations (company_id, id))
            """),
        .run("CREATE INDEX people_of_organization ON people (company_id, organization_id)"),
    ]

    /// Hashes of what was shown once. `token_hash` is unique over all companies: the link names none.
    private static let invitations: [Step] = [
        .run(
            """
            CREATE TABLE invitations (
                company_id TEXT NOT NULL REFERENCES companies (id),
                id TEXT NOT NULL,
                token_hash BYTEA NOT NULL UNIQUE,
                code_hash BYTEA NOT NULL,
                person_id TEXT,
                organization_id TEXT,
                uses_allowed BIGINT NOT NULL,
                uses_left BIGINT NOT NULL CHECK (uses_left >= 0),
                created_at BIGINT NOT NULL,
                created_by TEXT NOT NULL,
                expires_at BIGINT NOT NULL,
                revoked_at BIGINT,
                PRIMARY KEY (company_id, id),
                UNIQUE (company_id, code_hash),
                FOREIGN KEY (company_id, person_id) REFERENCES people (company_id, id),
                FOREIGN KEY (company_id, organization_id) REFERENCES organizations (company_id, id))
            """),
        .run("CREATE INDEX invitations_by_age ON invitations (company_id, created_at, id)"),
    ]

    /// Everything that the list of devices shows, finds and sorts by stands in the row itself. `is_current`:
    /// not archived; a device has one such generation at most. `last_contact_at`: 0 for never.
    private static let enrollments: [Step] = [
        .run("DROP TABLE enrollments"),
        .run(
            """
            CREATE TABLE devices (
                company_id TEXT NOT NULL REFERENCES companies (id),
                id TEXT NOT NULL,
                hardware_id TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                PRIMARY KEY (company_id, id),
                UNIQUE (company_id, hardware_id))
            """),
        .run(
            """
            CREATE TABLE enrollments (
                company_id TEXT NOT NULL REFERENCES companies (id),
                id TEXT NOT NULL,
                device_id TEXT NOT NULL,
                generation BIGINT NOT NULL,
                hardware_id TEXT NOT NULL,
                is_user_enrollment BIGINT NOT NULL CHECK (is_user_enrollment IN (0, 1)),
                state TEXT NOT NULL,
                is_current BIGINT NOT NULL CHECK (is_current IN (0, 1)),
                identity BYTEA NOT NULL,
                identity_not_after BIGINT NOT NULL,
                topic TEXT,
                invitation_id TEXT,
                person_id TEXT,
                organization_id TEXT,
                name TEXT NOT NULL,
                serial_number TEXT NOT NULL,
                platform TEXT NOT NULL,
                product_name TEXT NOT NULL,
                model_name TEXT NOT NULL,
                os_version TEXT NOT NULL,
                build_version TEXT NOT NULL,
                is_supervised BIGINT,
                phone_number TEXT NOT NULL,
                search_text TEXT NOT NULL,
                sort_name TEXT NOT NULL,
                sort_serial TEXT NOT NULL,
                sort_os TEXT NOT NULL,
                sort_person TEXT NOT NULL,
                sort_organization TEXT NOT NULL,
                authenticated_at BIGINT NOT NULL,
                enrolled_at BIGINT,
                token_updated_at BIGINT,
                last_contact_at BIGINT NOT NULL,
                awaits_configuration BIGINT NOT NULL CHECK (awaits_configuration IN (0, 1)),
                ended_at BIGINT,
                next_sequence BIGINT NOT NULL DEFAULT 1,
                sealed_push BYTEA,
                PRIMARY KEY (company_id, id),
                UNIQUE (company_id, device_id, generation),
                FOREIGN KEY (company_id, device_id) REFERENCES devices (company_id, id),
                FOREIGN KEY (company_id, invitation_id) REFERENCES invitations (company_id, id),
                FOREIGN KEY (company_id, person_id) REFERENCES people (company_id, id),
                FOREIGN KEY (company_id, organization_id) REFERENCES organizations (company_id, id),
                CHECK ((state = 'archived') = (is_current = 0)))
            """),
        .run(
            """
            CREATE UNIQUE INDEX one_current_enrollment ON enrollments (company_id, device_id) WHERE is_current = 1
            """),
        // A certificate speaks for one enrollment of one company.
        .run("CREATE UNIQUE INDEX one_enrollment_of_identity ON enrollments (identity) WHERE is_current = 1"),
        // The other orders of the list are sorted: an index for each would make every contact dearer.
        .run("CREATE INDEX enrollments_by_name ON enrollments (company_id, sort_name, id) WHERE is_current = 1"),
        .run("CREATE INDEX enrollments_by_identity_end ON enrollments (identity_not_after) WHERE is_current = 1"),
        .run("CREATE INDEX enrollments_by_topic ON enrollments (company_id, topic, state) WHERE is_current = 1"),
        .run("CREATE INDEX enrollments_of_person ON enrollments (company_id, person_id, state)"),
        .run("CREATE INDEX enrollments_of_organization ON enrollments (company_id, organization_id, state)"),
        .run("CREATE INDEX enrollments_of_invitation ON enrollments (company_id, invitation_id)"),
    ]

    /// `fingerprint` is unique over all companies, so that one certificate belongs to one; null while planned.
    private static let identities: [Step] = [
        .run(
            """
            CREATE TABLE challenges (
                company_id TEXT NOT NULL REFERENCES companies (id),
                id TEXT NOT NULL,
                hash BYTEA NOT NULL,
                invitation_id TEXT,
                renews_enrollment_id TEXT,
                created_at BIGINT NOT NULL,
                expires_at BIGINT NOT NULL,
                used_at BIGINT,
                PRIMARY KEY (company_id, id),
                UNIQUE (company_id, hash),
                FOREIGN KEY (company_id, invitation_id) REFERENCES invitations (company_id, id),
                FOREIGN KEY (company_id, renews_enrollment_id) REFERENCES enrollments (company_id, id),
                CHECK ((invitation_id IS NULL) <> (renews_enrollment_id IS NULL)))
            """),
        .run("CREATE INDEX challenges_of_invitation ON challenges (company_id, invitation_id, expires_at)"),
        .run(
            """
            CREATE TABLE device_authorities (
                company_id TEXT NOT NULL REFERENCES companies (id),
                id TEXT NOT NULL,
                certificate BYTEA NOT NULL,
                sealed_key BYTEA NOT NULL,
                signer_certificate BYTEA NOT NULL,
                sealed_signer_key BYTEA NOT NULL,
                not_after BIGINT NOT NULL,
                created_at BIGINT NOT NULL,
                PRIMARY KEY (company_id, id))
            """),
        .run(
            """
            CREATE TABLE identities (
                company_id TEXT NOT NULL REFERENCES companies (id),
                id TEXT NOT NULL,
                serial_number TEXT NOT NULL,
                challenge_id TEXT NOT NULL,
                invitation_id TEXT,
                renews_enrollment_id TEXT,
                transaction_id TEXT NOT NULL,
                public_key BYTEA NOT NULL,
                created_at BIGINT NOT NULL,
                not_before BIGINT NOT NULL,
                not_after BIGINT NOT NULL,
                state TEXT NOT NULL,
                enrollment_id TEXT,
                fingerprint BYTEA UNIQUE,
                der BYTEA,
                PRIMARY KEY (company_id, id),
                UNIQUE (company_id, serial_number),
                FOREIGN KEY (company_id, challenge_id) REFERENCES challenges (company_id, id),
                FOREIGN KEY (company_id, invitation_id) REFERENCES invitations (company_id, id),
                FOREIGN KEY (company_id, renews_enrollment_id) REFERENCES enrollments (company_id, id),
                FOREIGN KEY (company_id, enrollment_id) REFERENCES enrollments (company_id, id),
                CHECK ((invitation_id IS NULL) <> (renews_enrollment_id IS NULL)),
                CHECK (state IN ('planned', 'superseded') OR fingerprint IS NOT NULL),
                CHECK ((fingerprint IS NULL) = (der IS NULL)))
            """),
        .run(
            """
            CREATE UNIQUE INDEX one_identity_of_challenge ON identities (company_id, challenge_id)
            WHERE fingerprint IS NOT NULL
            """),
        .run("CREATE INDEX identities_of_enrollment ON identities (company_id, enrollment_id)"),
        .run(
            """
            CREATE TABLE identity_renewals (
                company_id TEXT NOT NULL,
                enrollment_id TEXT NOT NULL,
                attempts BIGINT NOT NULL,
                last_attempt_at BIGINT NOT NULL,
                last_error TEXT NOT NULL,
                PRIMARY KEY (company_id, enrollment_id),
                FOREIGN KEY (company_id, enrollment_id) REFERENCES enrollments (company_id, id))
            """),
    ]

    private static let enrollmentParts: [Step] = [
        .run(
            """
            CREATE TABLE enrollment_secrets (
                company_id TEXT NOT NULL,
                enrollment_id TEXT NOT NULL,
                kind TEXT NOT NULL,
                sealed BYTEA NOT NULL,
                stored_at BIGINT NOT NULL,
                PRIMARY KEY (company_id, enrollment_id, kind),
                FOREIGN KEY (company_id, enrollment_id) REFERENCES enrollments (company_id, id))
            """),
        .run(
            """
            CREATE TABLE user_channels (
                company_id TEXT NOT NULL,
                enrollment_id TEXT NOT NULL,
                user_id TEXT NOT NULL,
                short_name TEXT NOT NULL,
                long_name TEXT NOT NULL,
                topic TEXT NOT NULL,
                sealed_push BYTEA NOT NULL,
                updated_at BIGINT NOT NULL,
                PRIMARY KEY (company_id, enrollment_id, user_id),
                FOREIGN KEY (company_id, enrollment_id) REFERENCES enrollments (company_id, id))
            """),
    ]

    /// Pending commands stand apart, so that their cost does not grow with the history. The large columns
    /// come last: what is read of a row before them does not pay for them.
    private static let commands: [Step] = [
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

    private static let deviceLog: [Step] = [
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

    private static let wakeUps: [Step] = [
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
