import CMS
import Enrollments
import HTTPTypes
import Hummingbird
import PushCertificates

/// Which certificate's possession a request proves: by TLS, by `Mdm-Signature` over the raw body, or on the
/// word of a configured proxy. Whether that certificate may speak is decided elsewhere.
struct DeviceProof: Sendable {
    let configuration: DeviceConfiguration
    let connections: ProvenConnections
    let signatures: DeviceSignatureVerifier

    /// What a request brings along for its proof, whichever way it is read.
    struct Told: Sendable {
        /// The certificate with which the peer opened this TLS connection.
        var connection: Fingerprint?
        /// `Mdm-Signature`.
        var signature: String?
        /// From a configured peer only; from anybody else the headers are as if they were not there.
        var certificate: String?
        var proxySecret: String?
    }

    /// - Returns: SHA-256 of the certificate's DER.
    /// - Throws: ``DeviceRefusal/noIdentity`` when there is none, one is forged, or two do not agree.
    func certificate(of request: Request, body: [UInt8], _ context: DeviceContext) async throws -> Fingerprint {
        var told = Told(signature: request.headers[.mdmSignature])
        if configuration.speaksTLS { told.connection = try await fromConnection(context) }
        if isTrustedProxy(context.peerAddress), let name = HTTPField.Name(configuration.certificateHeader) {
            told.certificate = request.headers[name]
            told.proxySecret = request.headers[.kizunaProxy]
        }
        return try certificate(told, body: body)
    }

    /// The same of what was told.
    func certificate(_ told: Told, body: [UInt8]) throws -> Fingerprint {
        var proven: [Fingerprint] = []
        if let connection = told.connection { proven.append(connection) }
        if let signature = told.signature {
            guard let bytes = Self.base64(signature) else { throw DeviceRefusal.noIdentity }
            do {
                proven.append(Fingerprint(bytes: try signatures.verify(bytes, content: body).sha256))
            } catch {
                throw DeviceRefusal.noIdentity
            }
        }
        if let der = try fromProxy(told) { proven.append(Fingerprint(of: der)) }
        guard let one = proven.first, proven.allSatisfy({ $0 == one }) else { throw DeviceRefusal.noIdentity }
        return one
    }

    /// - Parameter peer: its address without port.
    func isTrustedProxy(_ peer: String) -> Bool { configuration.trustedProxies.contains { $0.contains(peer) } }

    private func fromConnection(_ context: DeviceContext) async throws -> Fingerprint? {
        if let known = connections.certificate(of: context.channel) { return known }
        guard let der = try await context.tlsCertificate() else { return nil }
        let certificate = Fingerprint(of: der)
        connections.remember(certificate, of: context.channel)
        return certificate
    }

    private func fromProxy(_ told: Told) throws -> [UInt8]? {
        guard let value = told.certificate, !value.isEmpty else { return nil }
        if let secret = configuration.proxySecret {
            guard let proof = told.proxySecret, Self.isSame(proof, secret) else { return nil }
        }
        guard let der = ClientCertificateHeader.certificate(from: value) else { throw DeviceRefusal.noIdentity }
        return der
    }

    /// In constant time.
    private static func isSame(_ one: String, _ other: String) -> Bool {
        Fingerprint(of: Array(one.utf8)).bytes.elementsEqual(Fingerprint(of: Array(other.utf8)).bytes)
    }

    /// A single line of base64, where blanks may stand for line breaks; devices send about 3 kB. Two header lines
    /// arrive here with a comma between them, and are refused for it.
    private static func base64(_ text: String) -> [UInt8]? {
        guard text.utf8.count <= CMS.largestDetachedSignature else { return nil }
        return Base64Line.decode(text, skippingBlanks: true)
    }
}

extension HTTPField.Name {
    static let mdmSignature = HTTPField.Name("Mdm-Signature") ?? .via
    static let kizunaProxy = HTTPField.Name("X-Kizuna-Proxy") ?? .via
}
