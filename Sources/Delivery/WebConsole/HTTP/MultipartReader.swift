import Foundation

/// Reads a `multipart/form-data` body (RFC 7578) that is already in memory and bounded.
///
/// Strict: every part has a `Content-Disposition: form-data` with a name; nothing is guessed.
struct MultipartReader {
    struct Part: Sendable {
        let name: String
        /// Present (perhaps empty) for a file field.
        let fileName: String?
        let body: [UInt8]
    }

    private let bytes: [UInt8]
    private let delimiter: [UInt8]
    private static let lineEnd: [UInt8] = [13, 10]
    private static let headerEnd: [UInt8] = [13, 10, 13, 10]
    static let partLimit = 64
    static let headerLimitBytes = 8 * 1024

    init(_ bytes: [UInt8], boundary: String) {
        // A line end before the first delimiter makes all delimiters alike.
        self.bytes = Self.lineEnd + bytes
        delimiter = Array("\r\n--\(boundary)".utf8)
    }

    func parts() throws -> [Part] {
        var parts: [Part] = []
        guard var position = find(delimiter, from: 0) else { throw Refusal.notUnderstood }
        while true {
            position += delimiter.count
            if bytes[position...].starts(with: Array("--".utf8)) { return parts }
            guard bytes[position...].starts(with: Self.lineEnd), let next = find(delimiter, from: position),
                let headerEnd = find(Self.headerEnd, from: position), headerEnd <= next,
                headerEnd - position <= Self.headerLimitBytes, parts.count < Self.partLimit
            else { throw Refusal.notUnderstood }
            let bodyStart = headerEnd + Self.headerEnd.count
            guard bodyStart <= next, let part = part(bytes[position..<headerEnd], Array(bytes[bodyStart..<next])) else {
                throw Refusal.notUnderstood
            }
            parts.append(part)
            position = next
        }
    }

    private func part(_ header: ArraySlice<UInt8>, _ body: [UInt8]) -> Part? {
        guard let text = String(validating: header, as: UTF8.self) else { return nil }
        let lines = text.components(separatedBy: "\r\n")
        guard
            let disposition = lines.first(where: { $0.lowercased().hasPrefix("content-disposition:") }),
            disposition.lowercased().contains("form-data"), let name = Self.parameter("name", in: disposition)
        else { return nil }
        return Part(name: name, fileName: Self.parameter("filename", in: disposition), body: body)
    }

    /// `; key="value"`, with the browser's escapes `%22`, `%0D`, `%0A` (WHATWG HTML, multipart/form-data).
    private static func parameter(_ key: String, in line: String) -> String? {
        guard let start = line.range(of: "; \(key)=\"", options: .caseInsensitive) else { return nil }
        let rest = line[start.upperBound...]
        guard let end = rest.firstIndex(of: "\"") else { return nil }
        return String(rest[..<end]).replacing("%22", with: "\"").replacing("%0D", with: "").replacing("%0A", with: "")
    }

    private func find(_ pattern: [UInt8], from start: Int) -> Int? {
        guard let first = pattern.first, bytes.count >= pattern.count else { return nil }
        var index = start
        let last = bytes.count - pattern.count
        while index <= last {
            if bytes[index] == first, bytes[index..<(index + pattern.count)].elementsEqual(pattern) { return index }
            index += 1
        }
        return nil
    }
}
