import Administration

/// First run: one company, one 管理者.
struct SetUpView: Page {
    let model: SetUpModel

    init(_ model: SetUpModel) { self.model = model }

    var help: ManualSection { .setUp }
    var frame: PageFrame { .bare }

    func title(in c: ViewContext) -> String { c(SetUpWords.title) }

    func main(in c: ViewContext) -> HTML {
        """
        <div class="tight"><h1>\(c(SetUpWords.heading))</h1>
        <p class="note">\(c(SetUpWords.intro))</p></div>
        \(model.problem?.html(in: c))
        <form class="stack" method="post" action="\(model.action)">\(c.csrfField)
        \(company(c))
        \(administrator(c))
        <p class="note">\(c(SetUpWords.then))</p>
        <div class="actions"><button class="btn primary" type="submit">\(c(SetUpWords.create))</button></div>
        </form>
        """
    }

    private func company(_ c: ViewContext) -> HTML {
        """
        <section class="card stack" aria-labelledby="company">
        <h2 id="company">\(c(SetUpWords.companyHeading))</h2>
        \(Field(
            name: "code", label: c(SetUpWords.code), value: model.code,
            attributes: "\(Field.verbatim) autocomplete=\"off\" minlength=\"3\" maxlength=\"31\" pattern=\"[a-z0-9\\-]{3,31}\" required",
            hint: c(SetUpWords.codeHint), isInvalid: isWrong("code")
        ).html)\(Field(
            name: "name", label: c(SetUpWords.name), value: model.name,
            attributes: " autocomplete=\"organization\" maxlength=\"100\" required", isInvalid: isWrong("name")
        ).html)\(Choice(
            name: "language", label: c(SetUpWords.language),
            options: Language.allCases.map { ($0.rawValue, AuditFieldWords.name(of: $0)) },
            chosen: model.language.rawValue
        ).html)\(Field(
            name: "time_zone", label: c(SetUpWords.timeZone), value: model.timeZone,
            attributes: "\(Field.verbatim) autocomplete=\"off\" list=\"time-zones\" maxlength=\"64\" required",
            hint: c(SetUpWords.timeZoneHint), isInvalid: isWrong("time_zone")
        ).html)<datalist id="time-zones">\(model.timeZones.map { "<option value=\"\($0)\"></option>" as HTML })</datalist>
        \(Choice(
            name: "brand", label: c(SetUpWords.brand), options: model.brands.map { ($0.key, $0.productName) },
            chosen: model.brand
        ).html)</section>
        """
    }

    private func administrator(_ c: ViewContext) -> HTML {
        """
        <section class="card stack" aria-labelledby="administrator">
        <h2 id="administrator">\(c(SetUpWords.administratorHeading))</h2>
        \(Field(
            name: "login", label: c(LoginWords.login), value: model.login,
            attributes: "\(Field.verbatim) autocomplete=\"username\" maxlength=\"64\" required", isInvalid: isWrong("login")
        ).html)\(Field.password(
            "new", c(SetUpWords.password), isNew: true, hint: c(AccountWords.rule), isInvalid: isWrong("new")
        ).html)\(Field.password("again", c(SetUpWords.again), isNew: true, isInvalid: isWrong("again")).html)</section>
        """
    }

    private func isWrong(_ field: String) -> Bool { model.wrongFields.contains(field) }
}
