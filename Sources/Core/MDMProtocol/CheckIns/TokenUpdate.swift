/// What is needed to wake a device or user: token, magic and topic travel as a set.
/// Source: `mdm/checkin/tokenupdate.yaml`.
///
/// The first one on the device channel completes the enrollment and may be the only one ever sent: it is
/// stored durably before the answer 200.
public struct TokenUpdate: Hashable, Sendable {
    public let channel: Channel
    /// 1 to 255 bytes without control characters.
    public let topic: String
    /// APNs token, opaque, 32 to 100 bytes.
    public let token: [UInt8]
    /// Secret; 1 to 256 bytes without control characters.
    public let pushMagic: String
    /// Secret, for ClearPasscode. Nil does not invalidate one that is stored.
    public let unlockToken: [UInt8]?
    /// Setup Assistant waits for DeviceConfigured.
    public let awaitingConfiguration: Bool
    /// Mac, user channel: the user is not at the console.
    public let notOnConsole: Bool

    init(in message: borrowing MessageFields) throws(CheckInError) {
        channel = try Channel(in: message)
        topic = try message.topic()
        token = try message.required("Token", message.data("Token"))
        guard (32...100).contains(token.count) else { throw .invalid(key: "Token") }
        pushMagic = try message.required("PushMagic", message.line("PushMagic", upTo: 256))
        let unlock = try message.data("UnlockToken")
        unlockToken = unlock?.isEmpty == true ? nil : unlock
        awaitingConfiguration = try message.boolean("AwaitingConfiguration") ?? false
        notOnConsole = try message.boolean("NotOnConsole") ?? false
    }
}
