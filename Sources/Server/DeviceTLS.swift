import HummingbirdCore
import HummingbirdTLS
import NIOCore
import NIOSSL

/// TLS for the device listener: a client certificate may be presented and need not be.
///
/// TLS lets every certificate through whose key the peer holds: whose it is, and whether it still counts, is decided by its
/// hash (Q-04: a refusal in TLS might make a device leave; 400 does not).
enum DeviceTLS {
    static func channel(_ http: HTTP1Channel, _ server: TLSConfiguration) throws -> TLSChannel<HTTP1Channel> {
        var configuration = server
        configuration.certificateVerification = .optionalVerification
        configuration.renegotiationSupport = .none
        return try TLSChannel(
            http,
            configuration: TLSChannelConfiguration(
                tlsConfiguration: configuration, customVerificationCallback: Self.letThrough))
    }

    /// BoringSSL has verified that the peer holds the key. The chain says nothing that the certificate's hash in
    /// the store does not say better, so none is built.
    private static func letThrough(
        _ chain: [NIOSSLCertificate], _ promise: EventLoopPromise<NIOSSLVerificationResult>
    ) {
        promise.succeed(.certificateVerified)
    }
}
