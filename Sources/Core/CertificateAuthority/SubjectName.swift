import Foundation
import X509

/// Names in certificates of ours: UTF8String, cut to what RFC 5280 A.1 allows.
enum SubjectName {
    /// ub-common-name and ub-organization-name.
    static let longest = 64

    static func authority(organization: String) throws -> DistinguishedName {
        let suffix = " Device CA"
        let whole = try cut(organization)
        let short = String(whole.unicodeScalars.prefix(longest - suffix.unicodeScalars.count).map(Character.init))
        return try DistinguishedName {
            OrganizationName(whole)
            CommonName(short + suffix)
        }
    }

    static func profileSigner(organization: String) throws -> DistinguishedName {
        let name = try cut(organization)
        return try DistinguishedName {
            OrganizationName(name)
            CommonName(name)
        }
    }

    static func identity(_ name: String) throws -> DistinguishedName {
        let name = try cut(name)
        return try DistinguishedName { CommonName(name) }
    }

    /// At most 64 scalars, no control characters (they would be shown to people).
    static func cut(_ text: String) throws -> String {
        let visible = text.unicodeScalars.filter { $0.properties.generalCategory != .control }
        let cut = String(String.UnicodeScalarView(visible.prefix(longest)))
        guard !cut.allSatisfy(\.isWhitespace) else { throw CertificateAuthorityError.emptyName }
        return cut
    }
}
