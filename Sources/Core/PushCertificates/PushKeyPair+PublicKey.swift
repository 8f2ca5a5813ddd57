public import Administration
import CryptoExtras
import X509

extension PushKeyPair {
    /// The fingerprint of the public half, to prove that a stored key is the one a request was made with.
    ///
    /// - Parameter privateKey: PKCS #8 DER.
    /// - Throws: what the cryptographic library says of bytes that are no RSA key.
    public static func publicKey(ofPrivateKey privateKey: Secret<[UInt8]>) throws -> Fingerprint {
        let key = try _RSA.Signing.PrivateKey(derRepresentation: privateKey.reveal())
        return try Fingerprint(of: Certificate.PublicKey(key.publicKey))
    }
}
