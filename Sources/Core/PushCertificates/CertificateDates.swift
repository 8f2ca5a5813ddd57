public import Foundation
import SwiftASN1
import X509

/// The end of any certificate that a device reports, whoever issued it.
public enum CertificateDates {
    /// - Returns: nil for what is no certificate.
    public static func notAfter(der: [UInt8]) -> Date? { (try? Certificate(derEncoded: der))?.notValidAfter }
}
