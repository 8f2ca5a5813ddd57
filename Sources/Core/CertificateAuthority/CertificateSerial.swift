import Administration

/// A serial number that nobody can foresee: sixteen bytes, positive, 126 of the bits random.
public struct CertificateSerial: Hashable, Sendable, CustomStringConvertible {
    /// Big-endian, without leading zeros.
    public let bytes: [UInt8]

    /// - Parameter randomness: at least sixteen bytes from the system's generator; more are ignored.
    public init(randomness: [UInt8]) {
        var bytes = Array(randomness.prefix(16))
        // Neither negative nor shorter than the others.
        if let first = bytes.first { bytes.replaceSubrange(0..<1, with: [first & 0x7f | 0x40]) }
        self.bytes = bytes
    }

    init(content: some Sequence<UInt8>) { bytes = Array(content.drop { $0 == 0 }) }

    /// Lower-case hexadecimal, as it is stored.
    public var description: String { bytes.hexadecimal }
}
