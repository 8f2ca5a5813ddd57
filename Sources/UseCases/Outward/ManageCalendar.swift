public import Administration
public import Ports

/// The private address of the company's calendar: made, shown once, replaced, revoked.
public struct ManageCalendar: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    /// Nil while there is no address.
    public func show(in scope: CompanyScope) async throws -> CalendarFeed? {
        try await installation.store.read(in: scope) { try $0.calendarFeed(in: scope) }
    }

    /// What stands in the calendar.
    public func expiries(in scope: CompanyScope) async throws -> [Expiry] {
        try await installation.store.read(in: scope) { try $0.expiries(in: scope, limit: ReadCalendar.most) }
    }

    /// A new address; the former one leads nowhere from then on.
    ///
    /// - Returns: the token of the address, 32 random bytes; it cannot be had again.
    public func make(by principal: Principal) async throws -> Secret<String> {
        let now = installation.now
        let token = OneTimeToken(from: installation.randomness)
        try await installation.store.write(in: principal.scope) { transaction in
            try transaction.setCalendarFeed(
                CalendarFeed(tokenHash: token.hash, createdAt: now, createdBy: principal.user.login),
                in: principal.scope)
            try transaction.append(
                AuditDraft(.calendarAddressMade, by: principal.actor, at: now), in: principal.scope)
        }
        return token.text
    }

    public func revoke(by principal: Principal) async throws {
        let now = installation.now
        try await installation.store.write(in: principal.scope) { transaction in
            guard try transaction.calendarFeed(in: principal.scope) != nil else { return }
            try transaction.setCalendarFeed(nil, in: principal.scope)
            try transaction.append(
                AuditDraft(.calendarAddressRevoked, by: principal.actor, at: now), in: principal.scope)
        }
    }
}
