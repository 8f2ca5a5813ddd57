public import Administration
public import Foundation
public import Notices

/// Who is told of what, what was told, and the outbox of mails.
///
/// The log is the outbox's beginning: an event is in the log with the change it tells of, or neither is. How far each
/// company's log has been turned into mails stands beside its length, and moves in the transaction that makes them.
public protocol NotificationRecords {
    /// By name.
    func noticeRules(in scope: CompanyScope) throws -> [NoticeRule]
    func insert(_ rule: NoticeRule, in scope: CompanyScope) throws
    /// Replaces everything but creation, and raises the version.
    ///
    /// - Throws: ``StoreError/conflict(_:)`` unless the stored version is that of `rule`.
    func update(_ rule: NoticeRule, in scope: CompanyScope) throws
    func deleteNoticeRule(_ id: NoticeRuleID, in scope: CompanyScope) throws
    /// ``NoticeSettings/standard`` when nothing was stored.
    func noticeSettings(in scope: CompanyScope) throws -> NoticeSettings
    /// - Throws: ``StoreError/conflict(_:)`` unless the stored version is that of `settings`.
    func save(_ settings: NoticeSettings, in scope: CompanyScope) throws

    /// Companies whose log is longer than what was made into mails, with the number reached.
    func companiesWithNewEntries(limit: Int) throws -> [(scope: CompanyScope, mailed: Int)]
    /// - Throws: ``StoreError/conflict(_:)`` when it is not `from` any more: another node was here.
    func setMailed(from: Int, to: Int, in scope: CompanyScope) throws

    /// Companies that may have something to be told of: a registered certificate that ends within the ladder (60 days,
    /// a year where the company has settings of its own), or steps that are not over.
    func companiesWithExpiries(at now: Date) throws -> [CompanyScope]
    /// Oldest first, over or not.
    func expiryNotices(in scope: CompanyScope) throws -> [ExpiryNotice]
    /// - Throws: ``StoreError/conflict(_:)`` when this step was told before.
    func insert(_ notice: ExpiryNotice, in scope: CompanyScope) throws
    func delete(_ notice: ExpiryNotice, in scope: CompanyScope) throws
    /// Replaces what can change: reach, confirmation, escalation, end.
    func update(_ notice: ExpiryNotice, in scope: CompanyScope) throws

    /// `key` keeps a second mail of one notice to one address out; false when there was one.
    func insert(_ mail: Mail, key: String, due: Date, in scope: CompanyScope) throws -> Bool
    func hasDueMails(at now: Date) throws -> Bool
    /// For a sender: until `until` they are nobody else's. What is due later than any pause lasts was put off by a clock
    /// that ran ahead, and is due now.
    func claimMails(at now: Date, limit: Int, until: Date) throws -> [(scope: CompanyScope, mail: Mail)]
    /// `due` nil: never again.
    func update(_ mail: Mail, due: Date?, in scope: CompanyScope) throws
    /// Newest first.
    func mails(in scope: CompanyScope, limit: Int) throws -> [Mail]
    func mail(_ id: MailID, in scope: CompanyScope) throws -> Mail?
    /// Every mail of one notice: what was inserted with a key that begins with `key` and a slash.
    func mails(underKey key: String, in scope: CompanyScope) throws -> [Mail]
    /// The newest that was tried, of one recipient.
    func lastTriedMail(to recipient: MailAddress, in scope: CompanyScope) throws -> Mail?
    func deleteMails(createdBefore: Date) throws

    /// A link in a mail; only its hash is kept.
    func insertMailLink(hash: [UInt8], path: String, at now: Date, in scope: CompanyScope) throws
    func mailLink(hash: [UInt8]) throws -> (scope: CompanyScope, path: String)?

    func hasSilentDevices(before: Date, in scope: CompanyScope) throws -> Bool
    /// Devices that are managed, were last heard before `before` and were not noted since; at most `limit`. They are
    /// noted at `now`.
    func noteSilentDevices(before: Date, at now: Date, limit: Int, in scope: CompanyScope) throws -> [SilentDevice]
}

/// A device that has not been heard of for too long.
public struct SilentDevice: Sendable, Equatable {
    public let enrollmentID: String
    public let deviceID: String
    public let name: String
    public let serialNumber: String
    public let lastContactAt: Date

    public init(enrollmentID: String, deviceID: String, name: String, serialNumber: String, lastContactAt: Date) {
        self.enrollmentID = enrollmentID
        self.deviceID = deviceID
        self.name = name
        self.serialNumber = serialNumber
        self.lastContactAt = lastContactAt
    }
}
