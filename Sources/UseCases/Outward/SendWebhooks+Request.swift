import Administration
import Foundation
import Ports
import Webhooks

extension SendWebhooks {
    /// Body and signature are made anew for each attempt: the secret is open only as long as it is used.
    ///
    /// - Returns: nil when the event is not there any more: its entry was removed with the old ones, or its body does
    ///   not open.
    func post(_ parcel: Parcel) async -> WebhookOutcome? {
        guard let address = try? WebhookAddress(parcel.webhook.url) else { return .failed(.noSuchName) }
        guard let key = secret(of: parcel) else { return .failed(.connection("the webhook's secret does not open")) }
        guard let body = body(of: parcel) else { return nil }
        return await sender.post(body, headers: headers(of: parcel, body, key), to: address)
    }

    private func body(of parcel: Parcel) -> [UInt8]? {
        if let event = parcel.event { return event.json.bytes }
        guard let sealed = parcel.delivery.sealedBody else { return nil }
        return try? installation.vault.open(
            sealed, at: .webhookBody(parcel.delivery.id, in: parcel.company.scope), under: parcel.company.wrappedKey
        ).reveal()
    }

    private func secret(of parcel: Parcel) -> [UInt8]? {
        try? installation.vault.open(
            parcel.webhook.sealedSecret, at: .webhookSecret(parcel.webhook.id, in: parcel.company.scope),
            under: parcel.company.wrappedKey
        ).reveal()
    }

    private func headers(of parcel: Parcel, _ body: [UInt8], _ key: [UInt8]) -> [(name: String, value: String)] {
        let common = [("Content-Type", "application/json; charset=utf-8"), ("User-Agent", "Kizuna-Webhook")]
        switch parcel.webhook.format {
        case .mdm: return common + [("X-Hmac-Signature", WebhookSignature.mdm(body, key: key))]
        case .own:
            return common + [
                ("X-Kizuna-Signature", WebhookSignature.own(body, key: key, at: installation.now)),
                ("X-Kizuna-Delivery", parcel.delivery.id),
            ]
        }
    }
}

extension SendWebhooks {
    /// Stands as the answer of an event that is not there any more.
    public static let eventGone = "event-gone"
}

extension WebhookFailure {
    /// As the list keeps it: a word that the screen puts into the reader's language, and a detail.
    var stored: String {
        switch self {
        case .noSuchName: "no-such-name"
        case .addressNotPermitted(let address): "address-not-permitted \(address)"
        case .timedOut: "timed-out"
        case .tls(let words): "tls \(words)"
        case .connection(let words): "connection \(words)"
        }
    }
}
