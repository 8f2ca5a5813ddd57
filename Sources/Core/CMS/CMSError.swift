/// Why a cryptographic message was not accepted. Nothing in it comes from the message itself.
public enum CMSError: Error, Equatable, Sendable {
    /// Not DER or BER of the expected kind, cut off, or beyond the limits of this module.
    case malformed
    /// An algorithm or a key that is not accepted here: MD5, RC2, RSA-PSS, RSA beyond 4096 bits, odd curves.
    case unsupported
    /// More or fewer signers than one, or a signer whose certificate is not in the message.
    case signerMissing
    /// Content or signed attributes are not what was signed.
    case signatureInvalid
    /// Wrong recipient, wrong key, wrong padding: one answer for all, so that nobody learns which (Bleichenbacher).
    case notDecrypted
    /// A private key of ours that cannot be read, or a computation that failed.
    case keyUnusable
}
