public import Administration

public protocol UserRecords {
    func user(_ id: UserID, in scope: CompanyScope) throws -> User?
    /// Logins are compared exactly.
    func user(login: String, in scope: CompanyScope) throws -> User?
    /// By login.
    func users(in scope: CompanyScope) throws -> [User]
    /// - Throws: ``StoreError/conflict(_:)`` when the login is taken in this company.
    func insert(_ user: User, in scope: CompanyScope) throws
    /// Replaces role, language, password hash and disabled state.
    ///
    /// - Throws: ``StoreError/conflict(_:)`` when this company has no such user.
    func update(_ user: User, in scope: CompanyScope) throws

    func insert(_ link: PasswordLink) throws
    func passwordLink(tokenHash: [UInt8]) throws -> PasswordLink?
    /// Removes every link of the person: one that was used ends the others.
    func deletePasswordLinks(of user: UserID, in scope: CompanyScope) throws
}
