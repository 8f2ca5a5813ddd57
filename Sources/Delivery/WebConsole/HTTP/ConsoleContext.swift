public import Hummingbird
public import NIOCore

/// A request with the connection it came by.
public struct ConsoleContext: RequestContext {
    public var coreContext: CoreRequestContextStorage
    public let channel: (any Channel)?

    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }

    /// The peer's address without port, or `unknown`.
    var peerAddress: String { channel?.remoteAddress?.ipAddress ?? "unknown" }
}
