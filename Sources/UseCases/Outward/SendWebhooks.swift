public import Administration
import Foundation
import Measurements
public import Ports
import PushCertificates
import Webhooks

/// Sends what waits for webhooks: claimed, sent, recorded. A crash between the last two sends it once more.
///
/// Each webhook is served by one node at a time, oldest first. A receiver that does not answer holds up what is its
/// own and nothing else.
public struct SendWebhooks: Sendable {
    let installation: Installation
    let sender: any WebhookSender

    public init(_ installation: Installation, sender: any WebhookSender) {
        self.installation = installation
        self.sender = sender
    }

    /// Longer than the longest attempt; renewed with each.
    static let claimSeconds: TimeInterval = 30
    /// After so many it is another's turn.
    static let mostAtOnce = 50

    public struct Claim: Sendable, Equatable {
        let scope: CompanyScope
        let id: WebhookID
        /// It is held until then.
        let until: Date
    }

    /// - Returns: webhooks with something due, to be handed to ``serve(_:)``, at the same time if there are several.
    public func claim(limit: Int) async throws -> [Claim] {
        let now = installation.now
        // A look that changes nothing: most of the time there is nothing.
        guard try await installation.store.read({ try $0.hasDueDeliveries(at: now) }) else { return [] }
        let until = now.addingTimeInterval(Self.claimSeconds)
        return try await installation.store.write { transaction in
            try transaction.claimWebhooks(at: now, limit: limit, until: until)
        }.map { Claim(scope: $0.scope, id: $0.id, until: until) }
    }

    /// Sends what is due, until nothing is or the receiver is not well.
    public func serve(_ claim: Claim) async throws {
        var held = claim.until
        for _ in 0..<Self.mostAtOnce {
            let now = installation.now
            let next = try await installation.store.read(in: claim.scope) { try Self.parcel(claim, at: now, $0) }
            guard let next else { break }
            guard let renewed = try await attempt(next, held: held) else { return }
            held = renewed
        }
        let last = held
        _ = try await installation.store.write(in: claim.scope) { transaction in
            try transaction.holdWebhook(claim.id, from: last, until: Self.never, failures: nil, in: claim.scope)
        }
    }

    /// Held by nobody.
    private static let never = Date(timeIntervalSince1970: 0)

    /// One delivery with all that is needed to send it.
    struct Parcel: Sendable {
        let company: Company
        let webhook: Webhook
        var delivery: WebhookDelivery
        let event: OwnEvent?
    }

    private static func parcel(_ claim: Claim, at now: Date, _ transaction: any Transaction) throws -> Parcel? {
        guard let delivery = try transaction.dueDelivery(of: claim.id, at: now, in: claim.scope) else { return nil }
        return try parcel(delivery, at: now, in: claim.scope, transaction)
    }

    static func parcel(
        _ delivery: WebhookDelivery, at now: Date, in scope: CompanyScope, _ transaction: any Transaction
    ) throws -> Parcel? {
        guard let webhook = try transaction.webhook(delivery.webhookID, in: scope),
            let company = try transaction.company(scope)
        else { return nil }
        var event: OwnEvent?
        if let sequence = delivery.auditSequence,
            let entry = try transaction.auditEntries(in: scope, after: sequence - 1, limit: 1).first,
            // Where the log was shortened, another one comes first.
            entry.sequence == sequence
        {
            let isOfCertificate = entry.draft.event.rawValue.hasPrefix("push-certificate")
            let active = isOfCertificate ? try transaction.activePushCertificate(in: scope)?.certificate : nil
            event = OwnEvent(
                entry, company: company.code.description,
                certificate: active.map {
                    OwnEvent.Certificate(
                        topic: $0.topic.description, notAfter: $0.notAfter, fingerprint: $0.fingerprint.description,
                        daysLeft: $0.notAfter.calendarDays(after: now, in: company.timeZone))
                })
        }
        return Parcel(company: company, webhook: webhook, delivery: delivery, event: event)
    }

    /// - Returns: until when the claim holds; nil when it is over: a pause began, or somebody changed the webhook.
    private func attempt(_ parcel: Parcel, held: Date) async throws -> Date? {
        let outcome = await post(parcel)
        // The server is being stopped: whoever takes over sends it when the claim is over.
        if case .failed = outcome, Task.isCancelled { return nil }
        let (delivery, verdict) = judged(outcome, parcel)
        let failures = verdict == .unwell ? parcel.webhook.failures + 1 : 0
        let until =
            verdict == .unwell ? pause(failures) : installation.now.addingTimeInterval(Self.claimSeconds)
        let isHeld = try await installation.store.write(in: parcel.company.scope) { transaction in
            try transaction.record(delivery, attemptsBefore: parcel.delivery.attempts, in: parcel.company.scope)
            return try transaction.holdWebhook(
                delivery.webhookID, from: held, until: until, failures: failures, in: parcel.company.scope)
        }
        return isHeld && verdict != .unwell ? until : nil
    }

    /// Sends one at once, whatever else waits, and records what became of it; for the person who watches. When it
    /// arrives, the receiver is well again, and what a pause keeps waiting goes out.
    public func sendNow(_ id: String, in scope: CompanyScope) async throws {
        let now = installation.now
        let parcel = try await installation.store.read(in: scope) { transaction -> Parcel? in
            guard let delivery = try transaction.delivery(id, in: scope) else { return nil }
            return try Self.parcel(delivery, at: now, in: scope, transaction)
        }
        guard let parcel else { throw WebhookError.noSuchWebhook }
        guard parcel.event != nil || parcel.delivery.sealedBody != nil else { throw WebhookError.nothingToSend }
        let outcome = await post(parcel)
        let (delivery, verdict) = judged(outcome, parcel)
        let seen = parcel.webhook.heldUntil
        // Held for longer than any claim, it is a pause; a node that sends keeps what it holds.
        let isPause = seen > now.addingTimeInterval(Self.claimSeconds)
        try await installation.store.write(in: scope) { transaction in
            try transaction.record(delivery, attemptsBefore: parcel.delivery.attempts, in: scope)
            guard verdict == .delivered else { return }
            try transaction.holdWebhook(
                delivery.webhookID, from: seen, until: isPause ? Self.never : seen, failures: 0, in: scope)
        }
    }

    /// - Parameter outcome: nil when there is nothing to send any more, which says nothing of the receiver.
    private func judged(_ outcome: WebhookOutcome?, _ parcel: Parcel) -> (WebhookDelivery, DeliveryVerdict) {
        let now = installation.now
        let before = parcel.delivery
        var delivery = before
        delivery.attempts += 1
        delivery.lastAttemptAt = now
        let verdict: DeliveryVerdict
        switch outcome {
        case .answered(let status, let answer):
            delivery.lastStatus = status
            delivery.lastAnswer = answer
            verdict = DeliveryVerdict(status: status, format: parcel.webhook.format)
        case .failed(let failure):
            delivery.lastStatus = 0
            delivery.lastAnswer = failure.stored
            verdict = .unwell
        case nil:
            delivery.lastStatus = 0
            delivery.lastAnswer = Self.eventGone
            verdict = .refused
        }
        if verdict == .delivered {
            delivery.state = .delivered
            delivery.dueAt = nil
            installation.telemetry.webhooks.add("delivered")
        } else if outcome == nil || before.dueAt == nil
            || DeliverySchedule.isOver(createdAt: before.createdAt, at: now)
        {
            // Nobody waits for what a person sent by hand: it is not tried again by itself.
            delivery.state = .givenUp
            delivery.dueAt = nil
            installation.telemetry.webhooks.add("given-up")
        } else {
            delivery.state = .waiting
            delivery.dueAt = verdict == .unwell ? before.dueAt : pause(delivery.attempts)
            installation.telemetry.webhooks.add(verdict == .unwell ? "failed" : "refused")
        }
        return (delivery, verdict)
    }

    private func pause(_ failures: Int) -> Date {
        let chance = Double(installation.randomness.bytes(2).reduce(0) { $0 << 8 | UInt16($1) }) / 65_536
        return installation.now.addingTimeInterval(DeliverySchedule.pause(failures: failures, random: chance))
    }
}
