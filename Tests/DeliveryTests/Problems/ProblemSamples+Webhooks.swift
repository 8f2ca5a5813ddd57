import UseCases
import Webhooks

extension ProblemSamples {
    static let webhooks: [WebhookError] = [
        .address(.unreadable), .address(.notHTTP), .address(.hasLogin), .address(.oddHost("127.1")),
        .address(.tooLong), .addressNotPermitted("10.0.0.1"), .notEncrypted, .noKinds, .tooMany(limit: 20),
        .noSuchWebhook, .nothingToSend,
    ]
}
