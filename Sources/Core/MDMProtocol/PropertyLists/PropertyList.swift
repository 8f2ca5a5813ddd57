public import FoundationEssentials

/// A property list value: what Apple's property-list DTD can say. Integers are 64 bits here.
///
/// Read from hostile bytes by ``init(reading:limits:)``, written by ``xml`` and ``xmlBytes``.
public enum PropertyList: Sendable {
    case string(String)
    case integer(Int64)
    case real(Double)
    case boolean(Bool)
    case data([UInt8])
    case date(Date)
    case array([PropertyList])
    /// In the order in which the keys were read, or are to be written.
    case dictionary([(key: String, value: PropertyList)])
}

extension PropertyList: Equatable {
    /// Equal in kind, value and order of keys. Two reals that are not numbers are equal.
    public static func == (one: PropertyList, other: PropertyList) -> Bool {
        switch (one, other) {
        case (.string(let one), .string(let other)): one == other
        case (.integer(let one), .integer(let other)): one == other
        case (.real(let one), .real(let other)): one == other || (one.isNaN && other.isNaN)
        case (.boolean(let one), .boolean(let other)): one == other
        case (.data(let one), .data(let other)): one == other
        case (.date(let one), .date(let other)): one == other
        case (.array(let one), .array(let other)): one == other
        case (.dictionary(let one), .dictionary(let other)):
            one.count == other.count && zip(one, other).allSatisfy { $0.key == $1.key && $0.value == $1.value }
        default: false
        }
    }
}
