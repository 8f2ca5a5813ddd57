public import Administration
public import Foundation

/// One ログメール通知.
public struct NoticeRuleID: OpaqueIdentifier {
    public let description: String
    public init(stored: String) { description = stored }
}

/// ログメール通知: which events of the log go to whom by mail.
public struct NoticeRule: Sendable, Equatable {
    public let id: NoticeRuleID
    /// 1 to 100 characters.
    public var name: String
    public var events: Set<AuditEvent>
    /// Everybody of these roles who has a mail address.
    public var roles: Set<Role>
    public var users: Set<UserID>
    /// Further addresses, at most ``addressLimit``.
    public var addresses: [MailAddress]
    /// Nil: each recipient's own, else the company's.
    public var language: Language?
    public var isEnabled: Bool
    public let createdAt: Date
    /// Raised by each change, so that two people do not overwrite each other.
    public var version: Int

    public static let addressLimit = 50
    public static let limit = 50

    public init(
        id: NoticeRuleID, name: String, events: Set<AuditEvent>, roles: Set<Role> = [], users: Set<UserID> = [],
        addresses: [MailAddress] = [], language: Language? = nil, isEnabled: Bool = true, createdAt: Date,
        version: Int = 1
    ) {
        self.id = id
        self.name = name
        self.events = events
        self.roles = roles
        self.users = users
        self.addresses = addresses
        self.language = language
        self.isEnabled = isEnabled
        self.createdAt = createdAt
        self.version = version
    }

    /// The one that every company begins with: 「ApplePush 証明書有効期限」, to every 管理者.
    public static func standard(for company: CompanyID, at now: Date) -> NoticeRule {
        NoticeRule(
            id: NoticeRuleID(stored: company.description), name: standardName,
            events: [.pushCertificateExpiring, .pushCertificateDeleted, .adeTokenExpiring], roles: [.administrator],
            createdAt: now)
    }

    public static let standardName = "ApplePush 証明書有効期限"

    /// - Throws: what makes the rule one that can never tell anybody.
    public func checked() throws(NoticeError) -> NoticeRule {
        guard (1...100).contains(name.count), name.utf8.count <= 400,
            !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else { throw .invalidName }
        guard !events.isEmpty else { throw .noEvent }
        guard !(roles.isEmpty && users.isEmpty && addresses.isEmpty) else { throw .noRecipient }
        guard addresses.count <= Self.addressLimit else { throw .tooManyAddresses(limit: Self.addressLimit) }
        return self
    }

    public func isSetOff(by event: AuditEvent) -> Bool {
        switch event {
        case _ where !isEnabled: false
        case .expiryNoticesEnded: tellsOfExpiry
        // Who wants to know that the token will end wants to know that it is dead, or gone.
        case .adeTokenFailing, .adeTokenWorking, .tokenDeleted:
            events.contains(event) || events.contains(.adeTokenExpiring)
        default: events.contains(event)
        }
    }

    /// True when it tells of something that expires.
    public var tellsOfExpiry: Bool { !events.isDisjoint(with: [.pushCertificateExpiring, .adeTokenExpiring]) }

    /// Whom it reaches, each address once, with the language of the person.
    public func recipients(among users: [User], in company: Company) -> [MailAddress: Language] {
        var found: [MailAddress: Language] = [:]
        for address in addresses { found[address] = language ?? company.language }
        for user in users where !user.isDisabled && (roles.contains(user.role) || self.users.contains(user.id)) {
            guard let text = user.mailAddress, let address = try? MailAddress(text) else { continue }
            found[address] = language ?? user.language ?? company.language
        }
        return found
    }
}
