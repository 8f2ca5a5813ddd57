import Administration
import Enrollments

/// The lines themselves, newest first.
struct LogTable {
    let model: LogModel
    let isOfDevice: Bool

    func html(in c: ViewContext) -> HTML {
        let columns = LogFace.Column.allCases.map { Grid.Column(c($0.name), isOptional: $0 == .receivedAt) }
        return Grid(
            caption: c(LogPageWords.caption), columns: columns,
            rows: model.lines.map { line in
                let face = LogFace(line, in: c)
                return LogFace.Column.allCases.map { cell($0, face, c) }
            }
        ).html
    }

    private func cell(_ column: LogFace.Column, _ face: LogFace, _ c: ViewContext) -> HTML {
        switch column {
        case .occurredAt: c.time(face.line.occurredAt)
        case .receivedAt: c.time(face.line.receivedAt)
        case .kind:
            face.isNotice
                ? """
                <span class="log-kind">\(face.kind) \
                \(Badge(kind: .warning, icon: .warning, word: c(LogPageWords.noticeMark)).html)</span>
                """
                : "\(face.kind)"
        case .event: "\(face.event)"
        case .actor: "\(face.actor)"
        case .subject: subject(face, c)
        case .details: details(face)
        }
    }

    /// A device leads to its own log, an order for many to its page.
    private func subject(_ face: LogFace, _ c: ViewContext) -> HTML {
        if let page = face.pageOfBulkOrder { return "<a href=\"\(c.href(page))\">\(face.subject)</a>" }
        guard let device = face.line.deviceID, face.line.deviceName != nil, !isOfDevice else {
            return "<span class=\"log-value\">\(face.subject)</span>"
        }
        return "<a href=\"\(c.href("devices/\(device)/log"))\">\(face.subject)</a>"
    }

    private func details(_ face: LogFace) -> HTML {
        let lines = face.details.map { detail -> HTML in
            "<span class=\"key\">\(detail.name):</span> <span class=\"log-value\">\(detail.value)</span>"
        }
        return HTML.joined(lines, by: "<br>\n")
    }
}

/// What follows the page: older lines, or the older part of the log that a keyword was not looked for in.
struct LogPager {
    let model: LogModel
    let address: LogAddress

    func html(in c: ViewContext) -> HTML? {
        let note: HTML? = model.searchedBackTo.map {
            "<p class=\"note\">\(c(LogPageWords.searchedBackTo(c.dateTime($0))))</p>\n"
        }
        let newest: HTML? =
            model.query.cursor == nil
            ? nil
            : """
            <a class="btn" href="\(LogAddress(model.query.with { _ in }, isOfDevice: address.isOfDevice).page(in: c))">\
            <span>\(c(LogWords.newest))</span></a>

            """
        let older: HTML? = model.next.map { next in
            let word = model.searchedBackTo == nil ? LogWords.older : LogPageWords.searchOn
            let target = LogAddress(model.query.with { $0.cursor = next }, isOfDevice: address.isOfDevice)
            return "<a class=\"btn\" rel=\"next\" href=\"\(target.page(in: c))\"><span>\(c(word))</span></a>\n"
        }
        guard note != nil || newest != nil || older != nil else { return nil }
        return
            "<nav class=\"stack\" aria-label=\"\(c(LogWords.paging))\">\n\(note)<p class=\"row\">\(newest)\(older)</p></nav>"
    }
}
