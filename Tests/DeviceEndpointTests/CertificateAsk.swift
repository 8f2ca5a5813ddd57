import Administration
import CMS
import Crypto
import CryptoExtras
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Ports
import SwiftASN1
import Testing
import X509

extension DeviceBench {
    /// A PKCSReq as a device sends it.
    static func askForCertificate(
        challenge: String, _ bench: DeviceBench, _ client: any TestClientProtocol
    ) async throws -> TestResponse {
        let stored = try await bench.store.read { [company = bench.company] in
            try $0.deviceAuthority(in: company.scope)
        }
        let authority = try #require(stored)
        let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let name = try DistinguishedName { CommonName("device") }
        let request = try CertificateSigningRequest(
            version: .v1, subject: name, privateKey: .init(key),
            attributes: .init([
                .init(oid: [1, 2, 840, 113_549, 1, 9, 7], values: [try ASN1Any(erasing: ASN1UTF8String(challenge))])
            ]), signatureAlgorithm: .sha256WithRSAEncryption)
        let signer = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: .init(key.publicKey), notValidBefore: bench.clock.now,
            notValidAfter: bench.clock.now.addingTimeInterval(86_400), issuer: name, subject: name,
            signatureAlgorithm: .sha256WithRSAEncryption, extensions: .init(), issuerPrivateKey: .init(key))
        let attributes: [(OID, [UInt8])] = [
            (OID(2, 16, 840, 1, 113733, 1, 9, 2), DERWriter.printable("19")),
            (OID(2, 16, 840, 1, 113733, 1, 9, 7), DERWriter.printable("6E1F8D")),
            (OID(2, 16, 840, 1, 113733, 1, 9, 5), DERWriter.octets(Array(1...16))),
        ]
        let message = try SignedMessage.write(
            content: EnvelopedMessage.write(
                der(of: request), for: CertificateOutline(der: authority.certificate), cipher: .aes128),
            attributes: attributes.map { SignedMessage.Attribute($0.0, $0.1) }, digest: .sha256,
            certificate: der(of: signer), key: CMSPrivateKey(pkcs8: pkcs8(of: key)), chain: [])
        return try await client.execute(
            uri: bench.scep + "?operation=PKIOperation", method: .post, body: ByteBuffer(bytes: message)
        ) { $0 }
    }

    private static func der(of value: some DERSerializable) throws -> [UInt8] {
        var serializer = DER.Serializer()
        try serializer.serialize(value)
        return serializer.serializedBytes
    }

    private static func pkcs8(of key: _RSA.Signing.PrivateKey) throws -> [UInt8] {
        try PEMDocument(pemString: key.pkcs8PEMRepresentation).derBytes
    }
}
