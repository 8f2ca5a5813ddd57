public import Administration
public import Foundation
public import PushCertificates

/// The credentials for Apple's device enrollment service, as Apple Business Manager writes them into a `.p7m`.
public struct ServerToken: Sendable {
    /// Names the server's record in Apple Business Manager: a renewal keeps it.
    public let consumerKey: String
    public let consumerSecret: Secret<String>
    public let accessToken: Secret<String>
    public let accessSecret: Secret<String>
    public let expiresAt: Date

    public init(
        consumerKey: String, consumerSecret: Secret<String>, accessToken: Secret<String>,
        accessSecret: Secret<String>, expiresAt: Date
    ) {
        self.consumerKey = consumerKey
        self.consumerSecret = consumerSecret
        self.accessToken = accessToken
        self.accessSecret = accessSecret
        self.expiresAt = expiresAt
    }

    /// ``fingerprint`` as text, by which sessions are kept.
    public var sessionName: String { fingerprint.description }

    /// Tells the same token from another one without keeping it readable.
    public var fingerprint: Fingerprint { Fingerprint(of: "\(consumerKey)\n\(accessToken.reveal())".utf8) }
}

/// The four texts as they are sealed, and opened again.
extension ServerToken {
    private struct Sealed: Codable {
        let consumerKey, consumerSecret, accessToken, accessSecret: String
    }

    public var sealable: Secret<[UInt8]> {
        let values = Sealed(
            consumerKey: consumerKey, consumerSecret: consumerSecret.reveal(), accessToken: accessToken.reveal(),
            accessSecret: accessSecret.reveal())
        return Secret((try? JSONEncoder().encode(values)).map(Array.init) ?? [])
    }

    /// - Returns: nil when the bytes are something else.
    public init?(sealable: Secret<[UInt8]>, expiresAt: Date) {
        guard let values = try? JSONDecoder().decode(Sealed.self, from: Data(sealable.reveal())) else { return nil }
        self.init(
            consumerKey: values.consumerKey, consumerSecret: Secret(values.consumerSecret),
            accessToken: Secret(values.accessToken), accessSecret: Secret(values.accessSecret), expiresAt: expiresAt)
    }
}

/// The JSON inside the token's message.
extension ServerToken {
    private static let keys = [
        "consumer_key", "consumer_secret", "access_token", "access_secret", "access_token_expiry",
    ]

    /// - Parameter text: what stands between the lines BEGIN MESSAGE and END MESSAGE; a long line may be wrapped.
    /// - Throws: ``TokenRefusal/damagedContent``, ``TokenRefusal/valueMissing(_:)``.
    init(json text: some Sequence<UInt8>) throws(TokenRefusal) {
        // Wrapped lines cut strings apart: line breaks are no part of the JSON.
        let data = Data(text.filter { $0 != 0x0A && $0 != 0x0D })
        guard let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any] else {
            throw .damagedContent
        }
        var values: [String: String] = [:]
        for key in Self.keys {
            guard let value = object[key] as? String, (1...512).contains(value.utf8.count),
                value.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
            else { throw .valueMissing(key) }
            values[key] = value
        }
        guard let expiry = Self.instant(values["access_token_expiry"] ?? "") else {
            throw .valueMissing("access_token_expiry")
        }
        self.init(
            consumerKey: values["consumer_key"] ?? "", consumerSecret: Secret(values["consumer_secret"] ?? ""),
            accessToken: Secret(values["access_token"] ?? ""), accessSecret: Secret(values["access_secret"] ?? ""),
            expiresAt: expiry)
    }

    /// ISO 8601, with or without fractions of a second.
    static func instant(_ text: String) -> Date? {
        if let date = try? Date(text, strategy: .iso8601) { return date }
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        return try? Date(text, strategy: style)
    }
}

extension ServerToken {
    /// What stands against registering it beside the one that is registered.
    ///
    /// - Throws: ``TokenRefusal``. That it is the token of another server matters more than its age.
    public func check(against registered: RegisteredToken?, at now: Date) throws(TokenRefusal) {
        if let registered, registered.consumerKey != consumerKey {
            throw .otherServer(registered: registered.consumerKey, offered: consumerKey)
        }
        guard now < expiresAt else { throw .expired(at: expiresAt) }
        guard let registered else { return }
        guard registered.fingerprint != fingerprint else { throw .alreadyRegistered }
        guard expiresAt >= registered.expiresAt else {
            throw .olderThanRegistered(offered: expiresAt, registered: registered.expiresAt)
        }
    }
}
