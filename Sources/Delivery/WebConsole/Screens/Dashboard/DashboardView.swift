import Administration

/// The first page after login: days left, what to set up, what happened, what is used.
struct DashboardView: Page {
    let model: DashboardModel

    init(_ model: DashboardModel) { self.model = model }

    var help: ManualSection { .dashboard }

    func title(in c: ViewContext) -> String { c(DashboardWords.title) }

    func main(in c: ViewContext) -> HTML {
        """
        <h1 class="vh">\(c(DashboardWords.title))</h1>
        \(CertificateCard(model: model).html(in: c))
        \(NoticeReachWords.message(model.reach, in: c)?.html(in: c, more: toNotices(c)))
        <div class="cols">
        <div class="stack">
        \(SetUpCard(checks: model.checks, isRenewal: model.certificate != nil).html(in: c))
        \(notices(c))
        </div>
        <div class="stack">
        \(TokenCard(expiresAt: model.tokenExpiresAt, trouble: model.tokenTrouble).html(in: c))
        \(usage(c))
        </div>
        </div>
        """
    }

    private func toNotices(_ c: ViewContext) -> HTML {
        "<p><a href=\"\(c.href(SettingsEntry.notifications.path))\">\(c(NotificationWords.title))</a></p>"
    }

    private func notices(_ c: ViewContext) -> HTML {
        let lines = model.notices.map { NoticeFace($0).line(in: c, showsOrigin: false) }
        let list: HTML =
            lines.isEmpty
            ? "<p class=\"note\">\(c(DashboardWords.noNotices))</p>" : "<ul class=\"list notices\">\n\(lines)</ul>"
        return """
            <section class="card" aria-labelledby="news">
            <header><h2 id="news">\(c(DashboardWords.notices))</h2> \
            <a href="\(c.href("notices"))">\(c(DashboardWords.seeAll))</a></header>
            \(list)
            \(MarkReadForm(items: model.notices).html(in: c))</section>
            """
    }

    private func usage(_ c: ViewContext) -> HTML {
        """
        <section class="card" aria-labelledby="use">
        <header><h2 id="use">\(c(DashboardWords.usage))</h2> \
        <a href="\(c.href("usage"))">\(c(DashboardWords.openAll))</a></header>
        \(UsageList(userCount: model.userCount, deviceCount: model.deviceCount).html(in: c))
        </section>
        """
    }
}
