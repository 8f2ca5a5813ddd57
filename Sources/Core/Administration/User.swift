public import Foundation

/// A person who can sign in to one company's console.
public struct User: Sendable, Equatable {
    public let id: UserID
    public let companyID: CompanyID
    /// ログインID, unique in the company, 1 to 64 characters without spaces or control characters.
    public let login: String
    public var role: Role
    /// The own setting; nil leaves it to the browser.
    public var language: Language?
    /// In the form of ``PasswordHash``; nil until the one-time link was used.
    public var passwordHash: PasswordHash?
    public var isDisabled: Bool
    /// Where notices reach this person, as it was checked when it was set; nil: nowhere.
    public var mailAddress: String?
    public let createdAt: Date

    public init(
        id: UserID, companyID: CompanyID, login: String, role: Role, language: Language? = nil,
        passwordHash: PasswordHash? = nil, isDisabled: Bool = false, mailAddress: String? = nil, createdAt: Date
    ) {
        self.id = id
        self.companyID = companyID
        self.login = login
        self.role = role
        self.language = language
        self.passwordHash = passwordHash
        self.isDisabled = isDisabled
        self.mailAddress = mailAddress
        self.createdAt = createdAt
    }

    /// - Throws: ``AdministrationError/invalidLogin(_:)``.
    public static func checkLogin(_ text: String) throws(AdministrationError) -> String {
        let bad = text.unicodeScalars.contains {
            $0.properties.isWhitespace || $0.properties.generalCategory == .control
        }
        guard !bad, (1...64).contains(text.count), text.utf8.count <= 256 else { throw .invalidLogin(text) }
        return text
    }
}
