import Foundation

/// An address as its 4 or 16 bytes.
public struct IPAddress: Sendable, Hashable, CustomStringConvertible {
    public let bytes: [UInt8]

    /// - Returns: nil unless there are 4 or 16 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    /// Dotted decimals of four parts, or IPv6; no other way to write an address (`127.1`, `0x7f000001`, `2130706433`).
    public init?(_ text: String) {
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            bytes = withUnsafeBytes(of: &four) { Array($0) }
        } else if inet_pton(AF_INET6, text, &six) == 1 {
            bytes = withUnsafeBytes(of: &six) { Array($0) }
        } else {
            return nil
        }
    }

    /// As it is connected to.
    public var description: String {
        if bytes.count == 4 { return bytes.map(String.init).joined(separator: ".") }
        return stride(from: 0, to: 16, by: 2).map {
            String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16)
        }.joined(separator: ":")
    }
}

/// A network such as `10.0.0.0/8`, `fd00::/8` or a single address.
public struct IPNetwork: Sendable, Hashable {
    private let bytes: [UInt8]
    private let prefixBits: Int

    /// - Returns: nil when the text is no address, or the prefix is longer than it.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = parts.first.flatMap({ IPAddress(String($0)) }) else { return nil }
        var bits = address.bytes.count * 8
        if parts.count == 2 {
            guard let given = Int(parts[1]), (0...bits).contains(given) else { return nil }
            bits = given
        }
        bytes = address.bytes
        prefixBits = bits
    }

    public func contains(_ address: IPAddress) -> Bool {
        guard address.bytes.count == bytes.count else { return false }
        for (index, (mine, theirs)) in zip(bytes, address.bytes).enumerated() {
            let bits = max(0, min(8, prefixBits - index * 8))
            let mask = UInt8(truncatingIfNeeded: 0xFF00 >> bits)
            if mine & mask != theirs & mask { return false }
        }
        return true
    }
}
