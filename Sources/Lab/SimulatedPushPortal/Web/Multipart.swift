/// The parts of a `multipart/form-data` body (RFC 7578), as browsers send them.
package struct Multipart {
    package struct Part {
        let name: String
        let fileName: String?
        package let bytes: [UInt8]
    }

    package let parts: [Part]

    /// Nil when the body is not what the header says.
    package init?(contentType: String?, body: [UInt8]) {
        guard let contentType, contentType.lowercased().hasPrefix("multipart/form-data"),
            let boundary = Self.parameter("boundary", of: contentType), !boundary.isEmpty, boundary.utf8.count <= 70
        else { return nil }
        let delimiter = Array("\r\n--\(boundary)".utf8)
        // The first delimiter has no line break before it; give it one.
        let text = Array("\r\n".utf8) + body
        var parts: [Part] = []
        guard var position = Self.find(delimiter, in: text, from: 0).map({ $0 + delimiter.count }) else { return nil }
        while true {
            if text[position...].starts(with: "--".utf8) { break }
            guard let lineEnd = Self.find(Array("\r\n".utf8), in: text, from: position),
                let headEnd = Self.find(Array("\r\n\r\n".utf8), in: text, from: lineEnd),
                let end = Self.find(delimiter, in: text, from: headEnd + 2), parts.count < 32
            else { return nil }
            let head = String(decoding: text[lineEnd..<headEnd], as: UTF8.self)
            let disposition = head.split(whereSeparator: \.isNewline).first {
                $0.lowercased().hasPrefix("content-disposition:")
            }
            guard let disposition, let name = Self.parameter("name", of: String(disposition)) else { return nil }
            let start = min(headEnd + 4, end)
            parts.append(
                Part(
                    name: name, fileName: Self.parameter("filename", of: String(disposition)),
                    bytes: Array(text[start..<end])))
            position = end + delimiter.count
        }
        self.parts = parts
    }

    package subscript(name: String) -> Part? { parts.last { $0.name == name } }

    package func text(_ name: String) -> String? { self[name].map { String(decoding: $0.bytes, as: UTF8.self) } }

    private static func parameter(_ name: String, of header: String) -> String? {
        for piece in header.split(separator: ";").dropFirst() {
            let parts = piece.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0].trimmingPrefix(while: \.isWhitespace).lowercased() == name else {
                continue
            }
            var value = parts[1]
            if value.hasPrefix("\""), value.hasSuffix("\""), value.count >= 2 { value = value.dropFirst().dropLast() }
            return String(value)
        }
        return nil
    }

    private static func find(_ needle: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard let first = needle.first, bytes.count >= needle.count, start <= bytes.count - needle.count else {
            return nil
        }
        var position = start
        while position <= bytes.count - needle.count {
            if bytes[position] == first, bytes[position..<(position + needle.count)].elementsEqual(needle) {
                return position
            }
            position += 1
        }
        return nil
    }
}
