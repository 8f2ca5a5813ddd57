/// 設定: what can be set, each with a sentence.
struct SettingsView: Page {
    var help: ManualSection { .settings }
    var frame: PageFrame { .settings(.overview) }

    func title(in c: ViewContext) -> String { c(FrameWords.settings) }

    func main(in c: ViewContext) -> HTML {
        """
        <h1>\(c(FrameWords.settings))</h1>
        \(SettingsCards(entries: [.serviceEnvironment]).html(in: c))
        <section class="card">
        <h2><a href="\(c.href("account"))">\(c(SettingsWords.account))</a></h2>
        <p>\(c(SettingsWords.accountWhat))</p>
        </section>
        """
    }
}

/// A card for each entry: its name as the link, and what it is for.
struct SettingsCards {
    let entries: [SettingsEntry]

    func html(in c: ViewContext) -> HTML {
        let cards = entries.filter { c.permits($0.permission) }.map { entry -> HTML in
            """
            <section class="card">
            <h2><a href="\(c.href(entry.path))">\(c(entry.name))</a></h2>
            <p>\(c(entry.what))</p>
            </section>

            """
        }
        return HTML.joined(cards)
    }
}
