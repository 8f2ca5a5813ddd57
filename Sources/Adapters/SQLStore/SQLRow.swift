import Foundation
import Ports

/// A row as a driver returns it. What does not fit the asked type is told as ``StoreError/unreadable(_:)``.
public struct SQLRow: Sendable {
    private let columns: [String]
    let values: [SQLValue]

    /// - Parameters:
    ///   - columns: names in the order of `values`.
    public init(columns: [String], values: [SQLValue]) {
        self.columns = columns
        self.values = values
    }

    func text(_ column: String) throws -> String {
        guard case .text(let text) = try value(column) else { throw unreadable(column) }
        return text
    }

    func optionalText(_ column: String) throws -> String? {
        try value(column) == .null ? nil : text(column)
    }

    func integer(_ column: String) throws -> Int {
        guard case .integer(let integer) = try value(column) else { throw unreadable(column) }
        return Int(integer)
    }

    func optionalInteger(_ column: String) throws -> Int? {
        try value(column) == .null ? nil : integer(column)
    }

    func flag(_ column: String) throws -> Bool { try integer(column) != 0 }

    func bytes(_ column: String) throws -> [UInt8] {
        guard case .bytes(let bytes) = try value(column) else { throw unreadable(column) }
        return bytes
    }

    func optionalBytes(_ column: String) throws -> [UInt8]? {
        try value(column) == .null ? nil : bytes(column)
    }

    func instant(_ column: String) throws -> Date {
        Date(timeIntervalSince1970: Double(try integer(column)) / 1000)
    }

    func optionalInstant(_ column: String) throws -> Date? {
        try value(column) == .null ? nil : instant(column)
    }

    /// A stored text as the type that it stands for.
    ///
    /// - Parameter make: answers nil when this version knows no such value.
    func value<Value>(_ column: String, as make: (String) throws -> Value?) throws -> Value {
        let text = try text(column)
        guard let value = try? make(text) else {
            throw StoreError.unreadable("column \(column): “\(text)” is not known to this version of Kizuna")
        }
        return value
    }

    func value(_ column: String) throws -> SQLValue {
        guard let index = columns.firstIndex(of: column), values.indices.contains(index) else {
            throw StoreError.unreadable("column \(column) is missing")
        }
        return values[index]
    }

    private func unreadable(_ column: String) -> StoreError {
        .unreadable("column \(column) holds another type than this version of Kizuna expects")
    }
}
