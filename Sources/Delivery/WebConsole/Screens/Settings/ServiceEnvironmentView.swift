/// サービス環境設定: certificates and tokens for Apple's services, and notices.
struct ServiceEnvironmentView: Page {
    var help: ManualSection { .settings }
    var frame: PageFrame { .settings(.serviceEnvironment) }

    func title(in c: ViewContext) -> String { c(SettingsWords.serviceEnvironment) }

    func main(in c: ViewContext) -> HTML {
        let links = [(c(FrameWords.settings), c.href(SettingsEntry.overview.path))]
        return """
            <div>
            \(Breadcrumbs(links: links, current: c(SettingsWords.serviceEnvironment)).html(in: c))
            <h1>\(c(SettingsWords.serviceEnvironment))</h1>
            </div>
            \(SettingsCards(entries: SettingsEntry.inServiceEnvironment).html(in: c))
            """
    }
}
