import Foundation

/// One session of a server with the service; it lives three minutes of idling.
struct ServiceSession: Sendable {
    let serverID: String
    var lastSeen: Date

    static let longestPause: TimeInterval = 180
}

/// An answer that the Lab's page or API ordered instead of the right one.
public struct ServiceFault: Codable, Sendable {
    /// Such as `/server/devices`; `*` for any.
    public let path: String
    public let status: Int
    /// Sent as it is, such as `"EXPIRED_CURSOR"` with its quotation marks.
    public let body: String
    public let times: Int
    public let retryAfter: Int?

    enum CodingKeys: String, CodingKey {
        case path, status, body, times
        case retryAfter = "retry_after"
    }
}

/// What the service was asked, for tests and for people.
struct ServiceRequest: Codable, Sendable {
    let at: Date
    let method: String
    let path: String
    let status: Int
    let answer: String
}

/// What the service answers instead of doing it: Apple's word and status.
struct ServiceRefusal: Error {
    let status: Int
    let word: String

    init(_ status: Int, _ word: String) {
        self.status = status
        self.word = word
    }
}
