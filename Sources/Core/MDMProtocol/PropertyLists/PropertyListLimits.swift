/// How large a property list may be before it is refused (rule R-38). Sizes are bytes.
public struct PropertyListLimits: Hashable, Sendable {
    /// The whole body as received.
    public var body: Int
    /// Arrays and dictionaries inside each other; the outermost is 1.
    public var depth = 32
    /// Values, counted each time one is visited; keys are not values.
    public var elements = 20_000
    /// One string or key, decoded, in UTF-8.
    public var string = 1 << 20
    /// One `<data>`, decoded.
    public var data = 4 << 20

    public init(body: Int) { self.body = body }

    /// Authenticate, TokenUpdate, CheckOut: 64 KiB.
    public static let smallCheckIn = PropertyListLimits(body: 64 << 10)
    /// Any other check-in: 4 MiB.
    public static let checkIn = PropertyListLimits(body: 4 << 20)
    /// What a device reports on the command URL: 10 MiB.
    public static let command = PropertyListLimits(body: 10 << 20)
}
