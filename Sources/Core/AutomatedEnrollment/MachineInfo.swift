import CMS
import MDMProtocol

/// What a device says of itself when it asks for the enrollment profile: a property list in a CMS message that its
/// own certificate signed (reference/ade.md §5).
///
/// A valid signature proves Apple's hardware, not that it is the company's; nothing binds it in time.
public struct MachineInfo: Sendable, Equatable {
    public let udid: String
    public let serialNumber: String
    /// Such as `iPhone14,5`.
    public let product: String
    public let osVersion: String
    public let language: String
    /// Whether the signer's certificate was issued by an authority that is known here. False when none is known.
    public let isGenuine: Bool

    public enum Problem: String, Error, Sendable {
        case unreadable, signatureInvalid, notGenuine, incomplete
    }

    public static let sizeLimitBytes = 64 * 1024

    /// - Parameter authorities: DER of the authorities that issue device certificates; dates are ignored, for Apple's
    ///   expired in 2014 and is in use. Without any the signature is checked and its origin is not.
    public init(signed bytes: [UInt8], authorities: [[UInt8]]) throws(Problem) {
        guard bytes.count <= Self.sizeLimitBytes, let message = try? SignedMessage(reading: bytes),
            let content = message.content
        else { throw .unreadable }
        guard let signer = try? message.verifiedSigner() else { throw .signatureInvalid }
        isGenuine = authorities.contains { authority in
            guard let outline = try? CertificateOutline(der: signer.der) else { return false }
            return (try? outline.isSigned(by: authority)) ?? false
        }
        guard isGenuine || authorities.isEmpty else { throw .notGenuine }
        guard let list = try? PropertyList(reading: content) else { throw .unreadable }
        guard let udid = list["UDID"]?.stringValue, let serial = list["SERIAL"]?.stringValue,
            (1...64).contains(udid.utf8.count), (1...64).contains(serial.utf8.count)
        else { throw .incomplete }
        self.udid = udid
        serialNumber = serial
        product = list["PRODUCT"]?.stringValue ?? ""
        osVersion = list["OS_VERSION"]?.stringValue ?? ""
        language = list["LANGUAGE"]?.stringValue ?? ""
    }
}
