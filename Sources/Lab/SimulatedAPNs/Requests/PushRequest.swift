import Foundation

/// A request in which nothing is wrong but, perhaps, its token.
struct PushRequest {
    let token: [UInt8]
    let topic: String
    let pushMagic: String
    let id: String
    let priority: Int
    /// Nil: `apns-expiration: 0`, never kept.
    let expiresAt: Date?
}
