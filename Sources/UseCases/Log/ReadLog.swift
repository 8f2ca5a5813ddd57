public import Administration
import Ports

/// ログ and お知らせ of one company, newest first, a page at a time.
public struct ReadLog: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public struct Page: Sendable {
        public let entries: [AuditEntry]
        /// Pass as `before` for the next page; nil when this is the last.
        public let next: Int?
    }

    public static let pageSize = 50

    public func callAsFunction(before: Int?, in scope: CompanyScope) async throws -> Page {
        try await page { try $0.auditEntries(in: scope, before: before, limit: Self.pageSize + 1) }
    }

    public func notices(before: Int?, limit: Int = ReadLog.pageSize, in scope: CompanyScope) async throws -> Page {
        try await page(limit) { try $0.notices(in: scope, before: before, limit: limit + 1) }
    }

    private func page(
        _ size: Int = ReadLog.pageSize, _ load: @escaping @Sendable (any Transaction) throws -> [AuditEntry]
    ) async throws -> Page {
        let entries = try await installation.store.read(load)
        let shown = Array(entries.prefix(size))
        return Page(entries: shown, next: entries.count > size ? shown.last?.sequence : nil)
    }
}
