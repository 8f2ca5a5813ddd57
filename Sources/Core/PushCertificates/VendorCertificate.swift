public import Foundation

/// The installation's MDM vendor certificate (Apple's "MDM CSR" type), with its key when that was imported.
public struct VendorCertificate: Sendable, Equatable {
    public let der: [UInt8]
    public let subject: String
    public let serialNumber: String
    public let notBefore: Date
    public let notAfter: Date
    public let fingerprint: Fingerprint
    /// PKCS #8 DER, sealed.
    public let sealedKey: [UInt8]
    public let importedAt: Date

    public init(
        der: [UInt8], subject: String, serialNumber: String, notBefore: Date, notAfter: Date,
        fingerprint: Fingerprint, sealedKey: [UInt8], importedAt: Date
    ) {
        self.der = der
        self.subject = subject
        self.serialNumber = serialNumber
        self.notBefore = notBefore
        self.notAfter = notAfter
        self.fingerprint = fingerprint
        self.sealedKey = sealedKey
        self.importedAt = importedAt
    }
}
