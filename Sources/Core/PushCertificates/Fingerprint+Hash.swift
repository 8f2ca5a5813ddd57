import Crypto
import SwiftASN1
import X509

extension Fingerprint {
    /// SHA-256 of the bytes.
    public init(of bytes: some Sequence<UInt8>) {
        var hash = SHA256()
        hash.update(data: Array(bytes))
        self.init(bytes: Array(hash.finalize()))
    }

    /// SHA-256 of the SubjectPublicKeyInfo, written anew: two spellings of one key have one fingerprint.
    init(of key: Certificate.PublicKey) throws {
        var serializer = DER.Serializer()
        try serializer.serialize(key)
        self.init(of: serializer.serializedBytes)
    }
}
