import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL

/// HTTP/1.1 with connections kept open, as devices speak it; one client for all devices, no thread per device.
final class DeviceHTTP: Sendable {
    struct Answer: Sendable {
        let status: Int
        let headers: HTTPHeaders
        let body: [UInt8]
        /// Where it came from, after redirects.
        let url: URL

        var contentType: String {
            (headers.first(name: "Content-Type") ?? "").prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces)
                .lowercased()
        }
    }

    /// What a device shows of itself in TLS, and whom it believes.
    struct Identity: Sendable {
        let certificate: Data
        let keyPEM: String
    }

    private let client: HTTPClient
    private static let largestBody = 16 * 1024 * 1024
    private static let mostRedirects = 5

    /// - Parameter connections: at most so many at a time to one server.
    init(connections: Int) {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: .seconds(60), read: .seconds(60)))
        configuration.httpVersion = .http1Only
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
        configuration.connectionPool.idleTimeout = .seconds(15)
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    func shutDown() async { try? await client.shutdown() }

    /// Sends one request and follows redirects with the same method and body, as devices do for PUT.
    ///
    /// - Throws: ``DeviceRefusal`` when nobody answers.
    func send(
        _ method: HTTPMethod, _ url: URL, headers: HTTPHeaders, body: [UInt8] = [], identity: Identity? = nil,
        roots: [Data] = []
    ) async throws -> Answer {
        var url = url
        for _ in 0...Self.mostRedirects {
            let answer = try await exchange(method, url, headers, body, identity, roots)
            guard (300..<400).contains(answer.status), answer.status != 304,
                let location = answer.headers.first(name: "Location"),
                let next = URL(string: location, relativeTo: url)?.absoluteURL
            else { return answer }
            url = next
        }
        throw DeviceRefusal("\(url.host ?? "") redirected more than \(Self.mostRedirects) times.")
    }

    private func exchange(
        _ method: HTTPMethod, _ url: URL, _ headers: HTTPHeaders, _ body: [UInt8], _ identity: Identity?,
        _ roots: [Data]
    ) async throws -> Answer {
        guard url.scheme == "https" || (url.scheme == "http" && Self.isLoopback(url.host)) else {
            throw DeviceRefusal("\(url.absoluteString) is not https, and not on this machine.")
        }
        var request = HTTPClientRequest(url: url.absoluteString)
        request.method = method
        request.headers = headers
        if method != .GET { request.body = .bytes(ByteBuffer(bytes: body)) }
        if url.scheme == "https" { request.tlsConfiguration = try Self.tls(identity, roots) }
        do {
            return try await once(request, url)
        } catch let error as HTTPClientError where error == .remoteConnectionClosed {
            // The server closed a connection that had been kept; a device tries a fresh one at once.
            return try await once(request, url)
        } catch let refusal as DeviceRefusal {
            throw refusal
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw DeviceRefusal("No answer from \(url.host ?? "")\(url.port.map { ":\($0)" } ?? ""): \(error)")
        }
    }

    private func once(_ request: HTTPClientRequest, _ url: URL) async throws -> Answer {
        let response = try await client.execute(request, timeout: .seconds(120))
        var bytes: [UInt8] = []
        for try await chunk in response.body {
            guard bytes.count + chunk.readableBytes <= Self.largestBody else {
                throw DeviceRefusal("The answer is larger than \(Self.largestBody) bytes.")
            }
            bytes += chunk.readableBytesView
        }
        return Answer(status: Int(response.status.code), headers: response.headers, body: bytes, url: url)
    }

    private static func tls(_ identity: Identity?, _ roots: [Data]) throws -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        if !roots.isEmpty {
            let certificates = try roots.map { try NIOSSLCertificate(bytes: [UInt8]($0), format: .der) }
            configuration.trustRoots = .default
            configuration.additionalTrustRoots = [.certificates(certificates)]
        }
        if let identity {
            configuration.certificateChain = [
                .certificate(try NIOSSLCertificate(bytes: [UInt8](identity.certificate), format: .der))
            ]
            configuration.privateKey = .privateKey(
                try NIOSSLPrivateKey(bytes: Array(identity.keyPEM.utf8), format: .pem))
        }
        return configuration
    }

    static func isLoopback(_ host: String?) -> Bool {
        ["127.0.0.1", "localhost", "::1", "[::1]"].contains(host ?? "")
    }
}
