public import Foundation

/// A certificate that Apple issued for MDM push, read once and then true.
public struct PushCertificate: Sendable, Equatable {
    public let der: [UInt8]
    /// Upper-case hexadecimal bytes with colons, as people compare them: `4F:2A:9C`.
    public let serialNumber: String
    public let topic: PushTopic
    public let notBefore: Date
    public let notAfter: Date
    /// SHA-256 of the SubjectPublicKeyInfo.
    public let publicKey: Fingerprint
    /// SHA-256 of ``der``.
    public let fingerprint: Fingerprint

    public init(
        der: [UInt8], serialNumber: String, topic: PushTopic, notBefore: Date, notAfter: Date,
        publicKey: Fingerprint, fingerprint: Fingerprint
    ) {
        self.der = der
        self.serialNumber = serialNumber
        self.topic = topic
        self.notBefore = notBefore
        self.notAfter = notAfter
        self.publicKey = publicKey
        self.fingerprint = fingerprint
    }

    /// "Expired" goes by the instant, not by the day (contract, "Days").
    public func isExpired(at now: Date) -> Bool { now >= notAfter }
}
