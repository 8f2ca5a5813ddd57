/// The profile was removed from the device. Sent once, best effort; the answer is ignored.
/// Source: `mdm/checkin/checkout.yaml`.
public struct CheckOut: Hashable, Sendable {
    public let channel: Channel
    public let topic: String?

    init(in message: borrowing MessageFields) throws(CheckInError) {
        channel = try Channel(in: message)
        topic = try message.line("Topic", upTo: 255)
    }
}
