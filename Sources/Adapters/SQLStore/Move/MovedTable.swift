/// One table as a move copies it. Every word of it is in the source code.
struct MovedTable: Sendable {
    let name: SQL
    /// The primary key: rows are copied in its order, so that a move that was broken off goes on behind the last one.
    let key: [SQL]
    let columns: [SQL]

    init(_ name: SQL, key: [SQL], _ columns: [SQL]) {
        self.name = name
        self.key = key
        self.columns = columns
    }

    /// In the order in which rows may refer to each other. Wrong passwords are forgotten, leases are a node's own.
    static let all: [MovedTable] = [
        MovedTable("installation_values", key: ["name"], ["name", "value"]),
        MovedTable(
            "companies", key: ["id"],
            ["id", "code", "name", "language", "time_zone", "brand", "wrapped_key", "created_at"]),
        MovedTable(
            "users", key: ["company_id", "id"],
            [
                "company_id", "id", "login", "role", "language", "password_hash", "is_disabled", "created_at",
                "mail_address",
            ]),
        MovedTable("password_links", key: ["token_hash"], ["token_hash", "company_id", "user_id", "expires_at"]),
        MovedTable(
            "sessions", key: ["token_hash"],
            ["token_hash", "company_id", "user_id", "created_at", "last_seen_at", "stepped_up_at"]),
        MovedTable(
            "audit_logs", key: ["company_id"],
            ["company_id", "length", "dropped", "dropped_hash", "kept_days", "mailed"]),
        MovedTable(
            "audit_entries", key: ["company_id", "sequence"],
            [
                "company_id", "sequence", "occurred_at", "event", "is_notice", "actor_kind", "actor_name", "subject",
                "fields_before", "fields_after", "previous_hash", "hash", "device_id", "search_text",
            ]),
        MovedTable(
            "push_details", key: ["company_id"],
            ["company_id", "apple_id", "notes", "version", "changed_at", "changed_by"]),
        MovedTable(
            "push_requests", key: ["company_id", "id"],
            [
                "company_id", "id", "created_at", "created_by", "public_key", "csr", "sealed_key", "signed_elsewhere",
                "is_pending",
            ]),
        MovedTable(
            "push_certificates", key: ["company_id", "id"],
            [
                "company_id", "id", "request_id", "der", "serial_number", "topic", "not_before", "not_after",
                "public_key", "fingerprint", "registered_at", "registered_by", "state", "ended_at", "ended_by",
            ]),
        MovedTable(
            "vendor_certificates", key: ["number"],
            [
                "number", "der", "subject", "serial_number", "not_before", "not_after", "fingerprint", "sealed_key",
                "imported_at",
            ]),
        MovedTable(
            "notice_rules", key: ["company_id", "id"],
            [
                "company_id", "id", "name", "events", "roles", "users", "addresses", "language", "is_enabled",
                "created_at", "version",
            ]),
        MovedTable(
            "notice_settings", key: ["company_id"],
            [
                "company_id", "ladder", "is_daily_after_expiry", "second_contacts", "hours_until_escalation",
                "silence_days", "version",
            ]),
        MovedTable(
            "expiry_notices", key: ["company_id", "kind", "subject_id", "step"],
            [
                "company_id", "kind", "subject_id", "step", "expires_at", "told_at", "sequence", "has_reached",
                "acknowledged_by", "acknowledged_at", "escalated_at", "is_over",
            ]),
        MovedTable(
            "mails", key: ["company_id", "id"],
            [
                "company_id", "id", "dedupe_key", "recipient", "subject", "content", "created_at", "state", "due_at",
                "attempts", "last_attempt_at", "last_answer",
            ]),
        MovedTable("mail_links", key: ["token_hash"], ["token_hash", "company_id", "path", "created_at"]),
        MovedTable("trust_anchors", key: ["fingerprint"], ["fingerprint", "position", "kind", "der"]),
        MovedTable("organizations", key: ["company_id", "id"], ["company_id", "id", "name", "created_at"]),
        MovedTable(
            "people", key: ["company_id", "id"],
            ["company_id", "id", "name", "reading", "organization_id", "created_at"]),
        MovedTable(
            "invitations", key: ["company_id", "id"],
            [
                "company_id", "id", "token_hash", "code_hash", "person_id", "organization_id", "uses_allowed",
                "uses_left", "created_at", "created_by", "expires_at", "revoked_at",
            ]),
        MovedTable(
            "automated_invitations", key: ["company_id", "invitation_id"],
            ["company_id", "invitation_id", "serial_number", "hardware_id", "created_at"]),
        MovedTable(
            "token_details", key: ["company_id"], ["company_id", "version", "changed_at", "changed_by"]),
        MovedTable(
            "token_requests", key: ["company_id", "id"],
            [
                "company_id", "id", "created_at", "created_by", "certificate", "fingerprint", "sealed_key",
                "is_pending",
            ]),
        MovedTable(
            "tokens", key: ["company_id", "id"],
            [
                "company_id", "id", "request_id", "consumer_key", "fingerprint", "sealed", "expires_at",
                "registered_at", "registered_by", "state", "ended_at", "ended_by",
            ]),
        MovedTable(
            "token_fetches", key: ["company_id"],
            [
                "company_id", "server_name", "organization", "cursor_text", "phase", "round", "attempted_at",
                "succeeded_at", "problem", "due_at",
            ]),
        MovedTable(
            "setup_profiles", key: ["company_id", "id"],
            [
                "company_id", "id", "apple_uuid", "settings", "address_hash", "created_at", "created_by", "is_current",
            ]),
        MovedTable(
            "token_devices", key: ["company_id", "serial_number"],
            [
                "company_id", "serial_number", "model", "description", "color", "asset_tag", "family", "assigned_by",
                "assigned_at", "profile_status", "profile_uuid", "round", "removed_at", "is_wanted",
                "assign_problem",
            ]),
        MovedTable("devices", key: ["company_id", "id"], ["company_id", "id", "hardware_id", "created_at"]),
        MovedTable(
            "enrollments", key: ["company_id", "id"],
            [
                "company_id", "id", "device_id", "generation", "hardware_id", "is_user_enrollment", "state",
                "is_current", "identity", "identity_not_after", "topic", "invitation_id", "person_id",
                "organization_id", "name", "serial_number", "platform", "product_name", "model_name", "os_version",
                "build_version", "is_supervised", "phone_number", "search_text", "sort_name", "sort_serial", "sort_os",
                "sort_person", "sort_organization", "authenticated_at", "enrolled_at", "token_updated_at",
                "last_contact_at", "awaits_configuration", "ended_at", "next_sequence", "sealed_push",
                "silent_noted_at",
            ]),
        MovedTable(
            "challenges", key: ["company_id", "id"],
            [
                "company_id", "id", "hash", "invitation_id", "renews_enrollment_id", "created_at", "expires_at",
                "used_at",
            ]),
        MovedTable(
            "device_authorities", key: ["company_id", "id"],
            [
                "company_id", "id", "certificate", "sealed_key", "signer_certificate", "sealed_signer_key", "not_after",
                "created_at",
            ]),
        MovedTable(
            "identities", key: ["company_id", "id"],
            [
                "company_id", "id", "serial_number", "challenge_id", "invitation_id", "renews_enrollment_id",
                "transaction_id", "public_key", "created_at", "not_before", "not_after", "state", "enrollment_id",
                "fingerprint", "der",
            ]),
        MovedTable(
            "identity_renewals", key: ["company_id", "enrollment_id"],
            ["company_id", "enrollment_id", "attempts", "last_attempt_at", "last_error"]),
        MovedTable(
            "enrollment_secrets", key: ["company_id", "enrollment_id", "kind"],
            ["company_id", "enrollment_id", "kind", "sealed", "stored_at"]),
        MovedTable(
            "user_channels", key: ["company_id", "enrollment_id", "user_id"],
            ["company_id", "enrollment_id", "user_id", "short_name", "long_name", "topic", "sealed_push", "updated_at"]),
        MovedTable(
            "commands", key: ["company_id", "uuid"],
            [
                "company_id", "uuid", "enrollment_id", "sequence", "request_type", "is_destructive", "secret",
                "queued_at", "queued_by", "expires_at", "pushed_at", "apns_id", "fetched_at", "fetch_count",
                "not_now_count", "first_not_now_at", "last_not_now_at", "is_deferred", "payload",
            ]),
        MovedTable(
            "finished_commands", key: ["company_id", "enrollment_id", "number"],
            [
                "company_id", "enrollment_id", "number", "uuid", "sequence", "request_type", "is_destructive", "secret",
                "queued_at", "queued_by", "expires_at", "pushed_at", "apns_id", "fetched_at", "fetch_count",
                "not_now_count", "first_not_now_at", "last_not_now_at", "is_deferred", "outcome", "ended_at",
                "ended_by", "error_chain", "payload", "answer",
            ]),
        MovedTable(
            "escrowed_pins", key: ["company_id", "uuid"],
            ["company_id", "uuid", "enrollment_id", "sealed_pin", "stored_at"]),
        MovedTable(
            "device_facts", key: ["company_id", "enrollment_id", "request_type"],
            ["company_id", "enrollment_id", "request_type", "uuid", "received_at"]),
        MovedTable(
            "device_events", key: ["company_id", "device_id", "number"],
            [
                "company_id", "device_id", "number", "enrollment_id", "occurred_at", "kind", "actor", "fields",
                "received_at", "is_notice", "search_text",
            ]),
        MovedTable(
            "unreadable_reports", key: ["company_id", "enrollment_id", "number"],
            ["company_id", "enrollment_id", "number", "received_at", "reason", "body"]),
        MovedTable(
            "wake_ups", key: ["company_id", "enrollment_id"],
            [
                "company_id", "enrollment_id", "due_at", "request", "attempts", "accepted_at", "apns_id",
                "last_attempt_at", "last_status", "last_reason", "is_unreachable",
            ]),
        MovedTable("calendar_feeds", key: ["company_id"], ["company_id", "token_hash", "created_at", "created_by"]),
        MovedTable(
            "webhooks", key: ["company_id", "id"],
            [
                "company_id", "id", "url", "format", "kinds", "omits_payload", "is_enabled", "sealed_secret",
                "created_at", "created_by", "held_until", "failures",
            ]),
        MovedTable(
            "webhook_deliveries", key: ["company_id", "id"],
            [
                "company_id", "id", "webhook_id", "kind", "created_at", "audit_sequence", "state", "due_at", "attempts",
                "last_attempt_at", "last_status", "last_answer", "sealed_body",
            ]),
        MovedTable(
            "bulk_orders", key: ["company_id", "id"],
            ["company_id", "id", "ordered_at", "ordered_by", "conditions", "target_count", "handed_out_at"]),
        MovedTable(
            "bulk_targets", key: ["company_id", "order_id", "enrollment_id"],
            ["company_id", "order_id", "enrollment_id", "uuid", "obstacle"]),
        MovedTable("notices", key: ["id"], ["id", "company_id", "source", "ja", "en", "created_at", "until"]),
        MovedTable("notice_reads", key: ["company_id", "user_id"], ["company_id", "user_id", "read_at"]),
        MovedTable(
            "log_exports", key: ["company_id"],
            [
                "company_id", "sequence", "received_at", "device", "number", "sent_at", "trouble", "trouble_since",
            ]),
        MovedTable("push_probes", key: ["company_id"], ["company_id", "fingerprint", "asked_at", "outcome", "detail"]),
    ]

    /// `$1`… are the key behind which to go on.
    func page(behindKey: Bool) -> SQL {
        var statement = SQL("SELECT", Self.list(columns), "FROM", name)
        if behindKey { statement = SQL(statement, "WHERE (", Self.list(key), ") > (", Self.places(key.count), ")") }
        return SQL(statement, "ORDER BY", Self.list(key), "LIMIT", .place((behindKey ? key.count : 0) + 1))
    }

    var lastKey: SQL {
        let descending = SQL(joining: key.map { SQL($0, "DESC") })
        return SQL("SELECT", Self.list(key), "FROM", name, "ORDER BY", descending, "LIMIT 1")
    }

    /// The target has rows of its own in it, which migrations and the move's marks made: small, and copied anew.
    var isCopiedAnew: Bool { name == "installation_values" || name == "audit_logs" }

    var insert: SQL {
        let insert = SQL(
            "INSERT INTO", name, "(", Self.list(columns), ") VALUES (", Self.places(columns.count), ") ON CONFLICT")
        guard isCopiedAnew else { return SQL(insert, "DO NOTHING") }
        let changes = columns.filter { !key.contains($0) }.map { SQL($0, "= excluded.", $0) }
        return SQL(insert, "(", Self.list(key), ") DO UPDATE SET", SQL(joining: changes))
    }

    var count: SQL { SQL("SELECT COUNT(*) AS count FROM", name) }

    private static func list(_ names: [SQL]) -> SQL { SQL(joining: names) }
    private static func places(_ count: Int) -> SQL { SQL(joining: (1...count).map { .place($0) }) }
}
