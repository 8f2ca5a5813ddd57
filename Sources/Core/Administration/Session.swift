public import Foundation

/// One browser signed in to one company. The cookie holds a random token; the store only its SHA-256.
public struct Session: Sendable, Equatable {
    public let tokenHash: [UInt8]
    public let companyID: CompanyID
    public let userID: UserID
    public let createdAt: Date
    public var lastSeenAt: Date
    /// When the password was last given in this session.
    public var steppedUpAt: Date

    public init(
        tokenHash: [UInt8], companyID: CompanyID, userID: UserID, createdAt: Date, lastSeenAt: Date,
        steppedUpAt: Date? = nil
    ) {
        self.steppedUpAt = steppedUpAt ?? createdAt
        self.tokenHash = tokenHash
        self.companyID = companyID
        self.userID = userID
        self.createdAt = createdAt
        self.lastSeenAt = lastSeenAt
    }

    /// Idle 30 minutes, absolute 12 hours (ASVS 5.0 V7.3). A clock set back ends no session.
    public static let idleSeconds: TimeInterval = 30 * 60
    public static let absoluteSeconds: TimeInterval = 12 * 3600

    public func isValid(at now: Date) -> Bool {
        now.timeIntervalSince(lastSeenAt) < Self.idleSeconds
            && now.timeIntervalSince(createdAt) < Self.absoluteSeconds
    }
}

/// A one-time link by which a person sets a password; the store keeps the token's SHA-256.
public struct PasswordLink: Sendable, Equatable {
    public let tokenHash: [UInt8]
    public let companyID: CompanyID
    public let userID: UserID
    public let expiresAt: Date

    public init(tokenHash: [UInt8], companyID: CompanyID, userID: UserID, expiresAt: Date) {
        self.tokenHash = tokenHash
        self.companyID = companyID
        self.userID = userID
        self.expiresAt = expiresAt
    }
}
