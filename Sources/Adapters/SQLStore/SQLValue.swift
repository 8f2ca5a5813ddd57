public import Foundation

/// A value on its way into or out of a database: the three portable types, or nothing.
public enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    /// Never with a NUL character: PostgreSQL has none in text and SQLite would cut there.
    case text(String)
    case bytes([UInt8])
}

extension SQLValue {
    public static func integer(_ value: Int) -> SQLValue { .integer(Int64(value)) }

    public static func text(_ value: String?) -> SQLValue { value.map { .text($0) } ?? .null }

    public static func flag(_ value: Bool) -> SQLValue { .integer(value ? 1 : 0) }

    /// Whole milliseconds since 1970; an instant out of their range is the nearest one in it.
    public static func instant(_ date: Date) -> SQLValue {
        let milliseconds = (date.timeIntervalSince1970 * 1000).rounded()
        return .integer(Int64(exactly: milliseconds) ?? (milliseconds < 0 ? .min : .max))
    }

    public static func instant(_ date: Date?) -> SQLValue { date.map { .instant($0) } ?? .null }
}
