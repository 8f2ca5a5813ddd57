public import Administration
import Ports

/// Saves the language in which a person wants the console.
public struct ChooseLanguage: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public func callAsFunction(_ language: Language, by principal: Principal) async throws {
        guard principal.user.language != language else { return }
        let now = installation.now
        try await installation.store.write(in: principal.scope) { transaction in
            guard var user = try transaction.user(principal.user.id, in: principal.scope) else { return }
            let before = user.language?.rawValue ?? ""
            user.language = language
            try transaction.update(user, in: principal.scope)
            try transaction.append(
                AuditDraft(
                    .languageChanged, by: principal.actor, at: now, subject: user.login,
                    before: [AuditField("language", before)], after: [AuditField("language", language.rawValue)]),
                in: principal.scope)
        }
    }
}
