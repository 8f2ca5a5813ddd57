import Foundation
import Hummingbird

/// The fields of a submitted form: text by name, and at most one file for each name.
struct FormData: Sendable {
    struct File: Sendable {
        /// As the browser gave it; only ever shown, never used as a path.
        let name: String
        let bytes: [UInt8]
    }

    private(set) var texts: [String: String] = [:]
    private(set) var files: [String: File] = [:]

    static let fieldLimit = 200

    subscript(_ name: String) -> String { texts[name] ?? "" }

    /// - Throws: ``Refusal/notUnderstood`` for a type or a body that is no form.
    init(_ bytes: [UInt8], contentType: String?) throws {
        let type = contentType ?? ""
        if type.lowercased().hasPrefix("application/x-www-form-urlencoded") {
            try readURLEncoded(bytes)
        } else if type.lowercased().hasPrefix("multipart/form-data"), let boundary = Self.boundary(in: type) {
            for part in try MultipartReader(bytes, boundary: boundary).parts() { try add(part) }
        } else {
            throw Refusal.notUnderstood
        }
    }

    private mutating func readURLEncoded(_ bytes: [UInt8]) throws {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw Refusal.notUnderstood }
        for pair in text.split(separator: "&") {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(halves.first), let value = Self.decoded(halves.dropFirst().first ?? "")
            else { throw Refusal.notUnderstood }
            try add(name, value)
        }
    }

    private mutating func add(_ part: MultipartReader.Part) throws {
        if let fileName = part.fileName {
            guard files[part.name] == nil else { throw Refusal.notUnderstood }
            // A browser sends an empty name when no file was chosen.
            if !fileName.isEmpty || !part.body.isEmpty {
                files[part.name] = File(name: String(fileName.prefix(255)), bytes: part.body)
            }
        } else {
            guard let text = String(validating: part.body, as: UTF8.self) else { throw Refusal.notUnderstood }
            try add(part.name, text)
        }
    }

    /// A name twice is refused: two readers might take different ones.
    private mutating func add(_ name: String, _ value: String) throws {
        guard texts[name] == nil, texts.count < Self.fieldLimit else { throw Refusal.notUnderstood }
        texts[name] = value
    }

    private static func decoded(_ text: Substring?) -> String? {
        text.flatMap { $0.replacing("+", with: " ").removingPercentEncoding }
    }

    /// RFC 2046 §5.1.1: 1 to 70 characters, perhaps quoted.
    private static func boundary(in type: String) -> String? {
        guard let range = type.range(of: "boundary=", options: .caseInsensitive) else { return nil }
        var value = type[range.upperBound...].prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces)
        if value.hasPrefix("\""), value.hasSuffix("\""), value.count >= 2 {
            value = String(value.dropFirst().dropLast())
        }
        return (1...70).contains(value.utf8.count) ? value : nil
    }
}
