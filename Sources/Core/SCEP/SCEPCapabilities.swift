/// The answer to GetCACaps (RFC 8894 §3.5.2).
public enum SCEPCapabilities {
    /// text/plain, one token per line. SHA-1 and DES3 are for old releases; `POSTPKIOperation` keeps iOS 11 from
    /// sending wrongly encoded base64 in an address.
    public static let text =
        ["POSTPKIOperation", "SHA-1", "SHA-256", "SHA-512", "DES3", "AES", "SCEPStandard", "Renewal"]
        .joined(separator: "\n") + "\n"
}
