public import FoundationEssentials

/// Asking a value what it is; nil stands for "something else", so that a wrong type reads like a missing key.
extension PropertyList {
    /// The value under a key; nil when the key is missing or this is no dictionary.
    public subscript(key: String) -> PropertyList? {
        guard case .dictionary(let pairs) = self else { return nil }
        for pair in pairs where pair.key == key { return pair.value }
        return nil
    }

    public var stringValue: String? {
        if case .string(let value) = self { value } else { nil }
    }

    public var integerValue: Int64? {
        if case .integer(let value) = self { value } else { nil }
    }

    /// Reals, and integers as reals: devices write whole capacities either way.
    public var realValue: Double? {
        switch self {
        case .real(let value): value
        case .integer(let value): Double(value)
        default: nil
        }
    }

    public var booleanValue: Bool? {
        if case .boolean(let value) = self { value } else { nil }
    }

    public var dataValue: [UInt8]? {
        if case .data(let value) = self { value } else { nil }
    }

    public var dateValue: Date? {
        if case .date(let value) = self { value } else { nil }
    }

    public var arrayValue: [PropertyList]? {
        if case .array(let value) = self { value } else { nil }
    }

    public var dictionaryValue: [(key: String, value: PropertyList)]? {
        if case .dictionary(let value) = self { value } else { nil }
    }

    /// The strings of an array; what is no string is left out.
    public var stringsValue: [String]? { arrayValue?.compactMap(\.stringValue) }
}
