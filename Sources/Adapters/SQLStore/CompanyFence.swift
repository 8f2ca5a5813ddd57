import Administration
import Ports
import Synchronization

/// Keeps a transaction of one company to its rows, on both engines: a statement about companies' rows carries the company
/// among its values (docs/decisions/0021).
///
/// It sees a statement that has no company, or another one. That the statement compares what it carries is seen by
/// PostgreSQL's own wall alone.
struct CompanyFence {
    private let company: String

    init(_ scope: CompanyScope) { company = scope.companyID.description }

    /// - Throws: `StoreError.conflict`: the caller's mistake.
    func check(_ statement: SQL, _ values: [SQLValue]) throws {
        guard Self.isCompanies(statement) else { return }
        let isNamed = values.contains { value in
            if case .text(let text) = value { text == company } else { false }
        }
        guard isNamed else { throw StoreError.conflict("a transaction of one company reached for another's rows") }
    }

    /// What belongs to no company, and what is reached by the hash of a secret that only its holder knows.
    private static let free: Set<String> = [
        "installation_values", "leases", "login_failures", "vendor_certificates", "trust_anchors",
        "sessions", "password_links", "mail_links",
    ]
    private static let kinds = Mutex<[SQL: Bool]>([:])

    private static func isCompanies(_ statement: SQL) -> Bool {
        if let known = kinds.withLock({ $0[statement] }) { return known }
        let words = statement.text.split { !($0.isLetter || $0.isNumber || $0 == "_") }
        // `DO UPDATE SET` and `FOR UPDATE OF` name no table.
        let tables = zip(words, words.dropFirst()).filter { word, next in
            ["FROM", "JOIN", "INTO", "UPDATE"].contains(word) && !["SET", "OF", "SKIP"].contains(next)
        }
        let isCompanies = tables.contains { !free.contains(String($0.1)) }
        if !statement.isVaried { kinds.withLock { $0[statement] = isCompanies } }
        return isCompanies
    }
}
