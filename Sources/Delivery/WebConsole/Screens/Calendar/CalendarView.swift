/// カレンダー: the private address, and what the calendar holds.
struct CalendarView: Page {
    let model: CalendarModel

    init(_ model: CalendarModel) { self.model = model }

    var help: ManualSection { .outward }
    var frame: PageFrame { .settings(.calendar) }

    func title(in c: ViewContext) -> String { c(SettingsWords.calendar) }

    func main(in c: ViewContext) -> HTML {
        """
        <div>
        \(Breadcrumbs.service(c, current: title(in: c)))
        <h1>\(title(in: c))</h1>
        <p class="note">\(c(CalendarWords.note))</p>
        </div>
        \(model.message?.html(in: c))\(made(c))\(state(c))
        <section class="card" aria-labelledby="contains">
        <h2 id="contains">\(c(CalendarWords.contains))</h2>
        \(model.expiries.isEmpty ? "<p>\(c(CalendarWords.nothing))</p>" : list(c))
        <p class="note">\(c(CalendarWords.noSecrets))</p>
        </section>
        """
    }

    private func made(_ c: ViewContext) -> HTML? {
        guard let address = model.address else { return nil }
        return """
            \(Message(.note, c(CalendarWords.madeOnce), nextStep: c(CalendarWords.madeOnceStep)).html(in: c))
            <section class="card" aria-labelledby="address">
            <h2 id="address">\(c(CalendarWords.address))</h2>
            \(Rows([
                Rows.Row(c(CalendarWords.addressJapanese), line(address + "?lang=ja", "address-ja", c), isCode: true),
                Rows.Row(c(CalendarWords.addressEnglish), line(address + "?lang=en", "address-en", c), isCode: true),
            ]).html)
            </section>

            """
    }

    private func line(_ address: String, _ id: StaticString, _ c: ViewContext) -> HTML {
        """
        <span id="\(id.description)">\(address)</span>
        <button class="btn small" type="button" data-copy="\(id.description)" data-copied="\(c(EnrollWords.copied))" hidden>\(c(EnrollWords.copy))</button>
        """
    }

    private func state(_ c: ViewContext) -> HTML {
        guard let madeAt = model.madeAt else {
            return """
                <section class="card"><p>\(c(CalendarWords.none))</p>
                \(form("make", c(CalendarWords.make), look: "btn primary", c))
                </section>
                """
        }
        return """
            <section class="card stack"><p>\(c(CalendarWords.exists))</p>
            \(Rows([
                Rows.Row(c(CalendarWords.madeAt), c.time(madeAt)),
                Rows.Row(c(CalendarWords.madeBy), LoginName(model.madeBy).said(in: c)),
            ]).html)
            <p class="note">\(c(CalendarWords.makeAnewNote))</p>
            <div class="row">\(form("make", c(CalendarWords.makeAnew), look: "btn", c))\(form("revoke", c(CalendarWords.revoke), look: "btn", c))</div>
            </section>
            """
    }

    private func form(_ act: String, _ word: String, look: String, _ c: ViewContext) -> HTML {
        """
        <form method="post" action="\(c.href("\(SettingsEntry.calendar.path)/\(act)"))">\(c.csrfField)\
        <button class="\(look)" type="submit">\(word)</button></form>
        """
    }

    private func list(_ c: ViewContext) -> HTML {
        Rows(model.expiries.map { Rows.Row(c(CalendarWords.name(of: $0.kind)), c.timeOfDay($0.notAfter)) }).html
    }
}
