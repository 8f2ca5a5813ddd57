import Foundation

/// What a device understood of a property list. The device's own reading, so that a fault of the server's writer shows.
indirect enum DeviceValue: Sendable, Equatable {
    case string(String)
    case integer(Int64)
    case real(Double)
    case boolean(Bool)
    case data([UInt8])
    case date(Date)
    case array([DeviceValue])
    case dictionary([String: DeviceValue])

    subscript(key: String) -> DeviceValue? {
        if case .dictionary(let entries) = self { entries[key] } else { nil }
    }

    var string: String? { if case .string(let value) = self { value } else { nil } }
    var integer: Int64? { if case .integer(let value) = self { value } else { nil } }
    var boolean: Bool? { if case .boolean(let value) = self { value } else { nil } }
    var data: [UInt8]? { if case .data(let value) = self { value } else { nil } }
    var array: [DeviceValue]? { if case .array(let value) = self { value } else { nil } }
    var dictionary: [String: DeviceValue]? { if case .dictionary(let value) = self { value } else { nil } }
    /// Nil unless it is an array of nothing but strings.
    var strings: [String]? {
        guard let values = array else { return nil }
        let strings = values.compactMap(\.string)
        return strings.count == values.count ? strings : nil
    }
}
