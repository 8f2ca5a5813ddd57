import Foundation
import SwiftASN1
@_spi(CMS) import X509

extension TestIdentity {
    /// What a device puts into `Mdm-Signature`, written by swift-certificates so that a fault of our own writer is
    /// not shared.
    func signature(over body: [UInt8], at now: Date, isDetached: Bool = true) throws -> String {
        let signed = try CMS.sign(
            body, signatureAlgorithm: .ecdsaWithSHA256, certificate: Certificate(derEncoded: der),
            privateKey: .init(key), signingTime: now, detached: isDetached)
        return Data(signed).base64EncodedString()
    }

    /// As nginx hands it on in `$ssl_client_escaped_cert`.
    var escapedPEM: String { pem.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "" }

    var pem: String {
        let base64 = Data(der).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
        return "-----BEGIN CERTIFICATE-----\n\(base64)\n-----END CERTIFICATE-----\n"
    }
}
