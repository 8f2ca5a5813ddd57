import CLibcrypto
import CryptoExtras
import Foundation
import SwiftASN1
import X509

@testable import SimulatedDevices

/// A certificate authority for one test: issues by swift-certificates, reads SCEP by libcrypto.
struct FakeAuthority: Sendable {
    let certificate: DeviceCertificate
    let key: DeviceKey
    private let signingKey: Certificate.PrivateKey
    private let name: DistinguishedName

    init(usage: KeyUsage = KeyUsage(digitalSignature: true, keyEncipherment: true, keyCertSign: true, cRLSign: true))
        throws
    {
        let rsa = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        signingKey = .init(rsa)
        name = try DistinguishedName { CommonName("Fake Device CA") }
        let certificate = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: .init(rsa.publicKey),
            notValidBefore: Date(timeIntervalSince1970: 0), notValidAfter: Date(timeIntervalSince1970: 4_000_000_000),
            issuer: name, subject: name, signatureAlgorithm: .sha256WithRSAEncryption,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(usage)
            }, issuerPrivateKey: signingKey)
        self.certificate = try DeviceCertificate(der: Self.der(certificate))
        key = try DeviceKey(pem: rsa.pkcs8PEMRepresentation)
    }

    private static func der(_ certificate: Certificate) throws -> [UInt8] {
        var serializer = DER.Serializer()
        try serializer.serialize(certificate)
        return serializer.serializedBytes
    }

    /// - Parameter identityFor: SubjectPublicKeyInfo, DER.
    func issue(publicKey: [UInt8], name subject: String) throws -> [UInt8] {
        let key = try Certificate.PublicKey(derEncoded: publicKey)
        return try Self.der(
            try Certificate(
                version: .v3, serialNumber: .init(), publicKey: key, notValidBefore: Date(timeIntervalSince1970: 0),
                notValidAfter: Date(timeIntervalSince1970: 4_000_000_000), issuer: name,
                subject: try DistinguishedName { CommonName(subject) },
                signatureAlgorithm: .sha256WithRSAEncryption,
                extensions: Certificate.Extensions { Critical(BasicConstraints.notCertificateAuthority) },
                issuerPrivateKey: signingKey))
    }

    func signed(profile: [UInt8]) throws -> [UInt8] {
        try MessageSigning.attached(
            profile, certificate: certificate, key: key, digest: .sha256, attributes: [], asOldClients: false)
    }

    private static func oid(_ last: Int) -> String { "2.16.840.1.113733.1.9.\(last)" }

    struct Request {
        let transaction: [UInt8]
        let nonce: [UInt8]
        let client: DeviceCertificate
        let challenge: String
        let publicKey: [UInt8]
    }

    func read(_ message: [UInt8]) throws -> Request {
        let signed = try SignedContent(message, reading: [2, 5, 7].map(Self.oid))
        guard signed.attributes[Self.oid(2)] == Array("19".utf8), let client = signed.signer,
            let transaction = signed.attributes[Self.oid(7)], let nonce = signed.attributes[Self.oid(5)]
        else { throw DeviceRefusal("attributes are missing") }
        let der = try MessageSigning.opened(signed.content, certificate: certificate, key: key)
        let request = try CertificateSigningRequest(derEncoded: der)
        guard request.publicKey.isValidSignature(request.signature, for: request) else {
            throw DeviceRefusal("the request is not signed by its key")
        }
        // The attribute's value: SET { PrintableString or UTF8String }, whose text is at the end.
        let attribute = request.attributes.first { $0.oid == [1, 2, 840, 113549, 1, 9, 7] }
        var text = ""
        if let bytes = try attribute?.values.first.map({ value in
            var serializer = DER.Serializer()
            try serializer.serialize(value)
            return serializer.serializedBytes
        }) {
            text = String(decoding: bytes.dropFirst(2), as: UTF8.self)
        }
        return Request(
            transaction: transaction, nonce: nonce, client: client, challenge: text,
            publicKey: try request.publicKey.der)
    }

    func reply(to request: Request, with leaf: [UInt8], nonce: [UInt8]? = nil) throws -> [UInt8] {
        let envelope = try MessageSigning.enveloped(
            Self.certificatesOnly(leaf), for: request.client, cipher: .aes128, asOldClients: false)
        return try message(envelope, request, status: "0", nonce: nonce ?? request.nonce)
    }

    func refusal(to request: Request) throws -> [UInt8] {
        try message([], request, status: "2", nonce: request.nonce)
    }

    private func message(_ content: [UInt8], _ request: Request, status: String, nonce: [UInt8]) throws -> [UInt8] {
        try MessageSigning.attached(
            content, certificate: certificate, key: key, digest: .sha256,
            attributes: [
                .init(identifier: Self.oid(2), kind: V_ASN1_PRINTABLESTRING, value: Array("3".utf8)),
                .init(identifier: Self.oid(3), kind: V_ASN1_PRINTABLESTRING, value: Array(status.utf8)),
                .init(identifier: Self.oid(4), kind: V_ASN1_PRINTABLESTRING, value: Array("2".utf8)),
                .init(identifier: Self.oid(5), kind: V_ASN1_OCTET_STRING, value: Array(repeating: 7, count: 16)),
                .init(identifier: Self.oid(6), kind: V_ASN1_OCTET_STRING, value: nonce),
                .init(identifier: Self.oid(7), kind: V_ASN1_PRINTABLESTRING, value: request.transaction),
            ], asOldClients: false)
    }

    /// ContentInfo { signedData, { 1, {}, { data }, [0] certificate, {} } }.
    static func certificatesOnly(_ leaf: [UInt8]) -> [UInt8] {
        func wrap(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
            [tag, 0x82, UInt8(content.count >> 8), UInt8(content.count & 255)] + content
        }
        let signedData: [UInt8] = [0x06, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 2]
        let data: [UInt8] = [0x30, 11, 0x06, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 1]
        let inner = wrap(0x30, [2, 1, 1, 0x31, 0] + data + wrap(0xA0, leaf) + [0x31, 0])
        return wrap(0x30, signedData + wrap(0xA0, inner))
    }
}

extension Certificate.PublicKey {
    fileprivate init(derEncoded: [UInt8]) throws {
        try self.init(pemEncoded: PEMDocument(type: "PUBLIC KEY", derBytes: derEncoded).pemString)
    }

    fileprivate var der: [UInt8] {
        get throws { try serializeAsPEM().derBytes }
    }
}

/// Whether a detached signature is over these bytes, and by whom.
func detachedSigner(_ signature: [UInt8], over content: [UInt8]) throws -> String? {
    let cms = try SignedContent.decode(signature)
    defer { CMS_ContentInfo_free(cms) }
    let good = try Libcrypto.reading(content) { bio in
        CMS_verify(cms, nil, nil, bio, nil, UInt32(CMS_NO_SIGNER_CERT_VERIFY | CMS_BINARY | CMS_DETACHED)) == 1
    }
    guard good else {
        ERR_clear_error()
        return nil
    }
    return try SignedContent.certificates(in: signature).first?.fingerprint
}
