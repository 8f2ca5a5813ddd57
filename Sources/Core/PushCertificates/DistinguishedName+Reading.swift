import SwiftASN1
import X509

extension ASN1ObjectIdentifier {
    /// `UID` in a distinguished name (RFC 4519 §2.39).
    static let userID: ASN1ObjectIdentifier = [0, 9, 2342, 19_200_300, 100, 1, 1]
    /// Marks Apple's "MDM Vendor CSR Signing Certificate" (one source; reference/push-certificate.md §3).
    static let vendorSigningMark: ASN1ObjectIdentifier = [1, 2, 840, 113_635, 100, 4, 12]

    /// Below 1.2.840.113635.100, where Apple defines its own extensions.
    var isApples: Bool { description.hasPrefix("1.2.840.113635.100.") }
}

extension DistinguishedName {
    /// Values of one attribute type in the order of the name, multi-valued RDNs included. A value that is not
    /// text (UTF8String, PrintableString, IA5String) is nil.
    func values(of type: ASN1ObjectIdentifier) -> [String?] {
        flatMap { $0 }.filter { $0.type == type }.map { String($0.value) }
    }

    func text(of type: ASN1ObjectIdentifier) -> String? { values(of: type).compactMap(\.self).last }

    var commonName: String? { text(of: .RDNAttributeType.commonName) }
    var organization: String? { text(of: .RDNAttributeType.organizationName) }

    /// For a sentence: the common name, or else the whole name.
    var readable: String { Readable.text(commonName ?? description) }
}

/// Text out of a file that somebody else made, fit to stand in one of our sentences.
enum Readable {
    static let limit = 128

    /// Without control and format characters (which could turn the reading direction), cut to ``limit``.
    static func text(_ text: String) -> String {
        let scalars = text.unicodeScalars.lazy.filter {
            switch $0.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
            default: true
            }
        }
        let kept = scalars.prefix(limit + 1)
        var result = String(String.UnicodeScalarView(kept.prefix(limit)))
        if kept.count > limit { result += "…" }
        return result
    }
}
