public import Hummingbird
import NIOCore
import NIOSSL

/// A request of a device with the connection it came by.
public struct DeviceContext: RequestContext {
    public var coreContext: CoreRequestContextStorage
    let channel: any Channel

    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }

    /// The peer's address without port; empty when it has none.
    var peerAddress: String { channel.remoteAddress?.ipAddress ?? "" }

    /// DER of the certificate with which the peer opened this TLS connection; nil without TLS or certificate.
    func tlsCertificate() async throws -> [UInt8]? {
        guard let certificate = try await channel.nioSSL_peerCertificate().get() else { return nil }
        return try certificate.toDERBytes()
    }
}
