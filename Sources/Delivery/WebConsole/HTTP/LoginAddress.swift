import Foundation

/// The login page of a company and the way back from it.
enum LoginAddress {
    /// - Parameter next: path of the page that was asked for; empty for the dashboard.
    static func path(company: String, next: String) -> String {
        let safe = company.utf8.allSatisfy { isPlain($0) } ? company : ""
        guard !next.isEmpty, let query = next.addingPercentEncoding(withAllowedCharacters: .alphanumerics) else {
            return "/\(safe)"
        }
        return "/\(safe)?next=\(query)"
    }

    /// Only a path of the company itself: no other site, no other company (ASVS 5.0 V3.7.2).
    static func destination(_ next: String, company: String) -> String {
        let home = "/\(company)/"
        let isPath = next.hasPrefix(home) && !next.contains("//") && !next.contains("\\") && !next.contains("..")
        let isPrintable = next.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value < 0x7f }
        return isPath && isPrintable ? next : home
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
        default: false
        }
    }
}
