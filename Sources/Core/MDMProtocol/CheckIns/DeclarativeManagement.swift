/// A device speaks declarative management. Source: `mdm/checkin/declarativemanagement.yaml`.
public struct DeclarativeManagement: Hashable, Sendable {
    public let channel: Channel
    /// `tokens`, `declaration-items`, `status`, or `declaration/<kind>/<Identifier>`; 1 to 512 bytes.
    public let endpoint: String
    /// JSON, only with `status`.
    public let data: [UInt8]?

    init(in message: borrowing MessageFields) throws(CheckInError) {
        channel = try Channel(in: message)
        endpoint = try message.required("Endpoint", message.line("Endpoint", upTo: 512))
        data = try message.data("Data")
    }
}
