/// A table of label and value, the value alone in its cell.
struct Rows {
    struct Row {
        let label: String
        let value: HTML
        let isCode: Bool

        init(_ label: String, _ value: HTML, isCode: Bool = false) {
            self.label = label
            self.value = value
            self.isCode = isCode
        }

        init(_ label: String, _ value: String, isCode: Bool = false) {
            self.init(label, "\(value)" as HTML, isCode: isCode)
        }
    }

    let rows: [Row]

    init(_ rows: [Row]) { self.rows = rows }

    var html: HTML {
        let lines = rows.map { row -> HTML in
            let kind: HTML = row.isCode ? " class=\"mono\"" : ""
            return "<tr><th scope=\"row\">\(row.label)</th><td\(kind)>\(row.value)</td></tr>\n"
        }
        return "<table class=\"rows\"><tbody>\n\(lines)</tbody></table>"
    }
}
