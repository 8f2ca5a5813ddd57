import Enrollments
import Foundation

/// The table itself; every heading sorts by its column, again turns the order round.
struct DeviceTable {
    let model: DevicesModel

    func html(in c: ViewContext) -> HTML {
        let columns = DeviceListQuery.SortColumn.allCases
        return """
            <div class="grid-wrap"><table class="grid">
            <caption class="vh">\(c(DeviceListWords.caption(model.matchCount, sortedBy: c(DeviceListWords.column(model.query.sort)))))</caption>
            <thead><tr>\(columns.map { head($0, c) })</tr></thead>
            <tbody>
            \(model.rows.map { row($0, c) })</tbody></table></div>
            """
    }

    private func head(_ column: DeviceListQuery.SortColumn, _ c: ViewContext) -> HTML {
        let isSorted = model.query.sort == column
        let isUp = model.query.direction == .ascending
        let state: HTML? = isSorted ? (isUp ? " aria-sort=\"ascending\"" : " aria-sort=\"descending\"") : nil
        let arrow: HTML? =
            isSorted ? (isUp ? "<span aria-hidden=\"true\"> ▲</span>" : "<span aria-hidden=\"true\"> ▼</span>") : nil
        return """
            <th scope="col"\(optional(column))\(state)>\
            <a href="\(ListAddress.devices(model.query.sorted(by: column), in: c))">\(c(DeviceListWords.column(column)))\
            <span class="vh">\(c(DeviceListWords.sortBy))</span>\(arrow)</a></th>
            """
    }

    private func optional(_ column: DeviceListQuery.SortColumn) -> HTML? {
        switch column {
        case .os, .user, .organization: " class=\"opt\""
        case .name, .serial, .state, .topic, .lastContact: nil
        }
    }

    private func row(_ row: DevicesModel.Row, _ c: ViewContext) -> HTML {
        let cells = DeviceListQuery.SortColumn.allCases.map { column -> HTML in
            if column == .name { return name(row, c) }
            let kind: HTML? = column == .serial ? " class=\"mono\"" : optional(column)
            return """
                <td data-label="\(c(DeviceListWords.column(column)))"\(kind)><span>\(cell(column, row, c))</span></td>
                """
        }
        return "<tr>\(cells)</tr>\n"
    }

    private func name(_ row: DevicesModel.Row, _ c: ViewContext) -> HTML {
        let name = row.name.isEmpty ? row.serialNumber : row.name
        return "<td class=\"name\"><a href=\"\(c.href("devices/\(row.id)"))\"><b>\(name)</b></a></td>"
    }

    private func cell(_ column: DeviceListQuery.SortColumn, _ row: DevicesModel.Row, _ c: ViewContext) -> HTML {
        switch column {
        case .name: "\(row.name)"
        case .serial: "\(row.serialNumber)"
        case .os: "\(row.os)"
        case .user: "\(row.user ?? c(DeviceWords.none))"
        case .organization: "\(row.organization ?? c(DeviceWords.none))"
        case .state: DeviceBadges.state(row.state, silenceDays: model.silenceDays, in: c)
        case .topic: DeviceBadges.topic(row.topic, in: c)
        case .lastContact:
            row.isSilent
                ? SilentContact(instant: row.lastContactAt).html(in: c)
                : row.lastContactAt.map { c.timeOfMinute($0) } ?? "\(c(DeviceListWords.never))"
        }
    }
}

/// 通信日時 of a device that has not been heard of for too long: red, with a mark and a word for those who see no red.
struct SilentContact {
    /// Nil: never, since it enrolled.
    let instant: Date?

    func html(in c: ViewContext) -> HTML {
        let time: HTML = instant.map { c.timeOfMinute($0) } ?? "\(c(DeviceListWords.never))"
        return
            "<span class=\"silent\">\(Icon.warning.html)\(time)<span class=\"vh\"> (\(c(DeviceListWords.noContact)))</span></span>"
    }
}
