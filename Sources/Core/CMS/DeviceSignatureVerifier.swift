import CLibcrypto
import Synchronization

/// ``CMS/verifyDetached(_:content:)`` for many requests of the same devices: what has the shape that devices send is read
/// in place, and the keys of certificates seen lately are kept, at most ``mostKeys``.
///
/// The verdict is always that of the general reader: shapes not known here are handed to it.
public final class DeviceSignatureVerifier: Sendable {
    /// A device's RSA key takes about 2 kB in libcrypto.
    static let mostKeys = 2_048

    public struct Proof: Sendable, Equatable {
        /// DER of the certificate whose key signed.
        public let certificate: [UInt8]
        /// Of the certificate.
        public let sha256: [UInt8]
    }

    private final class Known: Sendable {
        let key: CMSPublicKey
        /// Content of the IssuerAndSerialNumber that names the certificate.
        let name: [UInt8]

        init(_ der: [UInt8]) throws(CMSError) {
            let outline = try CertificateOutline(der: der)
            key = try CMSPublicKey(try outline.publicKey())
            name = Array(outline.issuer) + DERWriter.element(DERTag.integer, Array(outline.serial))
        }
    }

    private struct Keys {
        var young: [[UInt8]: Known] = [:]
        /// Dropped when the young ones are as many as may be.
        var old: [[UInt8]: Known] = [:]

        mutating func known(_ hash: [UInt8]) -> Known? {
            if let known = young[hash] { return known }
            guard let known = old[hash] else { return nil }
            add(known, hash)
            return known
        }

        mutating func add(_ known: Known, _ hash: [UInt8]) {
            if young.count >= DeviceSignatureVerifier.mostKeys / 2 {
                old = young
                young.removeAll(keepingCapacity: true)
            }
            young[hash] = known
        }
    }

    private let keys = Mutex(Keys())

    public init() {}

    var keyCount: Int { keys.withLock { $0.young.count + $0.old.count } }

    /// - Parameters:
    ///   - signature: DER or BER of a detached SignedData, at most ``CMS/largestDetachedSignature`` bytes.
    ///   - content: the raw body, before any decoding.
    public func verify(_ signature: [UInt8], content: [UInt8]) throws(CMSError) -> Proof {
        guard signature.count <= CMS.largestDetachedSignature else { throw .malformed }
        let bytes = signature.span
        if let parts = DeviceSignature(bytes), let proof = try prove(parts, bytes, content) { return proof }
        let signer = try CMS.verifyDetached(signature, content: content)
        return Proof(certificate: signer.der, sha256: try CMSDigest.sha256.hash(signer.der))
    }

    /// - Returns: nil when the general reader has to look.
    private func prove(
        _ parts: DeviceSignature, _ bytes: borrowing Span<UInt8>, _ content: [UInt8]
    ) throws(CMSError) -> Proof? {
        let certificate = bytes.copy(parts.certificate)
        guard certificate.count <= CertificateOutline.largest, let hash = SHA256Digest.of(certificate) else {
            return nil
        }
        let known: Known
        if let found = keys.withLock({ $0.known(hash) }) {
            known = found
        } else {
            guard let read = try? Known(certificate) else { return nil }
            known = read
        }
        guard bytes.holds(known.name, at: parts.signerName) else { return nil }
        switch SignatureAlgorithm.meaning(of: bytes.copy(parts.signatureAlgorithm), for: known.key.info) {
        case .keyOnly, .digest(.sha256): break
        case .digest, nil: return nil
        }
        guard bytes.isSame(parts.statedType, parts.contentType), let body = SHA256Digest.of(content),
            bytes.holds(body, at: parts.stated)
        else { throw .signatureInvalid }
        // RFC 5652 §5.4: the tag of what is signed is SET OF, whatever it is in the message.
        var signed = bytes.copy(parts.attributes)
        signed[signed.startIndex] = DERTag.set
        guard let digest = SHA256Digest.of(signed),
            known.key.verifies(bytes.copy(parts.signature), ofSHA256: digest)
        else { throw .signatureInvalid }
        // Only a key that signed is worth its place: anybody can present certificates.
        keys.withLock { if $0.known(hash) == nil { $0.add(known, hash) } }
        return Proof(certificate: certificate, sha256: hash)
    }
}

/// SHA-256 by a method that libcrypto looked up once: looking it up costs more than hashing a kilobyte.
enum SHA256Digest {
    private struct Method: @unchecked Sendable { let pointer: OpaquePointer? }
    /// Never changed, and kept for the life of the process.
    private static let method = Method(pointer: EVP_MD_fetch(nil, "SHA256", nil))

    static var pointer: OpaquePointer? { method.pointer }

    static func of(_ bytes: [UInt8]) -> [UInt8]? {
        guard let pointer else { return nil }
        var isDone = false
        let value = [UInt8](unsafeUninitializedCapacity: 32) { room, count in
            var length: UInt32 = 0
            isDone = EVP_Digest(bytes, bytes.count, room.baseAddress, &length, pointer, nil) == 1
            count = isDone ? Int(length) : 0
        }
        return isDone && value.count == 32 ? value : nil
    }
}

extension CMSPublicKey {
    /// As ``verifies(_:of:digest:)`` with a hash that was made before.
    func verifies(_ signature: [UInt8], ofSHA256 hash: [UInt8]) -> Bool {
        defer { ERR_clear_error() }
        guard !signature.isEmpty, let context = EVP_PKEY_CTX_new_from_pkey(nil, handle, nil) else { return false }
        defer { EVP_PKEY_CTX_free(context) }
        guard EVP_PKEY_verify_init(context) == 1 else { return false }
        if case .rsa = info.kind, EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) != 1 { return false }
        return EVP_PKEY_CTX_set_signature_md(context, SHA256Digest.pointer) == 1
            && EVP_PKEY_verify(context, signature, signature.count, hash, hash.count) == 1
    }
}
