import Administration
import Foundation
import Problems

/// Card ADEトークン登録: days left and date, both red at 60 days, or that none is registered.
struct TokenCard {
    /// Nil when none is registered.
    let expiresAt: Date?
    /// ``ServiceProblem/code``; nil while it can be used.
    var trouble: String?

    func html(in c: ViewContext) -> HTML {
        guard let expiresAt else { return none(c) }
        let figure = DaysFigure(notAfter: expiresAt, in: c)
        let problem = trouble.map { Problem(storedServiceProblem: $0) }
        let failing: HTML? = problem.map { problem in
            let badge = Badge(kind: .bad, icon: .bad, word: c(TokenWords.failing)).html
            return "<p>\(badge) \(problem.fact[c.language])</p>\n"
        }
        let follows: HTML? = figure.isRed ? "<p>\(c(TokenWords.renewMeaning))</p>\n" : nil
        return """
            <section class="card tight\(figure.cardClass)" aria-labelledby="ade">
            <div class="figure">
            <h2 id="ade">\(c(TokenWords.cardTitle))</h2>
            \(figure.figure(in: c, isSmall: true))
            <p>\(c(CertificateWords.expires)): \(c.timeOfDay(expiresAt)) \(figure.badge(in: c))</p>
            </div>
            \(failing)\(follows)<p>\(problem == nil ? setUp(isButton: figure.isRed, c) : look(c))</p>
            </section>
            """
    }

    private func none(_ c: ViewContext) -> HTML {
        """
        <section class="card tight" aria-labelledby="ade">
        <h2 id="ade">\(c(TokenWords.cardTitle))</h2>
        <p>\(Badge(kind: .plain, icon: .todo, word: c(TokenWords.notRegistered)).html)</p>
        <p class="note">\(c(TokenWords.what))</p>
        <p>\(setUp(isButton: false, c))</p>
        </section>
        """
    }

    /// To the page that says what to do.
    private func look(_ c: ViewContext) -> HTML {
        "<a class=\"btn primary\" href=\"\(c.href(SettingsEntry.adeToken.path))\" aria-describedby=\"ade\">\(c(TokenWords.look))</a>"
    }

    /// 設定する: to the form when something is to be done and the person may, else to the view page.
    private func setUp(isButton: Bool, _ c: ViewContext) -> HTML {
        let path = SettingsEntry.adeToken.path
        let isToDo = isButton || expiresAt == nil
        let href = c.href(isToDo && c.permits(.manageCertificate) ? "\(path)/edit" : path)
        let look: HTML? = isButton ? " class=\"btn primary\"" : nil
        return "<a\(look) href=\"\(href)\" aria-describedby=\"ade\">\(c(CertificateWords.setUp))</a>"
    }
}
