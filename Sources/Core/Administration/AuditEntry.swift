public import Foundation

/// What kinds of things ログ tells. The raw value is stored and must never change its meaning.
public enum AuditEvent: String, CaseIterable, Sendable {
    case companyCreated = "company-created"
    case userCreated = "user-created"
    case passwordLinkIssued = "password-link-issued"
    case passwordSet = "password-set"
    case passwordChanged = "password-changed"
    case loggedIn = "logged-in"
    case loginFailed = "login-failed"
    case loginThrottled = "login-throttled"
    case loggedOut = "logged-out"
    case languageChanged = "language-changed"
    case accessRefused = "access-refused"
    case vendorCertificateImported = "vendor-certificate-imported"
    case vendorCertificateExpiring = "vendor-certificate-expiring"
    case authoritiesAdded = "authorities-added"
    case recoverySheetConfirmed = "recovery-sheet-confirmed"
    case pushRequestCreated = "push-request-created"
    case pushRequestDownloaded = "push-request-downloaded"
    case pushRequestAttached = "push-request-attached"
    case pushCertificateRegistered = "push-certificate-registered"
    case pushCertificateChanged = "push-certificate-changed"
    case pushCertificateRefused = "push-certificate-refused"
    case pushDetailsChanged = "push-details-changed"
    case pushCertificateDeleted = "push-certificate-deleted"
    case pushCertificateRestored = "push-certificate-restored"
    case deviceAuthorityCreated = "device-authority-created"
    case invitationCreated = "invitation-created"
    case invitationRevoked = "invitation-revoked"
    case personCreated = "person-created"
    case organizationCreated = "organization-created"
    case deviceEnrolled = "device-enrolled"
    case deviceReenrolled = "device-reenrolled"
    case deviceRemoved = "device-removed"
    case deviceErased = "device-erased"
    case deviceIdentityRenewed = "device-identity-renewed"
    case deviceIdentityRefused = "device-identity-refused"
    case deviceTopicMismatch = "device-topic-mismatch"
    case syncRequested = "sync-requested"
    case lockRequested = "lock-requested"
    case wipeRequested = "wipe-requested"
    case passcodeClearRequested = "passcode-clear-requested"
    case restartRequested = "restart-requested"
    case shutDownRequested = "shut-down-requested"
    case destructiveCommandRefused = "destructive-command-refused"
    case commandCancelled = "command-cancelled"
    case secretRevealed = "secret-revealed"
    case pushProbed = "push-probed"
    case pushCertificateExpiring = "push-certificate-expiring"
    case adeTokenExpiring = "ade-token-expiring"
    case expiryNoticesEnded = "expiry-notices-ended"
    case expiryAcknowledged = "expiry-acknowledged"
    case expiryEscalated = "expiry-escalated"
    case deviceSilent = "device-silent"
    case noticeRuleCreated = "notice-rule-created"
    case noticeRuleChanged = "notice-rule-changed"
    case noticeRuleDeleted = "notice-rule-deleted"
    case noticeSettingsChanged = "notice-settings-changed"
    case mailAddressChanged = "mail-address-changed"
    case testMailRequested = "test-mail-requested"
    case mailFailed = "mail-failed"
    case calendarAddressMade = "calendar-address-made"
    case calendarAddressRevoked = "calendar-address-revoked"
    case webhookAdded = "webhook-added"
    case webhookChanged = "webhook-changed"
    case webhookDeleted = "webhook-deleted"
    case tokenRequestCreated = "token-request-created"
    case tokenRequestDownloaded = "token-request-downloaded"
    case tokenRegistered = "token-registered"
    case tokenChanged = "token-changed"
    case tokenRefused = "token-refused"
    case tokenDeleted = "token-deleted"
    case setupProfileDefined = "setup-profile-defined"
    case setupProfileAssigned = "setup-profile-assigned"
    case automatedEnrollmentBegun = "automated-enrollment-begun"
    case automatedEnrollmentRefused = "automated-enrollment-refused"
    case logShortened = "log-shortened"
    case logKeepingChanged = "log-keeping-changed"
    case oldKeysForgotten = "old-keys-forgotten"
    case noticeAdded = "notice-added"
    case noticeRemoved = "notice-removed"

    /// Shown to every 管理者 as お知らせ, not only in ログ.
    public var isNotice: Bool {
        switch self {
        case .pushCertificateRegistered, .pushCertificateChanged, .pushCertificateDeleted,
            .pushCertificateRestored, .tokenRegistered, .tokenChanged, .tokenDeleted, .deviceReenrolled, .deviceErased,
            .deviceTopicMismatch, .wipeRequested, .pushCertificateExpiring, .adeTokenExpiring, .expiryNoticesEnded,
            .expiryEscalated, .mailFailed:
            true
        default: false
        }
    }
}

/// Who did it.
public enum Actor: Sendable, Equatable {
    case user(UserID, login: String)
    /// Somebody at the server's own command line.
    case serviceOperator
    /// Nobody that is known: a failed login carries what was typed in its fields.
    case anonymous
}

/// One named value before or after; never a secret.
public struct AuditField: Sendable, Equatable {
    /// Stable key, put into words for the screen.
    public let name: String
    public let value: String

    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// An event that is about to be appended to a company's log.
public struct AuditDraft: Sendable, Equatable {
    public let event: AuditEvent
    public let actor: Actor
    public let occurredAt: Date
    /// What it happened to: a topic, a login, a fingerprint; may be empty.
    public let subject: String
    /// Identifier of the device it happened to, for the log of that device; nil when it concerns none.
    public let device: String?
    public let before: [AuditField]
    public let after: [AuditField]

    public init(
        _ event: AuditEvent, by actor: Actor, at occurredAt: Date, subject: String = "",
        device: String? = nil, before: [AuditField] = [], after: [AuditField] = []
    ) {
        self.event = event
        self.actor = actor
        self.occurredAt = occurredAt
        self.subject = subject
        self.device = device
        self.before = before
        self.after = after
    }
}

/// An appended event. Each carries the hash of the one before it, so that a changed or missing row shows.
public struct AuditEntry: Sendable, Equatable {
    /// 1, 2, 3 … for each company, without gaps.
    public let sequence: Int
    public let draft: AuditDraft
    /// SHA-256, 32 bytes; of the first entry's predecessor: 32 zero bytes.
    public let previousHash: [UInt8]
    public let hash: [UInt8]

    public init(sequence: Int, draft: AuditDraft, previousHash: [UInt8], hash: [UInt8]) {
        self.sequence = sequence
        self.draft = draft
        self.previousHash = previousHash
        self.hash = hash
    }
}
