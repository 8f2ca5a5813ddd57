import Foundation
import Ports
import Webhooks

/// Webhook (`…/webhooks`): the list and the form that adds one. The form posts `url`, `format`, `payload`, and
/// for each choice
/// `kind-…` or `group-…` to the same address.
struct WebhooksModel: Sendable {
    struct Row: Sendable {
        var id: String
        var host: String
        var format: WebhookFormat
        var health: Health
    }

    enum Health: Sendable {
        case working, failing, disabled
    }

    struct Input: Sendable {
        var url = ""
        var format = WebhookFormat.own
        var kinds: Set<String>
        var includesPayload = true
    }

    var rows: [Row]
    var input: Input
    var problem: Message?
    var message: Message?
}

/// The secret of a new one, once.
struct WebhookMadeModel: Sendable {
    var id: String
    var url: String
    var secret: String
}

/// One webhook (`…/webhooks/{id}`). The form posts to the same address, the buttons to `…/test`, `…/enable`,
/// `…/disable`, `…/delete`, and `…/deliveries/{delivery}/again`.
struct WebhookModel: Sendable {
    struct Delivery: Sendable {
        var id: String
        var kind: String
        var at: Date
        var state: WebhookDelivery.State
        var attempts: Int
        var status: Int
        var answer: String
        var nextAt: Date?
        var canBeSentAgain: Bool
    }

    var id: String
    var host: String
    var format: WebhookFormat
    var health: WebhooksModel.Health
    var failures: Int
    /// Given up because too much waited.
    var overflowed: Int
    var createdAt: Date
    var createdBy: String
    var input: WebhooksModel.Input
    var deliveries: [Delivery]
    var problem: Message?
    var message: Message?
}

extension WebhooksModel.Health {
    /// - Parameter isReached: whether the last attempt arrived.
    init(_ webhook: Webhook, isReached: Bool) {
        self = !webhook.isEnabled ? .disabled : webhook.failures > 0 || !isReached ? .failing : .working
    }
}
