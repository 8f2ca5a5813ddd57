/// SHA-256, 32 bytes, of something public: a key's SubjectPublicKeyInfo or a certificate's DER.
public struct Fingerprint: Hashable, Sendable, CustomStringConvertible {
    public let bytes: [UInt8]

    public init(bytes: [UInt8]) { self.bytes = bytes }

    /// 64 lower-case hexadecimal digits.
    public init?(hexadecimal: String) {
        var bytes: [UInt8] = []
        var rest = Substring(hexadecimal)
        while let high = rest.popFirst() {
            guard let low = rest.popFirst(), let byte = UInt8("\(high)\(low)", radix: 16) else { return nil }
            bytes.append(byte)
        }
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    public var description: String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// The first eight digits: enough to tell requests apart in a list and in a file name.
    public var short: String { String(description.prefix(8)) }
}
