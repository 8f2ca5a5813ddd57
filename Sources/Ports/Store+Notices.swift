public import Administration
public import Foundation

/// お知らせ that are no entries of ログ: the operator's, and the product's own about itself.
public protocol NoticeRecords {
    func insert(_ notice: Notice) throws
    /// - Returns: false when there is none.
    func deleteNotice(_ id: NoticeID) throws -> Bool
    func notice(_ id: NoticeID) throws -> Notice?
    /// Those for this company and for all, newest first, without those that are over.
    func notices(for scope: CompanyScope, at now: Date) throws -> [Notice]
    /// Every one of the installation, newest first.
    func allNotices() throws -> [Notice]
    /// Notices up to then are read; nil when this person has read none.
    func noticesReadAt(by user: UserID, in scope: CompanyScope) throws -> Date?
    func setNoticesReadAt(_ at: Date, by user: UserID, in scope: CompanyScope) throws
}
