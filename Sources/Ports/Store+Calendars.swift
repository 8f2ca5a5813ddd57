public import Administration
public import Foundation

/// The private address of a company's calendar; of the address only a hash is stored.
public protocol CalendarRecords {
    func calendarFeed(in scope: CompanyScope) throws -> CalendarFeed?
    /// The one lookup without a company: the address names none.
    func calendarScope(tokenHash: [UInt8]) throws -> CompanyScope?
    /// Replaces; nil removes. The former address leads nowhere from then on.
    func setCalendarFeed(_ feed: CalendarFeed?, in scope: CompanyScope) throws
}

public struct CalendarFeed: Sendable, Equatable {
    /// SHA-256 of the token in the address.
    public let tokenHash: [UInt8]
    public let createdAt: Date
    /// Login, or empty for the service operator.
    public let createdBy: String

    public init(tokenHash: [UInt8], createdAt: Date, createdBy: String) {
        self.tokenHash = tokenHash
        self.createdAt = createdAt
        self.createdBy = createdBy
    }
}
