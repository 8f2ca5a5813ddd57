public import Administration
import Foundation
public import Ports
public import Webhooks

/// Webhooks of a company: list, add, edit, switch on and off, delete.
public struct ManageWebhooks: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public static let most = 20
    /// So many deliveries are listed.
    public static let listed = 50

    /// What a person decides about a webhook.
    public struct Wishes: Sendable {
        public var url: String
        public var kinds: Set<String>
        public var omitsPayload: Bool

        public init(url: String, kinds: Set<String>, omitsPayload: Bool) {
            self.url = url
            self.kinds = kinds
            self.omitsPayload = omitsPayload
        }
    }

    public func list(in scope: CompanyScope) async throws -> [Webhook] {
        try await installation.store.read(in: scope) { try $0.webhooks(in: scope) }
    }

    /// With those whose last attempt did not arrive.
    public func overview(in scope: CompanyScope) async throws -> (webhooks: [Webhook], notReached: Set<WebhookID>) {
        try await installation.store.read(in: scope) {
            (try $0.webhooks(in: scope), try $0.webhooksNotReached(in: scope))
        }
    }

    /// Whether the last attempt arrived, and how many were given up because too much waited.
    public func condition(
        of id: WebhookID, in scope: CompanyScope
    ) async throws -> (isReached: Bool, overflowed: Int) {
        try await installation.store.read(in: scope) { transaction in
            (
                !(try transaction.webhooksNotReached(in: scope).contains(id)),
                try transaction.deliveriesGivenUp(of: id, for: ForgetDeliveries.bound, in: scope)
            )
        }
    }

    /// - Throws: ``WebhookError/noSuchWebhook``.
    public func show(_ id: WebhookID, in scope: CompanyScope) async throws -> (Webhook, [WebhookDelivery]) {
        try await installation.store.read(in: scope) { transaction in
            guard let webhook = try transaction.webhook(id, in: scope) else { throw WebhookError.noSuchWebhook }
            return (webhook, try transaction.deliveries(of: id, limit: Self.listed, in: scope))
        }
    }

    /// - Returns: the secret, which cannot be had again.
    /// - Throws: ``WebhookError``.
    public func add(
        _ wishes: Wishes, format: WebhookFormat, by principal: Principal
    ) async throws -> (id: WebhookID, secret: Secret<String>) {
        let address = try check(wishes, format: format)
        let now = installation.now
        let id: WebhookID = installation.newIdentifier(at: now)
        let secret = OneTimeToken(from: installation.randomness).text
        let webhook = Webhook(
            id: id, url: address.description, format: format, kinds: wishes.kinds, omitsPayload: wishes.omitsPayload,
            isEnabled: true,
            sealedSecret: try installation.vault.seal(
                Secret(Array(secret.reveal().utf8)), at: .webhookSecret(id, in: principal.scope),
                under: principal.company.wrappedKey), createdAt: now, createdBy: principal.user.login)
        try await installation.store.write(in: principal.scope) { transaction in
            guard try transaction.webhooks(in: principal.scope).count < Self.most else {
                throw WebhookError.tooMany(limit: Self.most)
            }
            try transaction.insert(webhook, in: principal.scope)
            try transaction.append(
                AuditDraft(
                    .webhookAdded, by: principal.actor, at: now, subject: address.host, after: Self.fields(webhook)),
                in: principal.scope)
        }
        installation.webhooks.forgetAll()
        return (id, secret)
    }

    /// - Throws: ``WebhookError``.
    public func edit(_ id: WebhookID, _ wishes: Wishes, by principal: Principal) async throws {
        let format = try await show(id, in: principal.scope).0.format
        let address = try check(wishes, format: format)
        try await change(id, by: principal) { webhook in
            webhook.url = address.description
            webhook.kinds = wishes.kinds
            webhook.omitsPayload = wishes.omitsPayload
        }
    }

    /// What waits is sent once it is enabled again; what happens meanwhile is not.
    public func setEnabled(_ isEnabled: Bool, _ id: WebhookID, by principal: Principal) async throws {
        try await change(id, by: principal) { $0.isEnabled = isEnabled }
    }

    /// With its deliveries.
    public func delete(_ id: WebhookID, by principal: Principal) async throws {
        let now = installation.now
        try await installation.store.write(in: principal.scope) { transaction in
            guard let webhook = try transaction.webhook(id, in: principal.scope) else {
                throw WebhookError.noSuchWebhook
            }
            try transaction.deleteWebhook(id, in: principal.scope)
            try transaction.append(
                AuditDraft(
                    .webhookDeleted, by: principal.actor, at: now, subject: webhook.host,
                    before: Self.fields(webhook)), in: principal.scope)
        }
        installation.webhooks.forgetAll()
    }

    private func change(
        _ id: WebhookID, by principal: Principal, _ change: @escaping @Sendable (inout Webhook) -> Void
    ) async throws {
        let now = installation.now
        try await installation.store.write(in: principal.scope) { transaction in
            guard let before = try transaction.webhook(id, in: principal.scope) else {
                throw WebhookError.noSuchWebhook
            }
            var after = before
            change(&after)
            guard after != before else { return }
            try transaction.update(after, in: principal.scope)
            try transaction.append(
                AuditDraft(
                    .webhookChanged, by: principal.actor, at: now, subject: after.host, before: Self.fields(before),
                    after: Self.fields(after)), in: principal.scope)
        }
        installation.webhooks.forgetAll()
    }

    /// A name is looked up only when something is sent: what it leads to may change.
    private func check(_ wishes: Wishes, format: WebhookFormat) throws -> WebhookAddress {
        let address: WebhookAddress
        do {
            address = try WebhookAddress(wishes.url.trimmingCharacters(in: .whitespacesAndNewlines))
        } catch {
            throw WebhookError.address(error)
        }
        if let written = IPAddress(address.host) {
            guard installation.outboundRules.permits(written, isEncrypted: true) else {
                throw WebhookError.addressNotPermitted(address.host)
            }
            guard installation.outboundRules.permits(written, isEncrypted: address.isEncrypted) else {
                throw WebhookError.notEncrypted
            }
        } else if !address.isEncrypted, !installation.outboundRules.permitsAnyPlainHTTP {
            throw WebhookError.notEncrypted
        }
        guard !wishes.kinds.isEmpty, wishes.kinds.allSatisfy({ format.knows($0) }) else { throw WebhookError.noKinds }
        return address
    }

    /// The address may hold a token of the receiver: only its host is logged.
    private static func fields(_ webhook: Webhook) -> [AuditField] {
        [
            AuditField("host", webhook.host), AuditField("format", webhook.format.rawValue),
            AuditField("kinds", webhook.kinds.sorted().joined(separator: " ")),
            AuditField("raw-payload", webhook.omitsPayload ? "no" : "yes"),
            AuditField("enabled", webhook.isEnabled ? "yes" : "no"),
        ]
    }
}

extension Webhook {
    /// The name it leads to, without path, query and whatever they hold.
    public var host: String { (try? WebhookAddress(url))?.host ?? "" }
}
