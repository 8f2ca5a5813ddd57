import Administration

/// お知らせ, all of them.
struct NoticesView: Page {
    let model: NoticesModel

    init(_ model: NoticesModel) { self.model = model }

    var help: ManualSection { .dashboard }

    func title(in c: ViewContext) -> String { c(DashboardWords.notices) }

    func main(in c: ViewContext) -> HTML {
        let lines = model.items.map { NoticeFace($0).line(in: c, showsOrigin: true) }
        let list: HTML =
            lines.isEmpty
            ? "<div class=\"card\"><p>\(c(DashboardWords.noNotices))</p></div>"
            : "<div class=\"card\"><ul class=\"list notices\">\n\(lines)</ul></div>"
        let pager = Pager(
            path: c.href("notices"), olderBefore: model.olderBefore, isContinued: model.isContinued,
            older: LogWords.olderNotices, newest: LogWords.newestNotices)
        return """
            <h1>\(c(DashboardWords.notices))</h1>
            \(list)
            \(pager.html(in: c))
            """
    }
}
