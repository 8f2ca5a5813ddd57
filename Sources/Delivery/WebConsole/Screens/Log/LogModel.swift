import Administration

/// ログ, newest first, in pages.
struct LogModel: Sendable {
    var entries: [AuditEntry]
    /// `before` of the next page; nil when there are no older entries.
    var olderBefore: Int?
    /// True when this is not the first page.
    var isContinued: Bool
}
