import Foundation

/// What the device listener must know about its surroundings; decided once, at start.
public struct DeviceConfiguration: Sendable {
    /// True when this process speaks TLS itself and asks for client certificates.
    public var speaksTLS: Bool
    /// Peers that may tell a device's certificate in ``certificateHeader``; from anybody else it is not read.
    public var trustedProxies: [AddressRange]
    /// Lower case; RFC 9440 `client-cert`, or what nginx or HAProxy were told to send.
    public var certificateHeader: String
    /// When set, a trusted proxy must also send it in `X-Kizuna-Proxy`.
    public var proxySecret: String?
    /// Version, for the foot of the pages a person sees.
    public var version: String
    public var isLab: Bool

    public init(
        speaksTLS: Bool, trustedProxies: [AddressRange], certificateHeader: String, proxySecret: String?,
        version: String, isLab: Bool
    ) {
        self.speaksTLS = speaksTLS
        self.trustedProxies = trustedProxies
        self.certificateHeader = certificateHeader
        self.proxySecret = proxySecret
        self.version = version
        self.isLab = isLab
    }
}

/// An IPv4 or IPv6 network, such as `10.0.0.0/8`, `2001:db8::/32` or a single address.
public struct AddressRange: Sendable, Equatable {
    private let bytes: [UInt8]
    private let prefixBits: Int

    /// - Returns: nil when the text is no address, or the prefix is longer than it.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let address = parts.first, let bytes = Self.bytes(of: String(address)), parts.count <= 2 else {
            return nil
        }
        var bits = bytes.count * 8
        if parts.count == 2 {
            guard let given = parts.last.flatMap({ Int($0) }), (0...bits).contains(given) else { return nil }
            bits = given
        }
        self.bytes = bytes
        prefixBits = bits
    }

    public func contains(_ address: String) -> Bool {
        guard var other = Self.bytes(of: address) else { return false }
        // ::ffff:a.b.c.d is the same peer as a.b.c.d
        if other.count == 16, bytes.count == 4, other.prefix(12) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF] {
            other = Array(other.suffix(4))
        }
        guard other.count == bytes.count else { return false }
        for (index, (mine, theirs)) in zip(bytes, other).enumerated() {
            let bits = max(0, min(8, prefixBits - index * 8))
            guard bits > 0 else { return true }
            if (mine ^ theirs) >> (8 - bits) != 0 { return false }
        }
        return true
    }

    private static func bytes(of text: String) -> [UInt8]? {
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 { return withUnsafeBytes(of: &four) { Array($0) } }
        var six = in6_addr()
        guard inet_pton(AF_INET6, text, &six) == 1 else { return nil }
        return withUnsafeBytes(of: &six) { Array($0) }
    }
}
