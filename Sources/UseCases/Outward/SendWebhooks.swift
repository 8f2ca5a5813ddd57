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
    }

    /// - Returns: webhooks with something due, to be handed to ``serve(_:)``, at the same time if there are several.
    public func claim(limit: Int) async throws -> [Claim] {
        let now = installation.now
        // A look that changes nothing: most of the time there is nothing.
        guard try await installation.store.read({ try $0.hasDueDeliveries(at: now) }) else { return [] }
        return try await installation.store.write { transaction in
            try transaction.claimWebhooks(at: now, limit: limit, until: now.addingTimeInterval(Self.claimSeconds))
        }.map { Claim(scope: $0.scope, id: $0.id) }
    }

    /// Sends what is due, until nothing is or the receiver is not well.
    public func serve(_ claim: Claim) async throws {
        for _ in 0..<Self.mostAtOnce {
            let now = installation.now
            let next = try await installation.store.read(in: claim.scope) { try Self.parcel(claim, at: now, $0) }
            guard let next else { break }
            guard try await attempt(next) else { return }
        }
        try await installation.store.write(in: claim.scope) { try $0.releaseWebhook(claim.id, in: claim.scope) }
    }

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
            let entry = try transaction.auditEntries(in: scope, after: sequence - 1, limit: 1).first
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

    /// - Returns: false when the webhook is held by a pause now.
    private func attempt(_ parcel: Parcel) async throws -> Bool {
        let outcome = await post(parcel)
        // The server is being stopped: whoever takes over sends it when the claim is over.
        if case .failed = outcome, Task.isCancelled { return false }
        let (parcel, pause) = judged(outcome, parcel)
        let held = pause ?? installation.now.addingTimeInterval(Self.claimSeconds)
        let failures = parcel.delivery.state == .delivered ? 0 : parcel.webhook.failures + 1
        try await installation.store.write(in: parcel.company.scope) { transaction in
            try transaction.record(
                parcel.delivery, heldUntil: held, failures: failures, in: parcel.company.scope)
        }
        return pause == nil
    }

    /// Sends one at once, whatever else waits, and records what became of it; for the person who watches.
    public func sendNow(_ id: String, in scope: CompanyScope) async throws {
        let now = installation.now
        let parcel = try await installation.store.read(in: scope) { transaction -> Parcel? in
            guard let delivery = try transaction.delivery(id, in: scope) else { return nil }
            return try Self.parcel(delivery, at: now, in: scope, transaction)
        }
        guard let parcel else { throw WebhookError.noSuchWebhook }
        guard parcel.event != nil || parcel.delivery.sealedBody != nil else { throw WebhookError.nothingToSend }
        let (judged, _) = judged(await post(parcel), parcel)
        let failures = judged.delivery.state == .delivered ? 0 : parcel.webhook.failures + 1
        try await installation.store.write(in: scope) { transaction in
            try transaction.record(
                judged.delivery, heldUntil: parcel.webhook.heldUntil, failures: failures, in: scope)
        }
    }

    private func judged(_ outcome: WebhookOutcome, _ before: Parcel) -> (Parcel, pause: Date?) {
        let now = installation.now
        var parcel = before
        parcel.delivery.attempts += 1
        parcel.delivery.lastAttemptAt = now
        let verdict: DeliveryVerdict
        switch outcome {
        case .answered(let status, let answer):
            parcel.delivery.lastStatus = status
            parcel.delivery.lastAnswer = answer
            verdict = DeliveryVerdict(status: status, format: before.webhook.format)
        case .failed(let failure):
            parcel.delivery.lastStatus = 0
            parcel.delivery.lastAnswer = failure.stored
            verdict = .unwell
        }
        if verdict == .delivered {
            parcel.delivery.state = .delivered
            parcel.delivery.dueAt = nil
            installation.telemetry.webhooks.add("delivered")
            return (parcel, nil)
        }
        // Nobody waits for what a person sent by hand: it is not tried again by itself.
        if before.delivery.dueAt == nil || DeliverySchedule.isOver(createdAt: before.delivery.createdAt, at: now) {
            parcel.delivery.state = .givenUp
            parcel.delivery.dueAt = nil
            installation.telemetry.webhooks.add("given-up")
        } else {
            parcel.delivery.state = .waiting
            parcel.delivery.dueAt = verdict == .unwell ? before.delivery.dueAt : pause(parcel.delivery.attempts)
            installation.telemetry.webhooks.add(verdict == .unwell ? "failed" : "refused")
        }
        return (parcel, verdict == .unwell ? pause(before.webhook.failures + 1) : nil)
    }

    private func pause(_ failures: Int) -> Date {
        let chance = Double(installation.randomness.bytes(2).reduce(0) { $0 << 8 | UInt16($1) }) / 65_536
        return installation.now.addingTimeInterval(DeliverySchedule.pause(failures: failures, random: chance))
    }
}
