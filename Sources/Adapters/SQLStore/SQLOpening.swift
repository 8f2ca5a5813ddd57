/// What a write is about to ask: of writes that go together the same questions are asked at once.
public struct SQLOpening: Sendable {
    /// What they have in common: `$1`.
    public let shared: SQLValue
    public let key: String
    public let questions: [SQLKeyedQuestion]

    init(_ key: String, in shared: SQLValue, _ questions: [SQLKeyedQuestion]) {
        self.shared = shared
        self.key = key
        self.questions = questions
    }
}

/// A SELECT of rows by their keys, which its first column names.
public struct SQLKeyedQuestion: Sendable {
    /// So many keys at most.
    public static let mostKeys = 64

    /// For 1, 2, 4, … keys.
    private let statements: [SQL]
    /// So many rows of each key at most are worth knowing.
    private let most: Int?

    /// - Parameters:
    ///   - beginning: up to the list of keys, which begin with `$2`.
    ///   - ending: behind it, up to LIMIT.
    init(_ beginning: SQL, ending: SQL = "", most: Int? = nil) {
        self.most = most
        statements = (0...6).map { power in
            let places = (0..<(1 << power)).map { SQL.place(2 + $0) }
            let limit = most == nil ? SQL("") : SQL("LIMIT", .place(2 + places.count))
            return SQL(beginning, "(", SQL(joining: places), ")", ending, limit)
        }
    }

    /// - Parameter keys: at least one, at most ``mostKeys``.
    /// - Returns: the statement with its values; places that are left over ask for the last key again.
    public func statement(for keys: [String], in shared: SQLValue) -> (SQL, [SQLValue]) {
        let statement = statements.indices.first { 1 << $0 >= keys.count } ?? statements.count - 1
        let padding = repeatElement(keys.last ?? "", count: max(0, 1 << statement - keys.count))
        let end = most.map { [SQLValue.integer(limit($0, keys))] } ?? []
        return (statements[statement], [shared] + (keys + padding).map { .text($0) } + end)
    }

    /// - Parameter rows: what the statement found.
    /// - Returns: of each key; nil when there may be more.
    public func rows(_ rows: [SQLRow], for keys: [String]) -> [String: [SQLRow]]? {
        if let most, rows.count >= limit(most, keys) { return nil }
        return Dictionary(grouping: rows) { row in
            if case .text(let key) = row.first { key } else { "" }
        }
    }

    private func limit(_ most: Int, _ keys: [String]) -> Int { most * keys.count }
}
