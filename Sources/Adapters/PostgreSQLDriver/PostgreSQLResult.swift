import CLibpq
import Foundation
import Ports
import SQLStore

/// What a statement gave back, in the binary format of the wire. Freed with its last reference.
final class PostgreSQLResult {
    private let result: OpaquePointer

    private let prepared: PostgreSQLPrepared?

    /// - Parameter prepared: whose it is; its columns are read once.
    init(_ result: OpaquePointer, _ prepared: PostgreSQLPrepared? = nil) {
        self.result = result
        self.prepared = prepared
    }

    deinit { PQclear(result) }

    /// Rows inserted, changed or deleted; 0 for other statements.
    var changes: Int { Int(String(cString: PQcmdTuples(result))) ?? 0 }

    /// What was done: `COMMIT`, `INSERT 0 1`.
    var tag: String { String(cString: PQcmdStatus(result)) }

    func rows() throws -> [SQLRow] {
        let count = PQntuples(result)
        guard count > 0 else { return [] }
        let fields = PQnfields(result)
        let columns = columns(fields)
        return try (0..<count).map { row in
            var values: [SQLValue] = []
            values.reserveCapacity(Int(fields))
            for column in 0..<fields { values.append(try value(row, column, PQftype(result, column))) }
            return SQLRow(columns: columns, values: values)
        }
    }

    /// The server refuses a prepared statement whose columns have changed since.
    private func columns(_ count: Int32) -> [String] {
        if let known = prepared?.columns { return known }
        let columns = (0..<count).map { String(cString: PQfname(result, $0)) }
        prepared?.columns = columns
        return columns
    }

    /// The first column of the first row as text, for our own questions.
    func word() throws -> String {
        guard let value = try rows().first?.first else { return "" }
        switch value {
        case .text(let text): return text
        case .integer(let integer): return String(integer)
        case .null, .bytes: return ""
        }
    }

    private func value(_ row: Int32, _ column: Int32, _ kind: Oid) throws -> SQLValue {
        guard PQgetisnull(result, row, column) == 0, let start = PQgetvalue(result, row, column) else { return .null }
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(result, row, column)))
        guard PQfformat(result, column) == 1 else { return .text(String(decoding: bytes, as: UTF8.self)) }
        switch kind {
        case 16, 20, 21, 23, 26: return .integer(Self.integer(bytes))
        case 17: return .bytes([UInt8](bytes))
        case 18, 19, 25, 705, 1042, 1043: return .text(String(decoding: bytes, as: UTF8.self))
        case 1700: return .integer(try Self.numeric(bytes))
        default: throw StoreError.unreadable("a column has PostgreSQL's type \(kind), which no statement asks for")
        }
    }

    /// Big-endian, with its sign; a Boolean is 0 or 1.
    private static func integer(_ bytes: UnsafeRawBufferPointer) -> Int64 {
        let isNegative = bytes.count > 1 && (bytes.first ?? 0) & 0x80 != 0
        return bytes.reduce(isNegative ? -1 : 0) { $0 << 8 | Int64($1) }
    }

    /// A sum of integers: digits to the base of 10,000 (src/backend/utils/adt/numeric.c, numeric_send).
    private static func numeric(_ bytes: UnsafeRawBufferPointer) throws -> Int64 {
        let words = stride(from: 0, to: bytes.count - 1, by: 2).map { Int64(bytes[$0]) << 8 | Int64(bytes[$0 + 1]) }
        guard words.count >= 4, words[2] == 0 || words[2] == 0x4000, words[1] < 4 else {
            throw StoreError.unreadable("a number is larger than any count")
        }
        let weight = Int(words[1])
        var number: Int64 = 0
        for place in 0...max(0, weight) {
            let digit = place < words[0] && words.indices.contains(4 + place) ? words[4 + place] : 0
            number = number * 10_000 + digit
        }
        return words[2] == 0 ? number : -number
    }
}

/// A statement as the server knows it.
final class PostgreSQLPrepared {
    let name: String
    /// Of its rows, once there were some.
    var columns: [String]?

    init(name: String) { self.name = name }
}
