/// Files for a spreadsheet: UTF-8 with a byte order mark (else Excel reads another encoding), CRLF, every field quoted
/// (RFC 4180 §2). A field that a spreadsheet would run as a formula gets a leading apostrophe.
enum CSV {
    static let contentType = "text/csv; charset=utf-8"
    static let byteOrderMark = "\u{FEFF}"

    static func line(_ fields: [String]) -> String {
        fields.map { "\"\(safe($0).replacing("\"", with: "\"\""))\"" }.joined(separator: ",") + "\r\n"
    }

    private static func safe(_ field: String) -> String {
        guard let first = field.unicodeScalars.first, "=+-@＝＋－＠\t\r\n".unicodeScalars.contains(first) else {
            return field
        }
        return "'" + field
    }
}
