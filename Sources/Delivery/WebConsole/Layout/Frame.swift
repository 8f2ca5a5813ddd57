import Administration

/// What stands around `<main>`: Lab banner, skip link, top bar, foot.
struct Frame {
    let context: ViewContext
    let help: ManualSection
    /// A dialog lies over the page.
    let isInert: Bool

    var inert: HTML? { isInert ? " inert" : nil }

    var lab: HTML? {
        context.isLab ? "<aside class=\"lab\"\(inert)><p>\(context(FrameWords.lab))</p></aside>\n" : nil
    }

    var skip: HTML { "<a class=\"skip\" href=\"#main\"\(inert)>\(context(FrameWords.skip))</a>\n" }

    var top: HTML {
        """
        <header class="top"\(inert)>
        <div class="top-in">
        <a class="brand" href="\(context.href())"\(isDashboard ? " aria-current=\"page\"" : "")>\(Self.mark)\
        <span>\(context.brand.productName)</span></a>
        \(menu)\(who)</div>
        </header>

        """
    }

    private var isDashboard: Bool {
        context.user != nil && [context.href(), String(context.href().dropLast())].contains(context.path)
    }

    private var menu: HTML? {
        guard context.user != nil else { return nil }
        let items = ViewContext.Section.allCases.map { section -> HTML in
            let mark: HTML? = context.section == section ? " aria-current=\"true\"" : nil
            return "<a href=\"\(context.href(section.rawValue))\"\(mark)>\(context(section.name))</a>\n"
        }
        return "<nav class=\"nav\" aria-label=\"\(context(FrameWords.mainMenu))\">\n\(items)</nav>\n"
    }

    private var who: HTML? {
        guard let user = context.user, let company = context.company else { return nil }
        return """
            <div class="who"><p><span class="vh">\(context(FrameWords.signedInAs))</span>\
            <a href="\(context.href("account"))">\(company.name) \(user.login)</a></p>
            <form class="log-out" method="post" action="\(context.href("logout"))">\(context.csrfField)\
            <button class="btn small" type="submit">\(context(FrameWords.logOut))</button></form></div>

            """
    }

    var foot: HTML {
        let line = context.brand.companyLine
        let company: HTML? = line.isEmpty ? nil : " · \(line)"
        return """
            <footer class="foot"\(inert)>
            <div>
            <p>\(context(FrameWords.version(context.version))) · \(languageLink)\(company)</p>
            <p><a href="\(context.manualHref(help))">\(context(FrameWords.manual))</a></p>
            </div>
            </footer>
            """
    }

    /// Without links into the console, which a device need not reach.
    var deviceFoot: HTML {
        """
        <footer class="foot">
        <div>
        <p>\(context(FrameWords.version(context.version))) · \(languageLink)</p>
        </div>
        </footer>
        """
    }

    private var languageLink: HTML {
        let (other, word): (Language, HTML) =
            context.language == .japanese ? (.english, "English") : (.japanese, "日本語")
        let mark = context.path.contains("?") ? "&" : "?"
        let href = "\(context.path)\(mark)lang=\(other.rawValue)"
        return "<a href=\"\(href)\" lang=\"\(other.rawValue)\" hreflang=\"\(other.rawValue)\">\(word)</a>"
    }

    /// Before sign-in: one line with one knot, and `main` hanging from it.
    func loginStrand(around main: HTML) -> HTML {
        """
        <div class="login">
        <svg class="strand" aria-hidden="true"><line class="cord" x1="0" x2="100%" y1="60%" y2="60%"/>\
        <svg x="50%" y="60%"><rect class="gap" x="-44" y="-4" width="88" height="8"/>\
        <path class="cord" d="M-45 0C9 0 39-24 27-48C15-69-15-69-27-48C-39-24-9 0 45 0"/></svg>\
        <line class="cord thread" x1="50%" x2="50%" y1="56%" y2="100%"/></svg>
        \(main)
        </div>

        """
    }

    private static let mark: HTML = """
        <svg viewBox="0 0 28 28" aria-hidden="true">\
        <path d="M2 22C17 22 24 15 20.5 8.5C17.5 3.5 10.5 3.5 7.5 8.5C4 15 11 22 26 22"/></svg>
        """
}

extension ViewContext.Section {
    var name: Text {
        switch self {
        case .devices: FrameWords.devices
        case .users: FrameWords.users
        case .organizations: FrameWords.organizations
        case .settings: FrameWords.settings
        case .log: FrameWords.log
        }
    }
}

extension ViewContext {
    /// Help for a screen: the company's own address when signed in, else the public one.
    func manualHref(_ section: ManualSection) -> String {
        (user == nil ? "/_manual" : href("manual")) + "#" + section.rawValue
    }
}
