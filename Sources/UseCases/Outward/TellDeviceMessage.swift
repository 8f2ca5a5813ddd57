public import Administration
import Enrollments
import Foundation
public import MDMProtocol
import Ports
public import Webhooks

/// A message of a device as it came, for webhooks.
public struct DeviceMessage: Sendable {
    let kind: MDMEventKind
    let body: [UInt8]
    let channel: Channel
    let status: String?
    let commandUUID: String?

    public init(
        _ kind: MDMEventKind, _ body: [UInt8], from channel: Channel, status: String? = nil, commandUUID: String? = nil
    ) {
        self.kind = kind
        self.body = body
        self.channel = channel
        self.status = status
        self.commandUUID = commandUUID
    }

    public init(_ report: CommandReport, _ body: [UInt8]) {
        self.init(
            report.status == .idle ? .idle : .connect, body, from: report.channel, status: report.status.rawValue,
            commandUUID: report.commandUUID)
    }
}

/// Writes a device's message for the webhooks that ask for it, into the transaction that takes the message.
struct Telling: Sendable {
    private let message: DeviceMessage
    private let wishes: [WebhookMemory.Wish]
    private let installation: Installation
    private let scope: CompanyScope
    private let wrappedKey: [UInt8]

    /// - Returns: nil when nobody wants it, which costs a look into memory.
    static func prepare(
        _ message: DeviceMessage?, _ installation: Installation, in scope: CompanyScope
    ) async throws -> Telling? {
        guard let message else { return nil }
        let wishes = try await wishes(installation, in: scope).filter { $0.kinds.contains(message.kind.rawValue) }
        guard !wishes.isEmpty, let company = try await installation.store.read(in: scope, { try $0.company(scope) })
        else {
            return nil
        }
        return Telling(
            message: message, wishes: wishes, installation: installation, scope: scope, wrappedKey: company.wrappedKey)
    }

    private static func wishes(
        _ installation: Installation, in scope: CompanyScope
    ) async throws -> [WebhookMemory.Wish] {
        let (known, epoch) = installation.webhooks.wishes(in: scope)
        if let known { return known }
        let read = try await installation.store.read(in: scope) { transaction in
            try transaction.webhooks(in: scope).filter { $0.format == .mdm && $0.isEnabled }.map {
                WebhookMemory.Wish(webhook: $0.id, kinds: $0.kinds, omitsPayload: $0.omitsPayload)
            }
        }
        installation.webhooks.remember(read, in: scope, since: epoch)
        return read
    }

    /// - Parameter tally: of a TokenUpdate, how many this enrollment has sent.
    func write(tally: Int? = nil, at now: Date, _ transaction: any Transaction) throws {
        let eventID = installation.newEventID()
        for wish in wishes {
            let event = MDMEvent(
                kind: message.kind, id: eventID, createdAt: now, channel: message.channel,
                rawPayload: wish.omitsPayload ? nil : message.body, status: message.status,
                commandUUID: message.commandUUID, tally: tally)
            let id: WebhookID = installation.newIdentifier(at: now)
            let sealed = try installation.vault.seal(
                Secret(event.json.bytes), at: .webhookBody(id.description, in: scope), under: wrappedKey)
            try transaction.insert(
                WebhookDelivery(
                    id: id.description, webhookID: wish.webhook, kind: message.kind.rawValue, createdAt: now,
                    auditSequence: nil, dueAt: now, sealedBody: sealed), in: scope)
        }
    }
}

/// For messages that change nothing else in the store.
public struct TellDeviceMessage: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public func callAsFunction(_ message: DeviceMessage, in scope: CompanyScope) async throws {
        guard let telling = try await Telling.prepare(message, installation, in: scope) else { return }
        let now = installation.now
        try await installation.store.write(in: scope) { try telling.write(at: now, $0) }
    }
}

extension SecretPlace {
    static func webhookBody(_ delivery: String, in scope: CompanyScope) -> SecretPlace {
        SecretPlace(scope, table: "webhook_deliveries", row: delivery, column: "sealed_body")
    }

    static func webhookSecret(_ webhook: WebhookID, in scope: CompanyScope) -> SecretPlace {
        SecretPlace(scope, table: "webhooks", row: webhook.description, column: "sealed_secret")
    }
}

extension Installation {
    /// Lower case, version 4.
    func newEventID() -> String {
        var bytes = randomness.bytes(16)
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = Array(bytes.hexadecimal)
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }.joined(separator: "-")
    }
}
