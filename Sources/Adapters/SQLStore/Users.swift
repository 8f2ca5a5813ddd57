import Administration
import Foundation
import Ports

extension SQLTransaction {
    func user(_ id: UserID, in scope: CompanyScope) throws -> User? {
        try row("SELECT * FROM users WHERE company_id = $1 AND id = $2", [scope.value, id.value]).map(User.init)
    }

    func user(login: String, in scope: CompanyScope) throws -> User? {
        // What cannot be stored is nobody's login; it is no reason to fail.
        guard !login.utf8.contains(0) else { return nil }
        return try row("SELECT * FROM users WHERE company_id = $1 AND login = $2", [scope.value, .text(login)])
            .map(User.init)
    }

    func users(in scope: CompanyScope) throws -> [User] {
        try rows("SELECT * FROM users WHERE company_id = $1 ORDER BY login", [scope.value]).map(User.init)
    }

    func insert(_ user: User, in scope: CompanyScope) throws {
        try require(user.companyID, is: scope)
        try execute(
            """
            INSERT INTO users (company_id, id, login, role, language, password_hash, is_disabled, created_at, mail_address)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [
                scope.value, user.id.value, .text(user.login), .text(user.role.rawValue),
                .text(user.language?.rawValue), .text(user.passwordHash?.encoded), .flag(user.isDisabled),
                .instant(user.createdAt), .text(user.mailAddress),
            ])
    }

    func update(_ user: User, in scope: CompanyScope) throws {
        try require(user.companyID, is: scope)
        try executeOnOne(
            "user",
            """
            UPDATE users SET role = $3, language = $4, password_hash = $5, is_disabled = $6,
                mail_address = $7
            WHERE company_id = $1 AND id = $2
            """,
            [
                scope.value, user.id.value, .text(user.role.rawValue), .text(user.language?.rawValue),
                .text(user.passwordHash?.encoded), .flag(user.isDisabled), .text(user.mailAddress),
            ])
    }

    func insert(_ link: PasswordLink) throws {
        try execute(
            "INSERT INTO password_links (token_hash, company_id, user_id, expires_at) VALUES ($1, $2, $3, $4)",
            [.bytes(link.tokenHash), .text(link.companyID.description), link.userID.value, .instant(link.expiresAt)])
    }

    func passwordLink(tokenHash: [UInt8]) throws -> PasswordLink? {
        try row("SELECT * FROM password_links WHERE token_hash = $1", [.bytes(tokenHash)]).map(PasswordLink.init)
    }

    func deletePasswordLinks(of user: UserID, in scope: CompanyScope) throws {
        try execute(
            "DELETE FROM password_links WHERE company_id = $1 AND user_id = $2", [scope.value, user.value])
    }

    /// A value that carries its company must not be filed under another.
    private func require(_ companyID: CompanyID, is scope: CompanyScope) throws {
        guard companyID == scope.companyID else { throw StoreError.conflict("the user belongs to another company") }
    }
}

extension OpaqueIdentifier {
    var value: SQLValue { .text(description) }
}

extension User {
    fileprivate init(_ row: SQLRow) throws {
        self.init(
            id: UserID(stored: try row.text("id")),
            companyID: CompanyID(stored: try row.text("company_id")),
            login: try row.text("login"),
            role: try row.value("role") { Role(rawValue: $0) },
            language: try row.optionalText("language").map { _ in
                try row.value("language") { Language(rawValue: $0) }
            },
            passwordHash: try row.optionalText("password_hash").map { PasswordHash(encoded: $0) },
            isDisabled: try row.flag("is_disabled"),
            mailAddress: try row.optionalText("mail_address"),
            createdAt: try row.instant("created_at"))
    }
}

extension PasswordLink {
    fileprivate init(_ row: SQLRow) throws {
        self.init(
            tokenHash: try row.bytes("token_hash"),
            companyID: CompanyID(stored: try row.text("company_id")),
            userID: UserID(stored: try row.text("user_id")),
            expiresAt: try row.instant("expires_at"))
    }
}
