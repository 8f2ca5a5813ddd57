/// An honest page: what will be here, and what one can do today.
struct LaterView: Page {
    let model: LaterModel

    init(_ model: LaterModel) { self.model = model }

    var help: ManualSection { .later }

    var frame: PageFrame {
        switch model {
        case .notifications: .settings(.notifications)
        }
    }

    func title(in c: ViewContext) -> String { c(LaterWords.content(of: model).name) }

    func main(in c: ViewContext) -> HTML {
        let content = LaterWords.content(of: model)
        return """
            <div>
            \(crumbs(c))<div class="row"><h1>\(c(content.name))</h1> \
            \(Badge(kind: .plain, icon: .clock, word: c(LaterWords.badge)).html)</div>
            </div>
            <section class="card" aria-labelledby="will">
            <h2 id="will">\(c(LaterWords.willBe))</h2>
            <ul class="points">
            \(content.will.map { "<li>\(c($0))</li>\n" as HTML })</ul>
            </section>
            <section class="card" aria-labelledby="today">
            <h2 id="today">\(c(LaterWords.today))</h2>
            <ul class="points">
            \(content.today.map { "<li>\(c($0))</li>\n" as HTML })</ul>
            </section>
            """
    }

    private func crumbs(_ c: ViewContext) -> HTML {
        Breadcrumbs.service(c, current: title(in: c))
    }
}

extension LaterModel {
    /// Below `/{company}/`.
    var path: String {
        switch self {
        case .notifications: SettingsEntry.notifications.path
        }
    }
}
