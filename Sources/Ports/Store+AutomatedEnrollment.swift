public import Administration
public import AutomatedEnrollment

/// Public keys, tokens and what two administrators compare.
public protocol TokenRecords {
    /// The defaults (version 0) when nothing was stored.
    func tokenDetails(in scope: CompanyScope) throws -> TokenDetails
    func save(_ details: TokenDetails, in scope: CompanyScope) throws

    /// Newest first, all that are retained.
    func tokenRequests(in scope: CompanyScope) throws -> [TokenRequest]
    func tokenRequest(_ id: TokenRequest.ID, in scope: CompanyScope) throws -> TokenRequest?
    func pendingTokenRequest(in scope: CompanyScope) throws -> TokenRequest?
    /// A pending one takes the place of the one that was pending before.
    func insert(_ request: TokenRequest, in scope: CompanyScope) throws
    /// After a deletion: [ダウンロード] makes a new one.
    func endPendingTokenRequest(in scope: CompanyScope) throws

    /// The company's token, whose `expiresAt` is what notices and feeds tell; nil when none is registered.
    func activeToken(in scope: CompanyScope) throws -> RegisteredToken?
    /// Newest registration first, every state.
    func tokens(in scope: CompanyScope) throws -> [RegisteredToken]
    /// - Throws: ``StoreError/conflict(_:)`` when another token of the company is active.
    func insert(_ token: RegisteredToken, in scope: CompanyScope) throws
    /// A token that is not active any more is forgotten, but for its place in the history.
    ///
    /// - Throws: ``StoreError/conflict(_:)`` when this company has no such token.
    func setState(_ state: RegisteredToken.State, of id: RegisteredToken.ID, in scope: CompanyScope) throws
}
