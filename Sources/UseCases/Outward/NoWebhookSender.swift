public import Ports
public import Webhooks

/// For what sends nothing: the command line, tests of other things.
public struct NoWebhookSender: WebhookSender {
    public init() {}

    public func post(
        _ body: [UInt8], headers: [(name: String, value: String)], to address: WebhookAddress
    ) async -> WebhookOutcome { .failed(.connection("this process sends no webhooks")) }
}
