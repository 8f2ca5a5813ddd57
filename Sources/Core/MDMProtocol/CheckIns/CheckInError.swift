/// Why a check-in was not understood. The device gets 400 and keeps what it has.
public enum CheckInError: Error, Hashable, Sendable {
    case unreadable(PropertyListError)
    /// Authenticate, TokenUpdate and CheckOut are small; limits are bytes.
    case tooLarge(messageType: String, bytes: Int, limit: Int)
    case missing(key: String)
    case wrongType(key: String)
    /// The right type, but empty, too long, with control characters, or of the wrong length.
    case invalid(key: String)
}
