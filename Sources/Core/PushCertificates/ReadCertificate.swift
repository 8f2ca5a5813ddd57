import Crypto
import CryptoExtras
import Foundation
import SwiftASN1
import X509

/// A certificate found in a file, with the bytes it was read from.
struct ReadCertificate: Sendable {
    let der: [UInt8]
    let parsed: Certificate

    enum Failure: Error, Equatable {
        /// Not DER, cut off, or beyond the limits of ``DERReader``.
        case damaged
        /// Whole, but with a key or signature that no certificate of Apple for this purpose has (RSA below 2048
        /// bits, DSA, RSA-PSS, …). `isKey` tells which of the two.
        case unsupported(issuer: String, isKey: Bool)
    }

    /// - Parameter bytes: exactly one certificate; a `TRUSTED CERTIFICATE` of OpenSSL may be followed by more.
    init(der bytes: [UInt8]) throws(Failure) {
        let reader = DERReader(bytes: bytes)
        guard let outer = reader.header(at: 0), outer.tag == DERReader.sequence, reader.isSound(outer),
            let end = reader.end(of: outer)
        else { throw .damaged }
        der = Array(bytes[..<end])
        do {
            parsed = try Certificate(derEncoded: der)
        } catch let error as CertificateError where error.code == .unsupportedPublicKeyAlgorithm {
            throw .unsupported(issuer: Self.issuer(in: reader, outer), isKey: true)
        } catch let error as CertificateError where error.code == .unsupportedSignatureAlgorithm {
            throw .unsupported(issuer: Self.issuer(in: reader, outer), isKey: false)
        } catch is CryptoKitError {
            throw .unsupported(issuer: Self.issuer(in: reader, outer), isKey: true)
        } catch {
            throw .damaged
        }
    }

    /// The issuer of a certificate that the library declines as a whole: the fourth element of a version 3 TBS.
    private static func issuer(in reader: DERReader, _ outer: DERHeader) -> String {
        guard let body = reader.header(at: outer.contentStart) else { return "" }
        var position = body.contentStart
        for _ in 0..<3 {
            guard let next = reader.header(at: position)?.declaredEnd else { return "" }
            position = next
        }
        guard let name = reader.header(at: position), let end = reader.end(of: name),
            let node = try? DER.parse(reader.bytes[position..<end]),
            let issuer = try? DistinguishedName(derEncoded: node)
        else { return "" }
        return issuer.readable
    }
}

extension Certificate {
    /// RSA keys beyond this are refused before anything is computed with them (F-08 in the security reference).
    static let largestRSAKeyBits = 4096

    /// Nil for keys that are not RSA.
    var rsaKeyBits: Int? { _RSA.Signing.PublicKey(publicKey)?.keySizeInBits }

    var isAuthority: Bool {
        if case .isCertificateAuthority? = try? extensions.basicConstraints { return true }
        return false
    }

    /// Upper-case hexadecimal bytes with colons; no leading zero bytes.
    var readableSerialNumber: String {
        let bytes = serialNumber.bytes.drop { $0 == 0 }
        guard !bytes.isEmpty else { return "00" }
        return bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined(separator: ":")
    }

    func derBytes() -> [UInt8] {
        var serializer = DER.Serializer()
        guard (try? serializer.serialize(self)) != nil else { return [] }
        return serializer.serializedBytes
    }
}
