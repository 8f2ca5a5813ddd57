/// The certificate whose key made a signature. That it was issued by anybody in particular is not established here.
public struct SignerCertificate: Hashable, Sendable {
    /// As it stood in the message; its SHA-256 is what an enrollment is bound to.
    public let der: [UInt8]

    public init(der: [UInt8]) { self.der = der }
}
