extension Migration {
    /// Devices and the generations of their enrollment, the right to enroll and the identities issued for it,
    /// the command queue and its history, the doorbell's list.
    ///
    /// The empty `enrollments` of the first schema gives way to the real one.
    static let devices = Migration(
        number: 2, name: "devices",
        steps: stepUp + directory + invitations + enrollments + deviceIdentities + enrollmentParts + commandQueue
            + deviceLog
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
        // With `is_current` the counts of the dashboard are read from the index alone.
        .run(
            """
            CREATE INDEX enrollments_by_topic ON enrollments (company_id, topic, state, is_current)
            WHERE is_current = 1
            """),
        .run("CREATE INDEX enrollments_of_person ON enrollments (company_id, person_id, state)"),
        .run("CREATE INDEX enrollments_of_organization ON enrollments (company_id, organization_id, state)"),
        .run("CREATE INDEX enrollments_of_invitation ON enrollments (company_id, invitation_id)"),
    ]
}
