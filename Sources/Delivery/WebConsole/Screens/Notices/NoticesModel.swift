import Administration

/// お知らせ, all of them, newest first, in pages.
struct NoticesModel: Sendable {
    var entries: [AuditEntry]
    var olderBefore: Int?
    var isContinued: Bool
}
