import Foundation

/// Everything the simulated portal remembers over a restart.
struct PortalState: Codable, Sendable {
    /// The account of the brief, with its two foreign rows.
    var mainAccount: String
    var mainPassword: String
    /// By Apple ID in lower case.
    var accounts: [String: PortalAccount]
}

/// One Apple ID and what it owns. The account that created a row is the only one that can renew it.
struct PortalAccount: Codable, Sendable {
    /// Nil: any password that is not empty.
    var password: String?
    var codeMode = CodeMode.six
    /// A choice is offered when there are several.
    var phoneNumbers = ["+81 90-0000-0042"]
    /// Oldest first.
    var rows: [PushRow] = []
}

/// How an account is asked for a second factor.
enum CodeMode: String, Codable, Sendable, CaseIterable {
    /// Six digits; the page goes on by itself after the sixth.
    case six
    /// Four digits and a button, as the second manual shows.
    case four
    /// Not asked at all.
    case none
}

/// A line of the portal's table: one topic, and the certificates that it has had.
struct PushRow: Codable, Sendable, Identifiable {
    let id: String
    let topic: String
    var vendor: String
    var notes: String
    let createdAt: Date
    /// The newest last; renewing adds one.
    var certificates: [IssuedCertificate]
    var revokedAt: Date?

    enum Status: String, Codable, Sendable {
        case active = "Active"
        case expired = "Expired"
        case revoked = "Revoked"
    }

    func status(at now: Date) -> Status {
        if revokedAt != nil { return .revoked }
        guard let newest = certificates.last else { return .expired }
        return newest.notAfter < now ? .expired : .active
    }

    /// `MDM_<Vendor>_Certificate.pem`; what a file system or a header might stumble over becomes `_`.
    var fileName: String {
        let safe = vendor.unicodeScalars.map { scalar in
            scalar.isASCII
                && (scalar.properties.isAlphabetic || (48...57).contains(scalar.value)
                    || "-.".unicodeScalars.contains(scalar))
                ? Character(scalar) : "_"
        }
        return "MDM_\(String(safe))_Certificate.pem"
    }
}
