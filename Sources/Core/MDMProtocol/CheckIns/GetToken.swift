/// A device asks for a token of a service. Source: `mdm/checkin/gettoken.yaml`.
public struct GetToken: Hashable, Sendable {
    public let channel: Channel
    /// `com.apple.maid` or `com.apple.watch.pairing`; others may come.
    public let tokenServiceType: String

    init(in message: borrowing MessageFields) throws(CheckInError) {
        channel = try Channel(in: message)
        tokenServiceType = try message.required(
            "TokenServiceType", message.line("TokenServiceType", upTo: 255))
    }
}
