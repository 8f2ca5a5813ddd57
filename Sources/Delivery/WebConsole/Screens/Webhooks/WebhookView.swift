import Ports

/// One webhook: how it is, what it was sent, and everything that can be changed.
struct WebhookView: Page {
    let model: WebhookModel

    init(_ model: WebhookModel) { self.model = model }

    var help: ManualSection { .outward }
    var frame: PageFrame { .settings(.webhooks) }
    private var path: String { "\(SettingsEntry.webhooks.path)/\(model.id)" }

    func title(in c: ViewContext) -> String { model.host }

    func main(in c: ViewContext) -> HTML {
        """
        <div>
        \(Breadcrumbs.service(
            c, further: [(c(SettingsWords.webhooks), c.href(SettingsEntry.webhooks.path))], current: model.host))
        <div class="row"><h1>\(model.host)</h1> \(WebhookHealthBadge(health: model.health).html(in: c))</div>
        </div>
        \(model.message?.html(in: c))\(failing(c))\(overflowed(c))<section class="card stack">
        \(Rows([
            Rows.Row(c(WebhookWords.format), c(WebhookWords.name(of: model.format))),
            Rows.Row(c(WebhookWords.addedAt), c.time(model.createdAt)),
            Rows.Row(c(WebhookWords.addedBy), LoginName(model.createdBy).said(in: c)),
        ]).html)
        <div class="row">\(button("test", WebhookWords.test, look: "btn primary", c))\(
            model.health == .disabled
                ? button("enable", WebhookWords.enable, c) : button("disable", WebhookWords.disable, c))</div>
        </section>
        <section class="stack" aria-labelledby="deliveries">
        <div><h2 id="deliveries">\(c(WebhookWords.deliveries))</h2>
        <p class="note">\(c(WebhookWords.deliveriesNote))</p></div>
        \(model.deliveries.isEmpty ? "<div class=\"card\"><p>\(c(WebhookWords.noDeliveries))</p></div>" : grid(c))
        </section>
        <section class="card" aria-labelledby="edit">
        <h2 id="edit">\(c(WebhookWords.edit))</h2>
        <form class="stack" method="post" action="\(c.href(path))">\(c.csrfField)
        \(model.problem?.html(in: c))
        \(WebhookForm(input: model.input, format: model.format, isInvalid: model.problem != nil).html(in: c))
        <p><button class="btn primary" type="submit">\(c(WebhookWords.save))</button></p>
        </form>
        </section>
        <section class="card stack" aria-labelledby="delete">
        <h2 id="delete">\(c(WebhookWords.delete))</h2>
        <p class="note">\(c(WebhookWords.deleteNote))</p>
        \(button("delete", WebhookWords.delete, look: "btn danger", c))
        </section>
        """
    }

    private func failing(_ c: ViewContext) -> HTML? {
        guard model.health == .failing else { return nil }
        return Message(
            .refusal, c(WebhookWords.failingFact), meaning: c(WebhookWords.failingMeaning(model.failures)),
            nextStep: c(WebhookWords.failingStep)
        ).html(in: c)
    }

    private func overflowed(_ c: ViewContext) -> HTML? {
        guard model.overflowed > 0 else { return nil }
        return Message(
            .refusal, c(WebhookWords.overflowedFact(model.overflowed)), meaning: c(WebhookWords.overflowedMeaning),
            nextStep: c(WebhookWords.overflowedStep)
        ).html(in: c)
    }

    private func button(_ act: String, _ word: Text, look: String = "btn", _ c: ViewContext) -> HTML {
        """
        <form method="post" action="\(c.href("\(path)/\(act)"))">\(c.csrfField)\
        <button class="\(look)" type="submit">\(c(word))</button></form>
        """
    }

    private func grid(_ c: ViewContext) -> HTML {
        Grid(
            caption: c(WebhookWords.deliveries),
            columns: [
                Grid.Column(c(WebhookWords.time)), Grid.Column(c(WebhookWords.event)),
                Grid.Column(c(WebhookWords.state)), Grid.Column(c(WebhookWords.answer)),
                Grid.Column(c(WebhookWords.attempts), isOptional: true), Grid.Column(c(WebhookWords.act)),
            ],
            rows: model.deliveries.map { one in
                [
                    c.time(one.at), "\(c(WebhookWords.event(one.kind)))", state(of: one, c), answer(of: one, c),
                    "\(one.attempts)", again(one, c),
                ]
            }
        ).html
    }

    private func state(of one: WebhookModel.Delivery, _ c: ViewContext) -> HTML {
        switch one.state {
        case .delivered: return Badge(kind: .ok, icon: .ok, word: c(WebhookWords.delivered)).html
        case .givenUp: return Badge(kind: .bad, icon: .bad, word: c(WebhookWords.givenUp)).html
        case .waiting:
            guard one.attempts > 0 else {
                return Badge(kind: .plain, icon: .clock, word: c(WebhookWords.waiting)).html
            }
            let next: HTML? = one.nextAt.map {
                "<br><span class=\"key\">\(c(WebhookWords.next)): </span>\(c.time($0))"
            }
            return "\(Badge(kind: .bad, icon: .clock, word: c(WebhookWords.notDelivered)).html)\(next)"
        }
    }

    private func answer(of one: WebhookModel.Delivery, _ c: ViewContext) -> HTML {
        guard !one.answer.isEmpty || one.attempts > 0 else { return "" }
        guard one.status > 0 else { return "\(c(WebhookWords.failure(one.answer)))" }
        let body: HTML? = one.answer.isEmpty ? nil : "<br><span class=\"mono answer\">\(one.answer)</span>"
        return "\(one.status)\(body)"
    }

    private func again(_ one: WebhookModel.Delivery, _ c: ViewContext) -> HTML {
        guard one.canBeSentAgain else { return "" }
        return """
            <form method="post" action="\(c.href("\(path)/deliveries/\(one.id)/again"))">\(c.csrfField)\
            <button class="btn small" type="submit">\(c(WebhookWords.again))\
            <span class="vh">: \(c(WebhookWords.event(one.kind)))</span></button></form>
            """
    }
}
