public import Administration
public import Foundation
public import Notices
import Ports

/// Whether anybody would be told that the certificate expires: what dashboard, checklist and settings say.
public enum NoticeReach: Sendable, Equatable {
    /// So many addresses.
    case told(Int)
    case noMailServer
    /// Every rule about expiry was switched off or deleted.
    case noRule
    /// There is a rule, but none of its people has a mail address.
    case noAddress
    /// The mail server refuses, or has not been reached for an hour; its last answer.
    case failing(String)

    public var isWell: Bool { if case .told = self { true } else { false } }

    static func of(_ installation: Installation, _ company: Company, _ transaction: any Ports.Transaction) throws
        -> NoticeReach
    {
        let rules = try transaction.noticeRules(in: company.scope).filter {
            $0.isEnabled && $0.events.contains(.pushCertificateExpiring)
        }
        guard !rules.isEmpty else { return .noRule }
        let users = try transaction.users(in: company.scope)
        let addresses = Set(rules.flatMap { $0.recipients(among: users, in: company).keys })
        guard !addresses.isEmpty else { return .noAddress }
        guard installation.mail != nil else { return .noMailServer }
        let last = try transaction.mails(in: company.scope, limit: 20).first { $0.attempts > 0 }
        if let last, last.state == .failed || (last.state == .waiting && last.attempts > 3) {
            return .failing(last.lastAnswer)
        }
        return .told(addresses.count)
    }
}

/// 通知設定 of one company, from one read.
public struct NoticeOverview: Sendable {
    public let rules: [NoticeRule]
    public let settings: NoticeSettings
    public let users: [User]
    public let reach: NoticeReach
    /// Newest first.
    public let mails: [Mail]
    /// Steps that are not over, newest first.
    public let steps: [ExpiryNotice]

    public init(
        rules: [NoticeRule], settings: NoticeSettings, users: [User], reach: NoticeReach, mails: [Mail],
        steps: [ExpiryNotice]
    ) {
        self.rules = rules
        self.settings = settings
        self.users = users
        self.reach = reach
        self.mails = mails
        self.steps = steps
    }
}

public struct ShowNotices: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public static let mailsShown = 50

    public func callAsFunction(for company: Company) async throws -> NoticeOverview {
        let scope = company.scope
        return try await installation.store.read(in: scope) { transaction in
            NoticeOverview(
                rules: try transaction.noticeRules(in: scope), settings: try transaction.noticeSettings(in: scope),
                users: try transaction.users(in: scope),
                reach: try NoticeReach.of(installation, company, transaction),
                mails: try transaction.mails(in: scope, limit: Self.mailsShown),
                steps: try transaction.expiryNotices(in: scope).filter { !$0.isOver }.reversed())
        }
    }

    public func reach(of company: Company) async throws -> NoticeReach {
        try await installation.store.read(in: company.scope) { try NoticeReach.of(installation, company, $0) }
    }

    /// Devices last heard before this instant are silent; nil when nobody watches.
    public func silentBefore(in scope: CompanyScope) async throws -> Date? {
        let now = installation.now
        return try await installation.store.read(in: scope) { try $0.noticeSettings(in: scope) }.silentBefore(now)
    }

    /// Where a link in a mail leads: the company's code and the path below it; nil when it is none of ours.
    public func destination(of link: String) async throws -> (company: CompanyCode, path: String)? {
        let hash = OneTimeToken.hash(of: link)
        return try await installation.store.read { transaction in
            guard let (scope, path) = try transaction.mailLink(hash: hash),
                let company = try transaction.company(scope)
            else { return nil }
            return (company.code, path)
        }
    }
}
