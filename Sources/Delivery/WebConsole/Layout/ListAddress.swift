import Enrollments
import Foundation

/// Addresses with a query, escaped.
enum ListAddress {
    /// `path?name=value&…`; without items the path alone.
    static func href(_ path: String, _ items: [(name: String, value: String)]) -> String {
        guard !items.isEmpty else { return path }
        return path + "?" + items.map { "\(escaped($0.name))=\(escaped($0.value))" }.joined(separator: "&")
    }

    static func devices(_ query: DeviceListQuery, in c: ViewContext) -> String {
        href(c.href("devices"), query.items)
    }

    /// The items of an address as a browser writes a searching form: `+` is a blank (HTML, application/x-www-form-urlencoded).
    /// What is not UTF-8 is left out.
    static func items(ofQuery query: String) -> [(name: String, value: String)] {
        query.split(separator: "&").prefix(64).compactMap { pair in
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = halves.first.flatMap(decoded), let value = decoded(halves.dropFirst().first ?? "") else {
                return nil
            }
            return (name, value)
        }
    }

    private static func decoded(_ text: Substring) -> String? {
        text.replacing("+", with: " ").removingPercentEncoding
    }

    /// RFC 3986 §2.3: all but unreserved characters are percent-encoded UTF-8.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return result
    }
}
