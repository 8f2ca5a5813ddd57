/// The frames around the portal's pages and the Lab's own page.
package enum Layout {
    /// - Parameter account: who is signed in; shows "Sign out".
    static func portal(title: String, japanese: Bool, account: String? = nil, content: Markup) -> Markup {
        let note: Markup =
            japanese
            ? "Kizuna Lab のシミュレーションです。Apple のサイトではありません。"
            : "Simulated by the Kizuna Lab. This is not Apple."
        let out: Markup? = account.map { account in
            """
            <form class="who" method="post" action="/pushcert/sign-out"><span>\(account)</span>
            <button class="plain">Sign out</button></form>
            """
        }
        return """
            <!DOCTYPE html>
            <html lang="\(japanese ? "ja" : "en")">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(title) – Apple Push Certificates Portal (Kizuna Lab)</title>
            <link rel="icon" href="/_lab/icon.svg">
            <link rel="stylesheet" href="/_lab/portal.css">
            <script src="/_lab/portal.js" defer></script>
            </head>
            <body>
            <aside class="note" aria-label="Kizuna Lab">\(note) <a href="/">Kizuna Lab</a></aside>
            <header class="top"><a class="name" href="/pushcert/" lang="en">Apple Push Certificates Portal</a>\(out)</header>
            <main>
            \(content)
            </main>
            </body>
            </html>
            """
    }

    /// - Parameter title: of a page beside the Lab's own.
    package static func lab(title: String? = nil, japanese: Bool = false, content: Markup) -> Markup {
        """
        <!DOCTYPE html>
        <html lang="\(japanese ? "ja" : "en")">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>\(title.map { "\($0) – Kizuna Lab" } ?? "Kizuna Lab")</title>
        <link rel="icon" href="/_lab/icon.svg">
        <link rel="stylesheet" href="/_lab/portal.css">
        </head>
        <body>
        <header class="top"><a class="name" href="/">Kizuna Lab</a></header>
        <main>
        \(content)
        </main>
        </body>
        </html>
        """
    }
}
