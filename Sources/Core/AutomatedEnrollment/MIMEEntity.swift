/// One MIME entity (RFC 2045): header fields, an empty line, a body. As much of it as Apple's token file needs, and
/// not more: no multipart, no comments, no encoded words.
struct MIMEEntity {
    /// By name in lower case; of a field given twice, none: two readers might take different ones.
    private let fields: [String: String]
    let body: ArraySlice<UInt8>

    private static let mostFields = 32
    private static let longestHeader = 8_192

    /// - Returns: nil when the bytes do not begin with header fields and an empty line.
    init?(_ bytes: ArraySlice<UInt8>) {
        var rest = bytes
        var lines: [String] = []
        while true {
            guard let end = rest.firstIndex(of: 0x0A), end - bytes.startIndex <= Self.longestHeader else { return nil }
            var line = rest[..<end]
            if line.last == 0x0D { line = line.dropLast() }
            rest = rest[(end + 1)...]
            if line.isEmpty { break }
            guard let text = String(validating: line, as: UTF8.self), !text.utf8.contains(0),
                lines.count < Self.mostFields
            else { return nil }
            if text.first == " " || text.first == "\t" {
                guard let before = lines.popLast() else { return nil }
                lines.append(before + " " + text.trimmed)
            } else {
                lines.append(text)
            }
        }
        var fields: [String: String] = [:]
        var twice: Set<String> = []
        for line in lines {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = parts.first, let value = parts.last, parts.count == 2, !name.isEmpty,
                name.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
            else { return nil }
            let key = name.lowercased()
            if fields.updateValue(String(value).trimmed, forKey: key) != nil { twice.insert(key) }
        }
        guard !fields.isEmpty else { return nil }
        for key in twice { fields[key] = nil }
        self.fields = fields
        body = rest
    }

    /// `type/subtype` in lower case; empty when there is none.
    var contentType: String {
        (fields["content-type"] ?? "").prefix { $0 != ";" }.lowercased().trimmed
    }

    /// A parameter of Content-Type, in lower case, without quotation marks.
    func parameter(_ name: String) -> String? {
        for piece in (fields["content-type"] ?? "").split(separator: ";").dropFirst() {
            let parts = piece.split(separator: "=", maxSplits: 1)
            guard let key = parts.first, let value = parts.last, parts.count == 2,
                String(key).trimmed.lowercased() == name
            else { continue }
            return String(value).trimmed.replacing("\"", with: "").lowercased()
        }
        return nil
    }

    /// In lower case; `7bit` where nothing is said (RFC 2045 §6.1).
    var transferEncoding: String { (fields["content-transfer-encoding"] ?? "7bit").lowercased() }
}

extension String {
    fileprivate var trimmed: String {
        var text = Substring(self)
        while text.first == " " || text.first == "\t" { text.removeFirst() }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return String(text)
    }
}
