public import Webhooks

/// What can be wrong with a webhook that somebody adds or edits.
public enum WebhookError: Error, Sendable, Equatable {
    case address(WebhookAddress.Refusal)
    /// Written as an address that is neither on the internet nor in a network that the operator allows.
    case addressNotPermitted(String)
    /// Plain http to what is not in a network that the operator allows.
    case notEncrypted
    case noKinds
    case tooMany(limit: Int)
    case noSuchWebhook
    /// Its contents were not kept: what is large is forgotten once it is delivered.
    case nothingToSend
}
