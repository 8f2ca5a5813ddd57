/// Cryptographic Message Syntax (RFC 5652), as far as devices use it.
///
/// The structures are read and written here, under limits; the mathematics is libcrypto's. All functions are pure:
/// no global state, safe from any thread.
public enum CMS {
    /// Checks the `Mdm-Signature` of a request: that whoever holds the certificate's key signed exactly this content.
    ///
    /// RSASSA-PKCS1-v1_5 and ECDSA, SHA-1 (old releases), SHA-256, -384, -512; exactly one signer, with signed
    /// attributes. **No chain is looked at**: anybody can sign with a certificate of their own, so the caller looks
    /// the certificate's hash up. RSA keys beyond 4096 bits are refused before anything is computed (F-08).
    ///
    /// - Parameters:
    ///   - signature: DER or BER of a detached SignedData, at most ``largestDetachedSignature`` bytes.
    ///   - content: the raw body, before any decoding.
    public static func verifyDetached(
        _ signature: [UInt8], content: [UInt8]
    ) throws(CMSError) -> SignerCertificate {
        guard signature.count <= largestDetachedSignature else { throw .malformed }
        let message = try SignedMessage(reading: signature)
        guard message.content == nil else { throw .malformed }
        return try message.verifiedSigner(content: content)
    }

    /// A header of more than this is no signature of a device (they are about 3 kB).
    public static let largestDetachedSignature = 65_536

    /// Signs a configuration profile: attached SignedData, SHA-256, as `profiles` and Settings verify it.
    ///
    /// - Parameters:
    ///   - certificate: DER, of the key.
    ///   - privateKey: PKCS #8 DER, RSA or EC.
    ///   - chain: further certificates for the verifier, DER.
    public static func sign(
        _ content: [UInt8], certificate: [UInt8], privateKey: [UInt8], chain: [[UInt8]]
    ) throws(CMSError) -> [UInt8] {
        try sign(content, certificate: certificate, key: CMSPrivateKey(pkcs8: privateKey), chain: chain)
    }

    /// The same with a key that was read before.
    public static func sign(
        _ content: [UInt8], certificate: [UInt8], key: CMSPrivateKey, chain: [[UInt8]]
    ) throws(CMSError) -> [UInt8] {
        try SignedMessage.write(
            content: content, attributes: [], digest: .sha256, certificate: certificate, key: key, chain: chain)
    }
}
