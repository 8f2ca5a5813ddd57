public import Administration

/// ログ: append-only, each company's entries chained by hash.
public protocol AuditRecords {
    /// Appends after the company's last entry, in this transaction. A NUL character, which no database
    /// keeps in a text, becomes U+FFFD before the entry is hashed.
    ///
    /// - Throws: ``StoreError/conflict(_:)`` when there is no such company; ``StoreError/unreadable(_:)`` when
    ///   the last entry is missing. One that this version cannot read is followed all the same.
    func append(_ draft: AuditDraft, in scope: CompanyScope) throws
    /// Newest first; `before` is a sequence number (exclusive), nil from the newest on.
    func keptEntries(in scope: CompanyScope, before: Int?, limit: Int) throws -> [KeptEntry]
    /// Newest first, only entries whose event is a notice.
    func notices(in scope: CompanyScope, before: Int?, limit: Int) throws -> [KeptEntry]
    /// Ascending from `after` (exclusive), for verifying the chain.
    func keptEntries(in scope: CompanyScope, after: Int, limit: Int) throws -> [KeptEntry]
}

/// Those that can be read: where some cannot, fewer than there are. Whoever goes on from the last one takes
/// ``AuditRecords/keptEntries(in:after:limit:)`` instead, or would stop at one that cannot be read.
extension AuditRecords {
    public func auditEntries(in scope: CompanyScope, before: Int?, limit: Int) throws -> [AuditEntry] {
        try keptEntries(in: scope, before: before, limit: limit).compactMap(\.entry)
    }

    public func auditEntries(in scope: CompanyScope, after: Int, limit: Int) throws -> [AuditEntry] {
        try keptEntries(in: scope, after: after, limit: limit).compactMap(\.entry)
    }
}
