/// マニュアル: one page for everything, works offline; every screen links to its own section.
struct ManualView: Page {
    var help: ManualSection { .login }

    func title(in c: ViewContext) -> String { c(FrameWords.manual) }

    func main(in c: ViewContext) -> HTML {
        let contents = ManualSection.allCases.map { section -> HTML in
            "<li><a href=\"#\(section.rawValue)\">\(c(section.chapter.title))</a></li>\n"
        }
        return """
            <h1>\(c(FrameWords.manual))</h1>
            <nav class="card contents" aria-label="\(c(ManualWords.contents))"><ul>
            \(contents)</ul></nav>
            \(ManualSection.allCases.map { section($0, c) })
            """
    }

    private func section(_ section: ManualSection, _ c: ViewContext) -> HTML {
        """
        <section class="card chapter" id="\(section.rawValue)" aria-labelledby="\(section.rawValue)-title">
        <h2 id="\(section.rawValue)-title">\(c(section.chapter.title))</h2>
        \(section.chapter.blocks.map { block($0, c) })</section>

        """
    }

    private func block(_ block: ManualChapter.Block, _ c: ViewContext) -> HTML {
        switch block {
        case .text(let phrase): "<p>\(c(phrase))</p>\n"
        case .steps(let phrases):
            "<ol class=\"todo\">\n\(phrases.map { "<li><span>\(c($0))</span></li>\n" as HTML })</ol>\n"
        case .points(let phrases): "<ul class=\"points\">\n\(phrases.map { "<li>\(c($0))</li>\n" as HTML })</ul>\n"
        case .table(let left, let right, let rows):
            """
            <table class="rows wrong-files"><thead><tr><th scope="col">\(c(left))</th><th scope="col">\(c(right))</th></tr></thead>
            <tbody>
            \(rows.map { "<tr><th scope=\"row\">\(c($0.0))</th><td>\(c($0.1))</td></tr>\n" as HTML })</tbody></table>

            """
        }
    }
}

enum ManualWords {
    static let contents = Text(ja: "目次", en: "Contents")
}
