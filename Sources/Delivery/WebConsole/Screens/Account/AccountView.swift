import Administration
import Problems

/// 自分の設定: language, password, log out.
struct AccountView: Page {
    let model: AccountModel

    init(_ model: AccountModel) { self.model = model }

    var help: ManualSection { .account }

    func title(in c: ViewContext) -> String { c(AccountWords.title) }

    func main(in c: ViewContext) -> HTML {
        """
        <h1>\(c(AccountWords.title))</h1>
        \(model.message?.html(in: c))
        <section class="card" aria-label="\(c(AccountWords.title))">
        \(Rows([
            Rows.Row(c(AccountWords.companyName), c.company?.name ?? ""),
            Rows.Row(c(LoginWords.login), c.user?.login ?? ""),
            Rows.Row(c(AccountWords.role), c.user.map { c($0.role.name) } ?? ""),
        ]).html)
        </section>
        \(language(c))
        \(mail(c))
        \(password(c))
        <form method="post" action="\(c.href("logout"))">\(c.csrfField)\
        <button class="btn" type="submit">\(c(FrameWords.logOut))</button></form>
        """
    }

    private func language(_ c: ViewContext) -> HTML {
        let options = Language.allCases.map { ($0.rawValue, AuditFieldWords.name(of: $0)) }
        let choice = Choice(
            name: "language", label: c(AccountWords.language), options: options,
            chosen: (model.language ?? c.language).rawValue)
        return """
            <section class="card" aria-labelledby="language-heading">
            <h2 id="language-heading">\(c(AccountWords.language))</h2>
            <form class="stack" method="post" action="\(c.href("account/language"))">\(c.csrfField)
            \(choice.html)<p><button class="btn" type="submit">\(c(AccountWords.saveLanguage))</button></p>
            </form>
            </section>
            """
    }

    private func mail(_ c: ViewContext) -> HTML {
        """
        <section class="card" aria-labelledby="mail-heading">
        <h2 id="mail-heading">\(c(AccountWords.mailHeading))</h2>
        <form class="stack" method="post" action="\(c.href("account/mail"))">\(c.csrfField)
        \(model.mailProblem?.html(in: c))
        \(Field(
            name: "address", label: c(NotificationWords.addressOfPerson), value: model.mailAddress, kind: "email",
            attributes: " autocomplete=\"email\" maxlength=\"254\"", hint: c(AccountWords.mailHint),
            isInvalid: model.mailProblem != nil
        ).html)<p><button class="btn" type="submit">\(c(AccountWords.saveMail))</button></p>
        </form>
        </section>
        """
    }

    private func password(_ c: ViewContext) -> HTML {
        let isInvalid = model.passwordProblem != nil
        return """
            <section class="card" aria-labelledby="password-heading">
            <h2 id="password-heading">\(c(AccountWords.passwordHeading))</h2>
            <form class="stack" method="post" action="\(c.href("account/password"))">\(c.csrfField)
            \(model.passwordProblem?.html(in: c))
            <input class="vh" type="text" name="username" value="\(c.user?.login ?? "")" autocomplete="username" \
            tabindex="-1" aria-hidden="true" readonly>
            \(Field.password("current", c(AccountWords.current), isNew: false, isInvalid: isInvalid).html)\
            \(Field.password("new", c(AccountWords.new), isNew: true, hint: c(AccountWords.rule), isInvalid: isInvalid).html)\
            \(Field.password("again", c(AccountWords.again), isNew: true, isInvalid: isInvalid).html)\
            <p class="row"><button class="btn" type="submit">\(c(AccountWords.change))</button> \
            <span class="note">\(c(AccountWords.changeNote))</span></p>
            </form>
            </section>
            """
    }
}
