import CryptoExtras
import Foundation
import MDMProtocol
import SwiftASN1
import X509

@testable import PushCertificates

extension SignedRequestTests {
    /// The three strings, to be spoiled one at a time.
    struct Parts {
        var chain: [[UInt8]]
        var request: [UInt8]
        var signature: [UInt8]

        func file(keys: [String]? = nil) -> String {
            let names = keys ?? ["PushCertCertificateChain", "PushCertRequestCSR", "PushCertSignature"]
            let values = [
                chain.map(PEMText.certificate).joined(), Data(request).base64EncodedString(),
                Data(signature).base64EncodedString(), "more",
            ]
            let list = PropertyList.dictionary(zip(names, values).map { ($0, .string($1)) })
            return Data(list.xml.utf8).base64EncodedString()
        }
    }

    static func request(
        key: _RSA.Signing.PrivateKey, algorithm: Certificate.SignatureAlgorithm = .sha256WithRSAEncryption
    ) throws -> [UInt8] {
        let request = try CertificateSigningRequest(
            version: .v1, subject: DistinguishedName { CommonName("sample Push") }, privateKey: .init(key),
            attributes: .init(), signatureAlgorithm: algorithm)
        var serializer = DER.Serializer()
        try serializer.serialize(request)
        return serializer.serializedBytes
    }

    static func sign(_ bytes: [UInt8], with key: _RSA.Signing.PrivateKey) throws -> [UInt8] {
        Array(try key.signature(for: bytes, padding: .insecurePKCS1v1_5).rawRepresentation)
    }
}
