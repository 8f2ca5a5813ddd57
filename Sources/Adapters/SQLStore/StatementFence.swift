import Enrollments
import Ports
import Synchronization

/// Keeps a decision about some enrollments to what belongs to them, so that others may be made beside it
/// (docs/decisions/0011).
///
/// Rows of devices are reached by statements that carry the identifier of such an enrollment or of its device among
/// their values. What only writes that run alone change may be read freely. Logs may be appended to: the row that
/// counts a log's entries is locked by the first statement of the append.
struct StatementFence {
    private var admitted: Set<String>

    init(_ enrollments: [EnrollmentID]) { admitted = Set(enrollments.map(\.description)) }

    /// An admitted enrollment's device is admitted too.
    mutating func admit(_ enrollment: Enrollment) {
        guard admitted.contains(enrollment.id.description) else { return }
        admitted.insert(enrollment.deviceID.description)
    }

    /// - Throws: `StoreError.conflict`: the caller's mistake.
    func check(_ statement: SQL, _ values: [SQLValue]) throws {
        guard Self.kind(of: statement) == .ofDevices else { return }
        let isAdmitted = values.contains { value in
            if case .text(let text) = value { admitted.contains(text) } else { false }
        }
        guard isAdmitted else {
            throw StoreError.conflict("a decision about one device reached for another, or for something else")
        }
    }

    private enum Kind { case free, ofDevices }

    /// Tables that such decisions change, and so nobody may read without saying whose rows.
    private static let tables: Set<String> = [
        "devices", "enrollments", "commands", "finished_commands", "device_facts", "device_events",
        "unreadable_reports", "wake_ups", "identity_renewals", "enrollment_secrets", "user_channels", "bulk_targets",
    ]
    private static let kinds = Mutex<[SQL: Kind]>([:])

    private static func kind(of statement: SQL) -> Kind {
        if let kind = kinds.withLock({ $0[statement] }) { return kind }
        let words = statement.text.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
        let writes = ["INSERT", "UPDATE", "DELETE"].contains(words.first ?? "")
        // What webhooks are told is named by the entry's number, so it is the log's too.
        let isLog =
            writes
            && (words.prefix(3).contains { $0 == "audit_logs" || $0 == "audit_entries" }
                || words.prefix(3) == ["INSERT", "INTO", "webhook_deliveries"])
        let kind: Kind =
            !isLog && (writes || words.contains { tables.contains($0) }) ? .ofDevices : .free
        if !statement.isVaried { kinds.withLock { $0[statement] = kind } }
        return kind
    }
}
