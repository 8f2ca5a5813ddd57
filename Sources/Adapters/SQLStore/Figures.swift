import Administration
import Foundation
import Ports

extension SQLTransaction {
    func figures(at now: Date, companies limit: Int) throws -> StoreFigures {
        let commands = try row("SELECT COUNT(*) AS count, MIN(queued_at) AS oldest FROM commands")
        let wakeUps = try row(
            """
            SELECT COUNT(*) AS count, MIN(w.due_at) AS oldest FROM wake_ups w
            JOIN enrollments e ON e.company_id = w.company_id AND e.id = w.enrollment_id
            WHERE w.due_at IS NOT NULL AND w.due_at <= $1 AND e.state = 'enrolled'
            """, [.instant(now)])
        return StoreFigures(
            companies: try count("SELECT COUNT(*) AS count FROM companies", []),
            companiesWithoutCertificate: try count(
                """
                SELECT COUNT(*) AS count FROM companies c WHERE NOT EXISTS (
                    SELECT 1 FROM push_certificates p WHERE p.company_id = c.id AND p.state = 'active')
                """, []),
            devices: try deviceCounts(companies: limit), waitingCommands: try commands?.integer("count") ?? 0,
            oldestCommand: try commands?.optionalInstant("oldest"), dueWakeUps: try wakeUps?.integer("count") ?? 0,
            oldestDueWakeUp: try wakeUps?.optionalInstant("oldest"),
            unreachableDevices: try count(
                "SELECT COUNT(*) AS count FROM wake_ups WHERE is_unreachable = 1", []),
            outboxes: try outboxes())
    }

    /// One line for each outbox of the installation; a new one is added here and nowhere else.
    private func outboxes() throws -> [StoreFigures.Outbox] {
        let webhooks = try row(
            """
            SELECT COUNT(*) AS count, MIN(created_at) AS oldest FROM webhook_deliveries WHERE state = 'waiting'
            """)
        return [
            StoreFigures.Outbox(
                name: "webhook", waiting: try webhooks?.integer("count") ?? 0,
                oldest: try webhooks?.optionalInstant("oldest"),
                givenUp: try count(
                    "SELECT COUNT(*) AS count FROM webhook_deliveries WHERE state = 'given-up'", []))
        ]
    }

    /// Companies with the most devices by name, the others together.
    private func deviceCounts(companies limit: Int) throws -> [StoreFigures.DeviceCount] {
        let rows = try rows(
            """
            SELECT c.code, e.state, COUNT(*) AS count FROM enrollments e JOIN companies c ON c.id = e.company_id
            WHERE e.is_current = 1 GROUP BY c.code, e.state ORDER BY c.code, e.state
            """)
        let counts = try rows.map {
            StoreFigures.DeviceCount(
                companyCode: try $0.text("code"), state: try $0.text("state"), count: try $0.integer("count"))
        }
        let sizes = Dictionary(counts.map { ($0.companyCode ?? "", $0.count) }, uniquingKeysWith: +)
        guard sizes.count > limit else { return counts }
        let named = Set(sizes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(limit).map(\.key))
        let others = Dictionary(grouping: counts.filter { !named.contains($0.companyCode ?? "") }, by: \.state)
            .map { state, counts in
                StoreFigures.DeviceCount(
                    companyCode: nil, state: state, count: counts.reduce(0) { $0 + $1.count })
            }
        return counts.filter { named.contains($0.companyCode ?? "") } + others.sorted { $0.state < $1.state }
    }

    /// A new kind of thing that ends is one more function here; its kind is in `Expiry.Kind`.
    func expiries(in scope: CompanyScope?, limit: Int) throws -> [Expiry] {
        let all = try pushExpiries(in: scope, limit) + vendorExpiries() + authorityExpiries(in: scope, limit)
        return Array(all.sorted { $0.notAfter < $1.notAfter }.prefix(limit))
    }

    private func pushExpiries(in scope: CompanyScope?, _ limit: Int) throws -> [Expiry] {
        try rows(
            """
            SELECT c.code, p.topic, p.fingerprint, p.not_after, p.registered_at FROM push_certificates p
            JOIN companies c ON c.id = p.company_id
            WHERE p.state = 'active' AND (CAST($1 AS TEXT) IS NULL OR p.company_id = $1)
            ORDER BY p.not_after LIMIT $2
            """, [.text(scope?.companyID.description), .integer(limit)]
        ).map { row in
            Expiry(
                kind: .pushCertificate, companyCode: try row.text("code"), subject: try row.text("topic"),
                identifier: try row.bytes("fingerprint").hexadecimal, notAfter: try row.instant("not_after"),
                since: try row.instant("registered_at"))
        }
    }

    private func vendorExpiries() throws -> [Expiry] {
        try rows(
            """
            SELECT subject, fingerprint, not_after, imported_at FROM vendor_certificates ORDER BY number DESC LIMIT 1
            """
        ).map { row in
            Expiry(
                kind: .vendorCertificate, companyCode: nil, subject: try row.text("subject"),
                identifier: try row.bytes("fingerprint").hexadecimal, notAfter: try row.instant("not_after"),
                since: try row.instant("imported_at"))
        }
    }

    /// The newest of each company: an older one only has to be known.
    private func authorityExpiries(in scope: CompanyScope?, _ limit: Int) throws -> [Expiry] {
        try rows(
            """
            SELECT c.code, c.name, a.id, a.not_after, a.created_at FROM device_authorities a
            JOIN companies c ON c.id = a.company_id
            WHERE (CAST($1 AS TEXT) IS NULL OR a.company_id = $1) AND a.created_at = (
                SELECT MAX(b.created_at) FROM device_authorities b WHERE b.company_id = a.company_id)
            ORDER BY a.not_after LIMIT $2
            """, [.text(scope?.companyID.description), .integer(limit)]
        ).map { row in
            Expiry(
                kind: .deviceAuthority, companyCode: try row.text("code"), subject: try row.text("name"),
                identifier: try row.text("id"), notAfter: try row.instant("not_after"),
                since: try row.instant("created_at"))
        }
    }
}
