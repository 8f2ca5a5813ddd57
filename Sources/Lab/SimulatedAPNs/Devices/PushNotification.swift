public import Foundation

/// What reaches a device: a push message to one token, as the push service accepted it.
public struct PushNotification: Hashable, Sendable {
    public let token: [UInt8]
    public let topic: String
    /// `mdm` of the payload; the device compares it with its own and ignores a wrong one, as real ones do.
    public let pushMagic: String
    /// `apns-id`, lower case.
    public let id: String
    /// 10 or 5 (or 1).
    public let priority: Int
    /// Until when it is kept for a device that is away; nil: never kept (`apns-expiration: 0`).
    public let expiresAt: Date?
    /// By the Lab's clock.
    public let acceptedAt: Date
}
