/// Why a device does not go on, in words that its journal shows.
public struct DeviceRefusal: Error, Equatable, Sendable, CustomStringConvertible {
    public let description: String
    /// Statuses that a device takes for "you are not managed any more".
    let unenrolls: Bool
    /// Seconds after which the server asked to be asked again (Retry-After).
    let retryAfterSeconds: Int?
    let status: Int?

    init(_ description: String, unenrolls: Bool = false, retryAfterSeconds: Int? = nil, status: Int? = nil) {
        self.description = description
        self.unenrolls = unenrolls
        self.retryAfterSeconds = retryAfterSeconds
        self.status = status
    }
}
