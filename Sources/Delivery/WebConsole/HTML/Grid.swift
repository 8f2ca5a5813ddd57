/// A table of many rows; below 640 px every row becomes a card whose lines carry the column's name.
struct Grid {
    struct Column {
        let name: String
        /// Left out first when it gets narrow.
        let isOptional: Bool

        init(_ name: String, isOptional: Bool = false) {
            self.name = name
            self.isOptional = isOptional
        }
    }

    let caption: String
    let columns: [Column]
    let rows: [[HTML]]

    var html: HTML {
        let heads = columns.map { column -> HTML in
            "<th scope=\"col\"\(optional(column))>\(column.name)</th>"
        }
        let lines = rows.map { cells -> HTML in
            let tds = zip(columns, cells).map { column, cell -> HTML in
                "<td data-label=\"\(column.name)\"\(optional(column))><span>\(cell)</span></td>"
            }
            return "<tr>\(tds)</tr>\n"
        }
        return """
            <div class="grid-wrap"><table class="grid"><caption class="vh">\(caption)</caption>
            <thead><tr>\(heads)</tr></thead>
            <tbody>
            \(lines)</tbody></table></div>
            """
    }

    private func optional(_ column: Column) -> HTML { column.isOptional ? " class=\"opt\"" : "" }
}
