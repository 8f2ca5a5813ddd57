import Administration
import AutomatedEnrollment
import Ports

/// The registered token with its secrets, for whoever talks to Apple now.
struct OpenToken: Sendable {
    private let installation: Installation
    init(_ installation: Installation) { self.installation = installation }

    /// - Throws: ``TokenError/noTokenRegistered``; what the vault says when it does not open.
    func callAsFunction(in company: Company) async throws -> (token: ServerToken, registered: RegisteredToken) {
        guard
            let active = try await installation.store.read(
                in: company.scope, { try $0.activeToken(in: company.scope) }),
            let sealed = active.sealed
        else { throw TokenError.noTokenRegistered }
        let place = RegisteredToken.place(of: active.id, in: company.scope)
        let opened = try installation.vault.open(sealed, at: place, under: company.wrappedKey)
        guard let token = ServerToken(sealable: opened, expiresAt: active.expiresAt) else {
            throw SecretVaultError.doesNotOpen
        }
        return (token, active)
    }
}
