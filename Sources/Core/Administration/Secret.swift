/// A value that must never be printed, logged or encoded.
///
/// `print`, string interpolation and reflection show `‹redacted›`; the type is not `Encodable`, so it
/// cannot reach JSON by accident. Whoever needs the value says so by calling ``reveal()``.
public struct Secret<Value: Sendable>: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    private let value: Value

    public init(_ value: Value) { self.value = value }

    /// The value itself, for the one function that uses it.
    public func reveal() -> Value { value }

    public var description: String { "‹redacted›" }
    public var debugDescription: String { "‹redacted›" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
