public import CMS

/// The certificate that GetCACert hands out, with its key: requests are encrypted for it, answers signed by it.
public struct SCEPRecipient: Sendable {
    /// DER.
    public let certificate: [UInt8]
    public let key: CMSPrivateKey

    public init(certificate: [UInt8], key: CMSPrivateKey) {
        self.certificate = certificate
        self.key = key
    }
}
