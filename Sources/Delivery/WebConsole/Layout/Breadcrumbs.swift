/// Where a page stands; the last entry is the page itself.
struct Breadcrumbs {
    let links: [(word: String, href: String)]
    let current: String

    func html(in context: ViewContext) -> HTML {
        let items = links.map { link -> HTML in "<li><a href=\"\(link.href)\">\(link.word)</a></li>" }
        return """
            <nav class="crumbs" aria-label="\(context(FrameWords.whereAmI))"><ol>\(items)\
            <li aria-current="page">\(current)</li></ol></nav>
            """
    }

    /// 設定 › サービス環境設定 › …
    static func service(_ c: ViewContext, further: [(word: String, href: String)] = [], current: String) -> HTML {
        let links = [
            (c(FrameWords.settings), c.href("settings")),
            (c(SettingsWords.serviceEnvironment), c.href("settings/service")),
        ]
        return Breadcrumbs(links: links + further, current: current).html(in: c)
    }
}
