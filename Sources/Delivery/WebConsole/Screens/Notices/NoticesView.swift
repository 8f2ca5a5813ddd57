import Administration

/// お知らせ, all of them.
struct NoticesView: Page {
    let model: NoticesModel

    init(_ model: NoticesModel) { self.model = model }

    var help: ManualSection { .dashboard }

    func title(in c: ViewContext) -> String { c(DashboardWords.notices) }

    func main(in c: ViewContext) -> HTML {
        let lines = model.entries.map { entry -> HTML in
            """
            <li><span>\(c(LogWords.notice(entry.draft.event)))</span> \
            <span class="key">\(c.time(entry.draft.occurredAt)) · \(ActorName(entry.draft.actor, of: entry.draft.event).said(in: c))</span></li>

            """
        }
        let list: HTML =
            lines.isEmpty
            ? "<div class=\"card\"><p>\(c(DashboardWords.noNotices))</p></div>"
            : "<div class=\"card\"><ul class=\"list\">\n\(lines)</ul></div>"
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
