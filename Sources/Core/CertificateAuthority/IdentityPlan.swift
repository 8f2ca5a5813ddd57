public import Foundation

/// All that an identity certificate will say, decided and stored before anything is signed. Of the client's
/// request only the public key is added.
public struct IdentityPlan: Sendable, Equatable {
    public let serial: CertificateSerial
    /// The identity's own identifier, opaque: compared at Authenticate, meaningless to others.
    public let commonName: String
    public let notBefore: Date
    public let notAfter: Date

    public static let validDays = 365
    /// Clocks of devices are a little wrong, and a signature may be older than the certificate (check-in.md §6.2).
    public static let backDatedSeconds: TimeInterval = 600
    /// Longer ones are not issued, whatever is planned.
    public static let mostValidDays = 398

    /// - Parameters:
    ///   - commonName: at most 64 characters; more are cut.
    ///   - randomness: sixteen bytes, for the serial number.
    public init(commonName: String, at now: Date, randomness: [UInt8], validDays: Int = IdentityPlan.validDays) {
        self.init(
            serial: CertificateSerial(randomness: randomness), commonName: commonName,
            notBefore: now.wholeSeconds - Self.backDatedSeconds,
            notAfter: now.wholeSeconds + Double(validDays) * 86_400)
    }

    /// A plan that was stored.
    public init(serial: CertificateSerial, commonName: String, notBefore: Date, notAfter: Date) {
        self.serial = serial
        self.commonName = commonName
        self.notBefore = notBefore.wholeSeconds
        self.notAfter = notAfter.wholeSeconds
    }
}
