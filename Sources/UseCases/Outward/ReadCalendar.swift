public import Administration
public import Ports
public import PushCertificates

/// What a calendar program gets that knows the address: everything of the company that ends, without secrets.
public struct ReadCalendar: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public struct Contents: Sendable {
        public let company: Company
        public let expiries: [Expiry]
        /// Apple ID and 備考 that stand beside the push certificate.
        public let details: PushDetails
    }

    /// Far more than one company has.
    static let most = 200

    /// - Returns: nil when the address was never made, replaced or revoked.
    public func callAsFunction(token: String) async throws -> Contents? {
        // 64 hexadecimal digits; anything else is not looked up.
        guard token.utf8.count == 64 else { return nil }
        let hash = OneTimeToken.hash(of: token)
        return try await installation.store.read { transaction in
            guard let scope = try transaction.calendarScope(tokenHash: hash),
                let company = try transaction.company(scope)
            else { return nil }
            return Contents(
                company: company, expiries: try transaction.expiries(in: scope, limit: Self.most),
                details: try transaction.pushDetails(in: scope))
        }
    }
}
