/// Where this server may be told to send something: to the internet, and to networks that the operator named.
///
/// A name is resolved, every address it has is asked about here, and the connection goes to one that was asked about:
/// a name that changes its mind between the question and the connection changes nothing.
public struct OutboundRules: Sendable {
    /// As `--webhook-networks` names them.
    private let allowed: [IPNetwork]

    public init(allowed: [IPNetwork] = []) { self.allowed = allowed }

    /// True when there is any network to which plain http may lead.
    public var permitsAnyPlainHTTP: Bool { !allowed.isEmpty }

    public func isNamed(_ address: IPAddress) -> Bool { allowed.contains { $0.contains(address) } }

    /// - Parameter isEncrypted: plain http is for networks that the operator named.
    public func permits(_ address: IPAddress, isEncrypted: Bool) -> Bool {
        if isNamed(address) { return true }
        return isEncrypted && Self.isPublic(address)
    }

    /// IANA's special-purpose registries (RFC 6890 and its updates), multicast, and every way to write IPv4 in IPv6.
    static func isPublic(_ address: IPAddress) -> Bool {
        if address.bytes.count == 4 { return !special4.contains { $0.contains(address) } }
        guard let global, global.contains(address) else { return false }
        return !special6.contains { $0.contains(address) }
    }

    private static let global = IPNetwork("2000::/3")

    private static let special4 = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
    ].compactMap { IPNetwork($0) }

    /// Inside `2000::/3`: Teredo and other protocol assignments, documentation, 6to4, segment routing.
    private static let special6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16"]
        .compactMap { IPNetwork($0) }
}
