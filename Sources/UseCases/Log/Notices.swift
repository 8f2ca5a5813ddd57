public import Administration
public import Foundation
import Ports

/// お知らせ of a company as one person sees them: entries of its log that are notices, and what operator and product
/// have to say, in one order.
public struct ReadNotices: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public struct Item: Sendable, Equatable {
        public enum Source: Sendable, Equatable {
            case entry(AuditEntry)
            case notice(Notice)
        }
        public let source: Source
        public let isUnread: Bool

        public init(_ source: Source, isUnread: Bool) {
            self.source = source
            self.isUnread = isUnread
        }

        public var at: Date {
            switch source {
            case .entry(let entry): entry.draft.occurredAt
            case .notice(let notice): notice.createdAt
            }
        }
    }

    public struct Page: Sendable {
        public let items: [Item]
        /// Pass as `before` for the next page; nil when this is the last.
        public let next: Int?
    }

    /// - Parameter before: number of a log entry, exclusive.
    public func callAsFunction(before: Int? = nil, limit: Int = 50, for principal: Principal) async throws -> Page {
        let (scope, user, now) = (principal.scope, principal.user, installation.now)
        return try await installation.store.read { transaction in
            let found = try transaction.notices(in: scope, before: before, limit: limit + 1)
            let entries = found.prefix(limit)
            let next = found.count > limit ? entries.last?.sequence : nil
            // Those between this page's entries: the newest page has no upper end, the last one no lower.
            let upper = try before.flatMap {
                try transaction.keptEntries(in: scope, after: $0 - 1, limit: 1).first?.occurredAt
            }
            let lower = next == nil ? nil : entries.last?.occurredAt
            let others = try transaction.notices(for: scope, at: now).filter { notice in
                upper.map { notice.createdAt < $0 } ?? true && lower.map { notice.createdAt >= $0 } ?? true
            }
            let readAt = max(
                try transaction.noticesReadAt(by: user.id, in: scope) ?? .distantPast, user.createdAt)
            let all = entries.compactMap { $0.entry.map(Item.Source.entry) } + others.map { Item.Source.notice($0) }
            let items = all.map { source -> Item in
                Item(source, isUnread: Item(source, isUnread: false).at > readAt)
            }
            return Page(items: items.sorted { $0.at > $1.at }, next: next)
        }
    }

    /// Everything up to now is read.
    public func markRead(by principal: Principal) async throws {
        let now = installation.now
        try await installation.store.write {
            try $0.setNoticesReadAt(now, by: principal.user.id, in: principal.scope)
        }
    }
}

/// Notices by the operator.
public struct ManageNotices: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    /// - Parameter company: nil for every company.
    /// - Throws: ``AdministrationError/noticeTextNotValid``, ``AdministrationError/noticeOverAlready``.
    public func add(japanese: String, english: String, until: Date?, for company: Company?) async throws -> Notice {
        let now = installation.now
        let (japanese, english) = (Self.trimmed(japanese), Self.trimmed(english))
        for text in [japanese, english] {
            let isPrintable = text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
            guard !text.isEmpty, text.count <= Notice.longestText, isPrintable else {
                throw AdministrationError.noticeTextNotValid
            }
        }
        if let until, until <= now { throw AdministrationError.noticeOverAlready }
        let notice = Notice(
            id: installation.newIdentifier(at: now), companyID: company?.id, source: .serviceOperator,
            japanese: japanese, english: english, createdAt: now, until: until)
        try await installation.store.write { transaction in
            try transaction.insert(notice)
            try transaction.append(
                AuditDraft(
                    .noticeAdded, by: .serviceOperator, at: now, subject: notice.id.description,
                    after: [AuditField("ja", japanese), AuditField("en", english)]),
                in: company?.scope ?? .installation)
        }
        return notice
    }

    /// - Parameter company: nil lists those of all companies, too.
    public func list() async throws -> [Notice] { try await installation.store.read { try $0.allNotices() } }

    /// - Throws: ``AdministrationError/noSuchNotice``.
    public func remove(_ id: NoticeID) async throws {
        let now = installation.now
        try await installation.store.write { transaction in
            guard let notice = try transaction.notice(id), try transaction.deleteNotice(id) else {
                throw AdministrationError.noSuchNotice
            }
            try transaction.append(
                AuditDraft(
                    .noticeRemoved, by: .serviceOperator, at: now, subject: id.description,
                    before: [AuditField("ja", notice.japanese), AuditField("en", notice.english)]),
                in: notice.companyID.map { CompanyScope($0) } ?? .installation)
        }
    }

    private static func trimmed(_ text: String) -> String { text.trimmingCharacters(in: .whitespacesAndNewlines) }
}

/// The product tells by itself that it runs in another version than before. Run at each start of the server.
public struct NoteVersion: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public func callAsFunction(_ version: String) async throws {
        let now = installation.now
        let id: NoticeID = installation.newIdentifier(at: now)
        try await installation.store.write { transaction in
            let before = try transaction.installationValue(.version).map { String(decoding: $0, as: UTF8.self) }
            guard before != version else { return }
            try transaction.setInstallationValue(Array(version.utf8), for: .version)
            // The first start has nothing to compare with.
            guard before != nil else { return }
            try transaction.insert(
                Notice(
                    id: id, companyID: nil, source: .version, japanese: version, english: version, createdAt: now,
                    until: nil))
        }
    }
}
