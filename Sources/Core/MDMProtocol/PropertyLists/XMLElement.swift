/// The elements of Apple's property-list DTD below `<plist>`.
enum XMLElement {
    case string, integer, real, `true`, `false`, data, date, array, dict, key

    var name: StaticString {
        switch self {
        case .string: "string"
        case .integer: "integer"
        case .real: "real"
        case .true: "true"
        case .false: "false"
        case .data: "data"
        case .date: "date"
        case .array: "array"
        case .dict: "dict"
        case .key: "key"
        }
    }

    /// The only one that can begin with these two bytes.
    @inline(__always)
    static func candidate(_ first: UInt8, _ second: UInt8) -> XMLElement? {
        switch (first, second) {
        case (UInt8(ascii: "k"), _): .key
        case (UInt8(ascii: "s"), _): .string
        case (UInt8(ascii: "i"), _): .integer
        case (UInt8(ascii: "t"), _): .true
        case (UInt8(ascii: "f"), _): .false
        case (UInt8(ascii: "r"), _): .real
        case (UInt8(ascii: "a"), _): .array
        case (UInt8(ascii: "d"), UInt8(ascii: "i")): .dict
        case (UInt8(ascii: "d"), _): .data
        default: nil
        }
    }
}
