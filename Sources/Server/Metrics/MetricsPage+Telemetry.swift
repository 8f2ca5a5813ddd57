import Measurements

extension MetricsPage {
    /// What this process has counted since it began.
    mutating func add(_ telemetry: Telemetry) {
        add("kizuna_checkins_total", "Check-ins received from proven devices.", by: "type", telemetry.checkIns)
        add("kizuna_reports_total", "Reports received from proven devices.", by: "status", telemetry.reports)
        add("kizuna_device_answers_total", "Answers of the device listener.", by: "code", telemetry.answers)
        add("kizuna_device_refusals_total", "Requests that were not accepted.", by: "reason", telemetry.refusals)
        add(
            "kizuna_pushes_total", .counter, "What APNs answered to pushes; status 0 when it did not.",
            telemetry.pushes.values.map { Sample(Double($0.value), ["status": $0.status, "reason": $0.reason]) })
        add("kizuna_webhook_attempts_total", "Attempts to deliver to webhooks.", by: "outcome", telemetry.webhooks)
        add(
            "kizuna_mail_attempts_total", "Attempts to hand mails to the mail server.", by: "outcome", telemetry.mails)
        add(
            "kizuna_store_transaction_seconds", "How long transactions took, waiting included.", by: "kind",
            [("read", telemetry.store.reads), ("write", telemetry.store.writes)])
        add(
            "kizuna_store_failures_total", "Transactions that the store ended with an error.", by: "error",
            telemetry.store.failures)
        add(
            "kizuna_store_conflicts_total", .counter, "Transactions that met another and were run again.",
            Double(telemetry.store.conflicts.value))
        guard let walk = telemetry.logWatch.last else { return }
        add(
            "kizuna_log_broken", .gauge, "Companies whose log does not fit together any more.",
            Double(walk.brokenLogs))
        add(
            "kizuna_log_verified_entries", .gauge, "Entries of all logs at the last verification.",
            Double(walk.entries))
        add(
            "kizuna_log_verified_timestamp_seconds", .gauge, "When the logs were verified last.", walk.endedAt)
    }
}
