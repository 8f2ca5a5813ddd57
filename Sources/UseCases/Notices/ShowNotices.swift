public import Administration
import Foundation
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
    /// Nobody's mail goes: the mail server refuses, or was not reached in several tries. One of them, and what was said.
    case failing(MailAddress, String)
    /// So many addresses are told; at least this one is not, and what the mail server said.
    case partly(Int, MailAddress, String)

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
        // Each address by its own last mail: that another one was reached says nothing of it.
        let ill = try addresses.sorted { $0.description < $1.description }.compactMap { address in
            try transaction.lastTriedMail(to: address, in: company.scope).flatMap { $0.isIll ? $0 : nil }
        }
        guard let first = ill.first else { return .told(addresses.count) }
        let told = addresses.count - ill.count
        return told == 0
            ? .failing(first.recipient, first.lastAnswer) : .partly(told, first.recipient, first.lastAnswer)
    }
}

extension Mail {
    /// Refused, given up, or in trouble for about an hour.
    fileprivate var isIll: Bool { state == .failed || (state == .waiting && attempts > 3) }
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
        return try await installation.store.read { transaction in
            NoticeOverview(
                rules: try transaction.noticeRules(in: scope), settings: try transaction.noticeSettings(in: scope),
                users: try transaction.users(in: scope),
                reach: try NoticeReach.of(installation, company, transaction),
                mails: try transaction.mails(in: scope, limit: Self.mailsShown),
                steps: try transaction.expiryNotices(in: scope).filter { !$0.isOver }.reversed())
        }
    }

    public func reach(of company: Company) async throws -> NoticeReach {
        try await installation.store.read { try NoticeReach.of(installation, company, $0) }
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
