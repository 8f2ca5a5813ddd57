public import Administration

/// ログ: append-only, each company's entries chained by hash.
public protocol AuditRecords {
    /// Appends after the company's last entry, in this transaction. A NUL character, which no database
    /// keeps in a text, becomes U+FFFD before the entry is hashed.
    ///
    /// - Throws: ``StoreError/conflict(_:)`` when there is no such company; ``StoreError/unreadable(_:)`` when
    ///   the last entry is missing.
    func append(_ draft: AuditDraft, in scope: CompanyScope) throws
    /// Newest first; `before` is a sequence number (exclusive), nil from the newest on.
    func auditEntries(in scope: CompanyScope, before: Int?, limit: Int) throws -> [AuditEntry]
    /// Newest first, only entries whose event is a notice.
    func notices(in scope: CompanyScope, before: Int?, limit: Int) throws -> [AuditEntry]
    /// Ascending from `after` (exclusive), for verifying the chain.
    func auditEntries(in scope: CompanyScope, after: Int, limit: Int) throws -> [AuditEntry]
}
