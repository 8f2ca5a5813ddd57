import Administration
import Foundation
import MDMProtocol
public import Ports
import Webhooks

/// テスト and もう一度送る: sends one at once, while the person waits for what comes of it.
public struct TryWebhook: Sendable {
    private let installation: Installation
    private let sender: any WebhookSender

    public init(_ installation: Installation, sender: any WebhookSender) {
        self.installation = installation
        self.sender = sender
    }

    /// What a test's device calls itself: receivers can tell it from a real one.
    public static let testDevice = "00000000-KIZUNA-TEST"

    /// A test has the shape of what the webhook gets: of MicroMDM's topics an Idle report of a device that does not
    /// exist, of ours an event of kind `test`.
    public func test(_ id: WebhookID, by principal: Principal) async throws {
        let now = installation.now
        guard
            let webhook = try await installation.store.read(
                in: principal.scope, { try $0.webhook(id, in: principal.scope) })
        else {
            throw WebhookError.noSuchWebhook
        }
        let deliveryID: WebhookID = installation.newIdentifier(at: now)
        let sealed = try installation.vault.seal(
            Secret(body(for: webhook, principal.company, at: now)),
            at: .webhookBody(deliveryID.description, in: principal.scope), under: principal.company.wrappedKey)
        let delivery = WebhookDelivery(
            id: deliveryID.description, webhookID: id, kind: "test", createdAt: now, auditSequence: nil,
            state: .givenUp,
            dueAt: nil,
            sealedBody: sealed)
        try await installation.store.write(in: principal.scope) { try $0.insert(delivery, in: principal.scope) }
        try await SendWebhooks(installation, sender: sender).sendNow(delivery.id, in: principal.scope)
    }

    /// - Throws: ``WebhookError``.
    public func again(_ delivery: String, of id: WebhookID, by principal: Principal) async throws {
        guard
            let stored = try await installation.store.read(
                in: principal.scope, { try $0.delivery(delivery, in: principal.scope) }),
            stored.webhookID == id
        else { throw WebhookError.noSuchWebhook }
        try await SendWebhooks(installation, sender: sender).sendNow(delivery, in: principal.scope)
    }

    private func body(for webhook: Webhook, _ company: Company, at now: Date) -> [UInt8] {
        let id = installation.newEventID()
        switch webhook.format {
        case .mdm:
            return MDMEvent(
                kind: .idle, id: id, createdAt: now, channel: Channel(deviceID: Self.testDevice),
                rawPayload: webhook.omitsPayload ? nil : Array("<plist/>".utf8), status: "Idle"
            ).json.bytes
        case .own:
            return JSONText.object([
                .init("event_id", id), .init("kind", "test"), .init("created_at", Timestamp.text(now)),
                .init("company", company.code.description),
            ]).bytes
        }
    }
}
