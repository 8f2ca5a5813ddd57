extension Migration {
    /// `fingerprint` is unique over all companies, so that one certificate belongs to one; null while planned.
    static let deviceIdentities: [Step] = [
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

    static let enrollmentParts: [Step] = [
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
}
