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

    /// - Returns: SHA-256 of the certificate's DER.
    /// - Throws: ``DeviceRefusal/noIdentity`` when there is none, one is forged, or two do not agree.
    func certificate(of request: Request, body: [UInt8], _ context: DeviceContext) async throws -> Fingerprint {
        var proven: [Fingerprint] = []
        if configuration.speaksTLS, let certificate = try await fromConnection(context) { proven.append(certificate) }
        if let signature = request.headers[.mdmSignature] {
            guard let bytes = Self.base64(signature) else { throw DeviceRefusal.noIdentity }
            do {
                proven.append(Fingerprint(bytes: try signatures.verify(bytes, content: body).sha256))
            } catch {
                throw DeviceRefusal.noIdentity
            }
        }
        if let der = try fromProxy(request, context) { proven.append(Fingerprint(of: der)) }
        guard let one = proven.first, proven.allSatisfy({ $0 == one }) else { throw DeviceRefusal.noIdentity }
        return one
    }

    private func fromConnection(_ context: DeviceContext) async throws -> Fingerprint? {
        if let known = connections.certificate(of: context.channel) { return known }
        guard let der = try await context.tlsCertificate() else { return nil }
        let certificate = Fingerprint(of: der)
        connections.remember(certificate, of: context.channel)
        return certificate
    }

    /// From a configured peer only; from anybody else the header is as if it were not there.
    private func fromProxy(_ request: Request, _ context: DeviceContext) throws -> [UInt8]? {
        guard !configuration.trustedProxies.isEmpty, let name = HTTPField.Name(configuration.certificateHeader),
            let value = request.headers[name], !value.isEmpty,
            configuration.trustedProxies.contains(where: { $0.contains(context.peerAddress) })
        else { return nil }
        if let secret = configuration.proxySecret {
            guard let told = request.headers[.kizunaProxy], Self.isSame(told, secret) else { return nil }
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
