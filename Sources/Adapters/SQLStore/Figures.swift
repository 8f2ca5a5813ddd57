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
            outboxes: try outboxes(at: now), tokenTroubles: try tokenTroubles())
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
}
