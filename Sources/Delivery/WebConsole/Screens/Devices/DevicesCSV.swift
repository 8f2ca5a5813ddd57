import Enrollments

/// Exactly the rows and columns of the list, for a spreadsheet.
///
/// UTF-8 with a byte order mark (else Excel reads another encoding), CRLF, every field quoted (RFC 4180 §2). A field
/// that a spreadsheet would run as a formula gets a leading apostrophe.
struct DevicesCSV {
    static let contentType = "text/csv; charset=utf-8"

    static func fileName(in c: ViewContext) -> String {
        "devices-\(c.date(c.now).filter(\.isNumber)).csv"
    }

    /// The first line: the columns' names.
    static func header(in c: ViewContext) -> String {
        "\u{FEFF}" + line(DeviceListQuery.SortColumn.allCases.map { c(DeviceListWords.column($0)) })
    }

    static func line(_ row: DevicesModel.Row, in c: ViewContext) -> String {
        line(
            DeviceListQuery.SortColumn.allCases.map { column in
                switch column {
                case .name: row.name
                case .serial: row.serialNumber
                case .os: row.os
                case .user: row.user ?? ""
                case .organization: row.organization ?? ""
                case .state: c(DeviceWords.name(of: row.state))
                case .topic: c(DeviceWords.name(of: row.topic))
                case .lastContact: row.lastContactAt.map { c.dateTime($0) } ?? ""
                }
            })
    }

    private static func line(_ fields: [String]) -> String {
        fields.map { "\"\(safe($0).replacing("\"", with: "\"\""))\"" }.joined(separator: ",") + "\r\n"
    }

    private static func safe(_ field: String) -> String {
        guard let first = field.unicodeScalars.first, "=+-@＝＋－＠\t\r\n".unicodeScalars.contains(first) else {
            return field
        }
        return "'" + field
    }
}
