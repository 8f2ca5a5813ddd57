import CryptoExtras
import SwiftASN1
import X509

/// A certificate with its private key, as the Lab keeps it in its directory: two PEM texts.
struct KeyedCertificate: Codable, Sendable {
    let certificatePEM: String
    let keyPEM: String

    init(certificate: Certificate, key: _RSA.Signing.PrivateKey) throws {
        certificatePEM = try certificate.pem
        keyPEM = key.pkcs8PEMRepresentation + "\n"
    }

    var certificate: Certificate {
        get throws { try Certificate(pemEncoded: certificatePEM) }
    }

    var key: _RSA.Signing.PrivateKey {
        get throws { try _RSA.Signing.PrivateKey(pemRepresentation: keyPEM) }
    }
}

extension Certificate {
    /// PEM with a newline at the end, so that files can be concatenated.
    var pem: String {
        get throws { try serializeAsPEM().pemString + "\n" }
    }

    var der: [UInt8] {
        get throws {
            var serializer = DER.Serializer()
            try serializer.serialize(self)
            return serializer.serializedBytes
        }
    }

    /// Pairs of hexadecimal digits, as `openssl x509 -serial` prints them.
    var serialText: String {
        serialNumber.bytes.map { byte in
            let text = String(byte, radix: 16, uppercase: true)
            return text.count == 1 ? "0" + text : text
        }.joined()
    }
}
