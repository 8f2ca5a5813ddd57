/// One statement, written in the source code.
///
/// It is made from literals and from nothing else: a statement put together from strings at run time does
/// not compile. Values travel beside it as `$1`, `$2`, …, each number naming the place in the list
/// of values. Written in the part of SQL that SQLite 3.35 and PostgreSQL 12 share: TEXT, BIGINT and BYTEA
/// (SQLite takes any type name and keeps bytes as bytes), instants as BIGINT milliseconds since 1970,
/// Booleans as BIGINT 0 and 1, RETURNING, ON CONFLICT, partial indexes.
public struct SQL: Sendable, Hashable, ExpressibleByStringLiteral {
    public let text: String
    /// One of very many forms of a statement: a driver need not keep it prepared.
    public let isVaried: Bool
    /// Where the literal lies; 0 for what was put together of several.
    private let literal: UInt

    public init(stringLiteral literal: StaticString) {
        self.init(
            text: literal.description, isVaried: false,
            literal: literal.hasPointerRepresentation ? UInt(bitPattern: literal.utf8Start) : 0)
    }

    private init(text: String, isVaried: Bool, literal: UInt = 0) {
        self.text = text
        self.isVaried = isVaried
        self.literal = literal
    }

    /// Two literals are two statements, also with the same words: what is known of a statement is looked up for each that
    /// runs, and found by an address sooner than by some hundred bytes of text.
    public static func == (one: SQL, other: SQL) -> Bool {
        one.literal == other.literal && (one.literal != 0 || one.text == other.text) && one.isVaried == other.isVaried
    }

    /// What was put together is long: its end tells most of them apart.
    public func hash(into hasher: inout Hasher) {
        guard literal == 0 else { return hasher.combine(literal) }
        let end: ()? = text.utf8.withContiguousStorageIfAvailable { bytes in
            hasher.combine(bytes.count)
            hasher.combine(bytes: UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes.suffix(24))))
        }
        if end == nil { hasher.combine(text) }
    }

    /// Pieces, each of them literal, joined by blanks; values never come in here.
    init(_ pieces: SQL...) {
        self.init(
            text: pieces.map(\.text).joined(separator: " "), isVaried: pieces.contains { $0.isVaried })
    }

    /// With commas between them.
    init(joining pieces: [SQL]) {
        self.init(text: pieces.map(\.text).joined(separator: ", "), isVaried: pieces.contains { $0.isVaried })
    }

    var varied: SQL { SQL(text: text, isVaried: true) }

    /// `$1`, `$2`, …
    static func place(_ number: Int) -> SQL { SQL(text: "$\(number)", isVaried: false) }
}

/// A statement that grows with what is asked for: literal pieces, and values that get their places.
struct SQLBuilder {
    private(set) var statement: SQL
    private(set) var values: [SQLValue] = []

    init(_ beginning: SQL) { statement = beginning.varied }

    mutating func append(_ pieces: SQL...) {
        for piece in pieces { statement = SQL(statement, piece) }
    }

    /// - Returns: the place by which pieces name the value.
    mutating func bind(_ value: SQLValue) -> SQL {
        values.append(value)
        return .place(values.count)
    }
}
