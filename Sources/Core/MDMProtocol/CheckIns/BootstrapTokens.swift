/// A Mac entrusts its bootstrap token to us. Source: `mdm/checkin/setbootstraptoken.yaml`.
public struct SetBootstrapToken: Hashable, Sendable {
    public let channel: Channel
    /// Secret. Nil (not sent, or of zero length): delete the one that is stored.
    public let bootstrapToken: [UInt8]?
    public let awaitingConfiguration: Bool

    init(in message: borrowing MessageFields) throws(CheckInError) {
        channel = try Channel(in: message)
        let token = try message.data("BootstrapToken")
        bootstrapToken = token?.isEmpty == true ? nil : token
        awaitingConfiguration = try message.boolean("AwaitingConfiguration") ?? false
    }
}

/// A Mac asks for its bootstrap token. Source: `mdm/checkin/getbootstraptoken.yaml`.
public struct GetBootstrapToken: Hashable, Sendable {
    public let channel: Channel

    init(in message: borrowing MessageFields) throws(CheckInError) { channel = try Channel(in: message) }

    /// The answer: the token, or an empty dictionary when there is none.
    public static func answer(_ token: [UInt8]?) -> PropertyList {
        .dictionary(token.map { [("BootstrapToken", .data($0))] } ?? [])
    }
}
