/// One statement, written in the source code.
///
/// It is made from literals and from nothing else: a statement put together from strings at run time does
/// not compile. Values travel beside it as `$1`, `$2`, …, each number naming the place in the list
/// of values. Written in the part of SQL that SQLite 3.35 and PostgreSQL 12 share: TEXT, BIGINT and BYTEA
/// (SQLite takes any type name and keeps bytes as bytes), instants as BIGINT milliseconds since 1970,
/// Booleans as BIGINT 0 and 1, RETURNING, ON CONFLICT, partial indexes.
public struct SQL: Sendable, Hashable, ExpressibleByStringLiteral {
    public let text: String

    public init(stringLiteral literal: StaticString) { text = literal.description }

    private init(joined text: String) { self.text = text }

    /// Two pieces, each of them literal; values never come in here.
    public static func + (left: SQL, right: SQL) -> SQL { SQL(joined: left.text + right.text) }
}
