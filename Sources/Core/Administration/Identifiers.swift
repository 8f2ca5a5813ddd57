/// A 128-bit opaque row identifier: 32 lower-case hexadecimal characters, the first twelve of which grow
/// with time so that new rows are neighbours in an index (the layout of UUID version 7, RFC 9562 §5.7,
/// without hyphens).
public protocol OpaqueIdentifier: Hashable, Sendable, CustomStringConvertible {
    var description: String { get }
    /// Takes over an identifier that was made before, without checking that the row exists.
    init(stored: String)
}

extension OpaqueIdentifier {
    /// - Parameters:
    ///   - milliseconds: since 1970, UTC; only the low 48 bits are used.
    ///   - randomness: at least ten bytes from the system's generator; more are ignored.
    public init(milliseconds: UInt64, randomness: [UInt8]) {
        let time = (0..<6).map { UInt8(truncatingIfNeeded: milliseconds >> (40 - 8 * $0)) }
        self.init(stored: (time + randomness.prefix(10)).hexadecimal)
    }
}

/// One customer company (企業). Every row that belongs to a company carries it.
public struct CompanyID: OpaqueIdentifier {
    public let description: String
    public init(stored: String) { description = stored }
}

/// A person who may sign in to the console of one company.
public struct UserID: OpaqueIdentifier {
    public let description: String
    public init(stored: String) { description = stored }
}
