import Administration

/// The page behind a one-time link.
struct SetPasswordView: Page {
    let model: SetPasswordModel

    init(_ model: SetPasswordModel) { self.model = model }

    var help: ManualSection { .account }
    var frame: PageFrame { .login }

    func title(in c: ViewContext) -> String { c(AccountWords.setTitle) }

    func main(in c: ViewContext) -> HTML {
        """
        <form class="card" method="post" action="\(model.action)">
        <div class="tight"><p class="key">\(c.brand.productName)</p>
        <h1>\(c(AccountWords.setTitle))</h1></div>
        \(model.problem?.html(in: c))\(c.csrfField)
        \(Rows([
            Rows.Row(c(AccountWords.companyName), model.companyName), Rows.Row(c(LoginWords.login), model.login),
        ]).html)
        <input class="vh" type="text" name="username" value="\(model.login)" autocomplete="username" tabindex="-1" \
        aria-hidden="true" readonly>
        \(Field.password(
            "new", c(AccountWords.new), isNew: true, hint: c(AccountWords.rule), isInvalid: model.problem != nil
        ).html)\(Field.password("again", c(AccountWords.again), isNew: true, isInvalid: model.problem != nil).html)\
        <button class="btn primary" type="submit">\(c(AccountWords.set))</button>
        <p class="hint">\(c(AccountWords.linkOnce))</p>
        </form>
        """
    }
}
