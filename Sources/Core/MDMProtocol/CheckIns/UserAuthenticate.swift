/// A network or mobile user logs in at a Mac. Source: `mdm/checkin/userauthenticate.yaml`.
///
/// 410 means: this user is not managed in this login session.
public struct UserAuthenticate: Hashable, Sendable {
    /// Always a user channel.
    public let channel: Channel
    /// The answer to our challenge; nil in the first of the two messages.
    public let digestResponse: String?

    init(in message: borrowing MessageFields) throws(CheckInError) {
        channel = try Channel(in: message)
        guard !channel.isDevice else { throw .missing(key: "UserID") }
        digestResponse = try message.fact("DigestResponse")
    }
}
