import Administration
import Foundation
import NIOCore
import NIOSSL
import Ports
import PushCertificates
import Synchronization

/// Both sides of TLS: what we present, and how we judge whom we talk to.
///
/// In a real installation BoringSSL judges chain, dates and name. In the Lab the chain and the name are judged
/// against the Lab's roots at the Lab's instant (contract, "Lab mode").
final class PeerTLS: Sendable {
    private enum Judgement {
        case standard
        case byClock(roots: [[UInt8]])
        /// Trusts nobody; notes whom it saw.
        case look
    }

    private let context: NIOSSLContext
    private let judgement: Judgement
    private let configuration: APNsConfiguration
    private let seen = Mutex<String?>(nil)

    /// - Parameter identity: nil for a connection that only looks at the peer's certificate.
    init(_ configuration: APNsConfiguration, presenting identity: PushIdentity?) throws {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        tls.applicationProtocols = ["h2"]
        var judgement = Judgement.standard
        if case .certificates(let roots) = configuration.trustRoots {
            tls.trustRoots = .certificates(try roots.map { try NIOSSLCertificate(bytes: $0, format: .der) })
            if configuration.judgesDatesByClock { judgement = .byClock(roots: roots) }
        }
        if let identity {
            tls.certificateChain = [.certificate(try NIOSSLCertificate(bytes: identity.certificate.der, format: .der))]
            tls.privateKey = .privateKey(try NIOSSLPrivateKey(bytes: identity.privateKey.reveal(), format: .der))
        } else {
            judgement = .look
        }
        context = try NIOSSLContext(configuration: tls)
        self.judgement = judgement
        self.configuration = configuration
    }

    /// The issuer of the peer's certificate, as far as it was looked at here.
    var seenIssuer: String? { seen.withLock(\.self) }

    func handler() throws -> NIOSSLClientHandler {
        // No name indication for addresses (RFC 6066 §3).
        let isAddress = (try? SocketAddress(ipAddress: configuration.host, port: 0)) != nil
        let name = isAddress ? nil : configuration.host
        if case .standard = judgement { return try NIOSSLClientHandler(context: context, serverHostname: name) }
        return try NIOSSLClientHandler(context: context, serverHostname: name) { certificates, promise in
            let chain = certificates.compactMap { try? $0.toDERBytes() }
            promise.completeWithTask { await self.judge(chain) ? .certificateVerified : .failed }
        }
    }

    private func judge(_ chain: [[UInt8]]) async -> Bool {
        if let leaf = chain.first { seen.withLock { $0 = ServerChain.issuer(of: leaf) } }
        guard case .byClock(let roots) = judgement else { return false }
        return await ServerChain.isTrusted(chain, roots: roots, host: configuration.host, at: configuration.now())
    }
}
