import Enrollments

/// Exactly the rows and columns of the list, for a spreadsheet.
struct DevicesCSV {
    static func fileName(in c: ViewContext) -> String {
        "devices-\(c.date(c.now).filter(\.isNumber)).csv"
    }

    /// The first line: the columns' names.
    static func header(in c: ViewContext) -> String {
        CSV.byteOrderMark + CSV.line(DeviceListQuery.SortColumn.allCases.map { c(DeviceListWords.column($0)) })
    }

    static func line(_ row: DevicesModel.Row, silenceDays: Int?, in c: ViewContext) -> String {
        CSV.line(
            DeviceListQuery.SortColumn.allCases.map { column in
                switch column {
                case .name: row.name
                case .serial: row.serialNumber
                case .os: row.os
                case .user: row.user ?? ""
                case .organization: row.organization ?? ""
                case .state: c(DeviceWords.name(of: row.state, silenceDays: silenceDays))
                case .topic: c(DeviceWords.name(of: row.topic))
                case .lastContact: row.lastContactAt.map { c.dateTime($0) } ?? ""
                }
            })
    }
}
