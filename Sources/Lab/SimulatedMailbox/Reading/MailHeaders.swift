/// The header of a message or of a part (RFC 5322 §2.2), unfolded.
struct MailHeaders {
    struct Field: Hashable, Sendable {
        let name: String
        /// Unfolded, not decoded.
        let value: String
    }

    static let mostFields = 500
    static let mostBytes = 256 * 1024

    private(set) var fields: [Field] = []
    private(set) var problems: [String] = []
    /// Where the body begins.
    private(set) var end: Int

    init(_ bytes: ArraySlice<UInt8>) {
        end = bytes.endIndex
        var position = bytes.startIndex
        while position < bytes.endIndex {
            let lineEnd = bytes[position...].firstIndex(of: 0x0A) ?? bytes.endIndex
            var line = bytes[position..<lineEnd]
            if line.last == 0x0D { line = line.dropLast() }
            position = min(lineEnd + 1, bytes.endIndex)
            if line.isEmpty {
                end = position
                return
            }
            take(line)
            guard fields.count <= Self.mostFields, position - bytes.startIndex <= Self.mostBytes else {
                problems.append("the header is too long to be read to its end")
                return
            }
        }
        problems.append("there is no empty line behind the header")
    }

    private mutating func take(_ line: ArraySlice<UInt8>) {
        let text =
            Charset.decode(Array(line), as: "utf-8") ?? Charset.decode(Array(line), as: "iso-8859-1") ?? ""
        if line.count > 998 { problems.append("a header line is longer than 998") }
        if line.first == 0x20 || line.first == 0x09 {
            guard let last = fields.popLast() else { return problems.append("the header begins with white space") }
            if text.trimmed.isEmpty { problems.append("a folded line of “\(last.name)” is blank") }
            return fields.append(Field(name: last.name, value: last.value + text))
        }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
            line[..<colon].allSatisfy({ (33...126).contains($0) })
        else { return problems.append("“\(text.prefix(60))” is no header field") }
        let name = String(decoding: line[..<colon], as: UTF8.self)
        fields.append(Field(name: name, value: String(text.dropFirst(name.count + 1))))
    }

    /// The first field of this name, blanks at both ends removed.
    func first(_ name: String) -> String? {
        fields.first { $0.name.lowercased() == name.lowercased() }?.value.trimmed
    }

    func count(_ name: String) -> Int {
        fields.count { $0.name.lowercased() == name.lowercased() }
    }
}
