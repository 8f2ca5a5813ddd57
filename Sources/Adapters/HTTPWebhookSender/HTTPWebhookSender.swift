import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
public import Ports
public import Webhooks

/// Posts events over HTTP/1.1, and connects to nothing but an address that the rules have seen.
///
/// The name is resolved here, each address is judged, and the connection is made to one of those that passed, while TLS
/// and `Host` keep the name: what the name leads to a moment later does not matter. Each request has a client of its own,
/// so that nothing is shared between receivers.
public struct HTTPWebhookSender: WebhookSender {
    /// Of a whole attempt: name, connection, request, answer.
    public static let timeout = Duration.seconds(10)
    /// So much of an answer is read; the connection is closed then.
    static let answerBytes = 500

    private let rules: OutboundRules
    private let trustRoots: [[UInt8]]?
    private let timeout: Duration
    private let resolve: @Sendable (String) async -> [IPAddress]

    /// - Parameters:
    ///   - trustRoots: certificates in PEM that receivers' are issued under; nil for those of the system.
    ///   - timeout: of a whole attempt.
    ///   - resolve: every address of a name; the system's resolver.
    public init(
        rules: OutboundRules, trustRoots: [[UInt8]]? = nil, timeout: Duration = HTTPWebhookSender.timeout,
        resolve: @escaping @Sendable (String) async -> [IPAddress] = SystemResolver.addresses
    ) {
        self.rules = rules
        self.trustRoots = trustRoots
        self.timeout = timeout
        self.resolve = resolve
    }

    public func post(
        _ body: [UInt8], headers: [(name: String, value: String)], to address: WebhookAddress
    ) async -> WebhookOutcome {
        await withTaskGroup(of: WebhookOutcome.self) { group in
            group.addTask { await attempt(body, headers, address) }
            group.addTask {
                try? await Task.sleep(for: timeout)
                return .failed(.timedOut)
            }
            defer { group.cancelAll() }
            return await group.next() ?? .failed(.timedOut)
        }
    }

    private func attempt(
        _ body: [UInt8], _ headers: [(name: String, value: String)], _ address: WebhookAddress
    ) async -> WebhookOutcome {
        let found: [IPAddress]
        if let written = IPAddress(address.host) { found = [written] } else { found = await resolve(address.host) }
        guard let first = found.first else { return .failed(.noSuchName) }
        // One bad address spoils the name: whoever mixes them wants to be reached at the other.
        if let bad = found.first(where: { !rules.permits($0, isEncrypted: address.isEncrypted) }) {
            return .failed(.addressNotPermitted(bad.description))
        }
        do {
            return try await exchange(body, headers, address, at: first)
        } catch {
            return .failed(WebhookFailure(error))
        }
    }

    private func exchange(
        _ body: [UInt8], _ headers: [(name: String, value: String)], _ address: WebhookAddress, at pinned: IPAddress
    ) async throws -> WebhookOutcome {
        var request = HTTPClientRequest(url: address.description)
        request.method = .POST
        for header in headers { request.headers.add(name: header.name, value: header.value) }
        request.headers.add(name: "Connection", value: "close")
        request.body = .bytes(body)
        let client = HTTPClient(
            eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton),
            configuration: try configuration(pinning: address.host, to: pinned))
        do {
            let response = try await client.execute(request, timeout: .init(timeout))
            let answer = try await Self.beginning(of: response.body)
            try? await client.shutdown()
            return .answered(status: Int(response.status.code), answer: String(decoding: answer, as: UTF8.self))
        } catch {
            try? await client.shutdown()
            throw error
        }
    }

    private func configuration(pinning host: String, to address: IPAddress) throws -> HTTPClient.Configuration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        if let trustRoots {
            tls.trustRoots = .certificates(try trustRoots.map { try NIOSSLCertificate(bytes: $0, format: .pem) })
        }
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls, redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(5), read: .init(timeout)), decompression: .disabled)
        configuration.httpVersion = .http1Only
        if IPAddress(host) == nil { configuration.dnsOverride = [host: address.description] }
        return configuration
    }

    private static func beginning(of body: HTTPClientResponse.Body) async throws -> [UInt8] {
        var answer: [UInt8] = []
        for try await buffer in body {
            answer += buffer.readableBytesView.prefix(answerBytes - answer.count)
            if answer.count >= answerBytes { break }
        }
        return answer
    }
}

extension WebhookFailure {
    init(_ error: any Error) {
        switch error {
        case let error as HTTPClientError where Self.timeouts.contains(error): self = .timedOut
        case is CancellationError: self = .timedOut
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
            self = .tls(String("\(error)".prefix(200)))
        default: self = .connection(String("\(error)".prefix(200)))
        }
    }

    private static let timeouts: [HTTPClientError] = [
        .connectTimeout, .readTimeout, .writeTimeout, .deadlineExceeded, .getConnectionFromPoolTimeout,
        .tlsHandshakeTimeout, .cancelled,
    ]
}
