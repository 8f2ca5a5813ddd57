public import Administration
public import Enrollments
public import Foundation
public import Webhooks

/// Webhooks of a company and what they are to be sent.
///
/// Entries of ログ reach them by themselves: ``AuditRecords/append(_:in:)`` writes a delivery for every enabled
/// webhook of our own format that asks for the event, in the same transaction.
public protocol WebhookRecords {
    /// Oldest first.
    func webhooks(in scope: CompanyScope) throws -> [Webhook]
    func webhook(_ id: WebhookID, in scope: CompanyScope) throws -> Webhook?
    func insert(_ webhook: Webhook, in scope: CompanyScope) throws
    /// Replaces what a person may change; an enabled one is tried at once.
    func update(_ webhook: Webhook, in scope: CompanyScope) throws
    /// With everything that it was or is to be sent.
    func deleteWebhook(_ id: WebhookID, in scope: CompanyScope) throws

    /// One with a sealed body. Nothing happens when the webhook is gone or disabled.
    func insert(_ delivery: WebhookDelivery, in scope: CompanyScope) throws
    /// Newest first.
    func deliveries(of webhook: WebhookID, limit: Int, in scope: CompanyScope) throws -> [WebhookDelivery]
    func delivery(_ id: String, in scope: CompanyScope) throws -> WebhookDelivery?
    /// How many TokenUpdates this enrollment has sent, the one of this transaction included.
    func tokenUpdateTally(of enrollment: EnrollmentID, device: DeviceID, in scope: CompanyScope) throws -> Int

    /// False when no delivery of any webhook is due.
    func hasDueDeliveries(at now: Date) throws -> Bool
    /// Enabled webhooks of any company with something due that nobody sends and no pause holds, for a node that will
    /// send: until `until` they are nobody else's.
    func claimWebhooks(at now: Date, limit: Int, until: Date) throws -> [(scope: CompanyScope, id: WebhookID)]
    /// The oldest that is due.
    func dueDelivery(of webhook: WebhookID, at now: Date, in scope: CompanyScope) throws -> WebhookDelivery?
    /// Stores what became of an attempt. When another attempt was stored meanwhile, only a success counts.
    func record(_ delivery: WebhookDelivery, attemptsBefore: Int, in scope: CompanyScope) throws
    /// Until when the webhook is held: by its node, or by a pause.
    ///
    /// - Parameters:
    ///   - seen: what it was held until; when that has changed, nothing happens.
    ///   - failures: nil leaves them as they are.
    /// - Returns: false when it has changed.
    @discardableResult
    func holdWebhook(
        _ id: WebhookID, from seen: Date, until: Date, failures: Int?, in scope: CompanyScope
    ) throws -> Bool
    /// Webhooks whose last attempt did not arrive.
    func webhooksNotReached(in scope: CompanyScope) throws -> Set<WebhookID>

    func deleteDeliveries(deliveredBefore: Date, givenUpBefore: Date) throws
    /// Gives up what waits for so long, of disabled webhooks too.
    ///
    /// - Returns: how many.
    func giveUpDeliveries(createdBefore: Date) throws -> Int
    /// Whether any webhook keeps more deliveries of one state than this, or more bytes of bodies.
    func hasDeliveries(beyond bound: DeliveryBound) throws -> Bool
    /// Of each webhook and each state the newest are kept: older ones that wait are given up with ``DeliveryBound/word``
    /// as their answer, the others are deleted.
    ///
    /// - Returns: how many were given up.
    func keepDeliveries(within bound: DeliveryBound) throws -> Int
    /// How many were given up because others waited before them.
    func deliveriesGivenUp(of webhook: WebhookID, for bound: DeliveryBound, in scope: CompanyScope) throws -> Int
}

/// How much of a webhook's is kept, of each state by itself.
public struct DeliveryBound: Sendable {
    public let deliveries: Int
    /// Of sealed bodies.
    public let bytes: Int

    public init(deliveries: Int, bytes: Int) {
        self.deliveries = deliveries
        self.bytes = bytes
    }

    /// What stands as the answer where there was no room.
    public static let word = "no-room"
}

public struct WebhookID: OpaqueIdentifier {
    public let description: String
    public init(stored: String) { description = stored }
}

public struct Webhook: Sendable, Equatable {
    public let id: WebhookID
    public var url: String
    public let format: WebhookFormat
    public var kinds: Set<String>
    /// Events of devices leave out the device's own bytes, which hold tokens.
    public var omitsPayload: Bool
    public var isEnabled: Bool
    public let sealedSecret: [UInt8]
    public let createdAt: Date
    public let createdBy: String
    /// In the future: a node sends, or a pause after failures.
    public var heldUntil: Date
    /// In a row: no answer, or that of a receiver that is not well. 0 when the last attempt was answered.
    public var failures: Int

    public init(
        id: WebhookID, url: String, format: WebhookFormat, kinds: Set<String>, omitsPayload: Bool, isEnabled: Bool,
        sealedSecret: [UInt8], createdAt: Date, createdBy: String, heldUntil: Date = .distantPast, failures: Int = 0
    ) {
        self.id = id
        self.url = url
        self.format = format
        self.kinds = kinds
        self.omitsPayload = omitsPayload
        self.isEnabled = isEnabled
        self.sealedSecret = sealedSecret
        self.createdAt = createdAt
        self.createdBy = createdBy
        self.heldUntil = heldUntil
        self.failures = failures
    }
}

public struct WebhookDelivery: Sendable, Equatable {
    public enum State: String, Sendable {
        case waiting, delivered
        case givenUp = "given-up"
    }

    public let id: String
    public let webhookID: WebhookID
    public let kind: String
    public let createdAt: Date
    /// Of an entry of the log: its number. The body is made from it.
    public let auditSequence: Int?
    public var state: State
    /// Nil when it is not to be sent by itself.
    public var dueAt: Date?
    public var attempts: Int
    public var lastAttemptAt: Date?
    /// 0 when no answer came.
    public var lastStatus: Int
    /// The first 500 bytes of the answer, or what went wrong.
    public var lastAnswer: String
    /// Of a device's message: the whole body, sealed.
    public var sealedBody: [UInt8]?

    public init(
        id: String, webhookID: WebhookID, kind: String, createdAt: Date, auditSequence: Int?, state: State = .waiting,
        dueAt: Date?, attempts: Int = 0, lastAttemptAt: Date? = nil, lastStatus: Int = 0, lastAnswer: String = "",
        sealedBody: [UInt8]?
    ) {
        self.id = id
        self.webhookID = webhookID
        self.kind = kind
        self.createdAt = createdAt
        self.auditSequence = auditSequence
        self.state = state
        self.dueAt = dueAt
        self.attempts = attempts
        self.lastAttemptAt = lastAttemptAt
        self.lastStatus = lastStatus
        self.lastAnswer = lastAnswer
        self.sealedBody = sealedBody
    }
}
