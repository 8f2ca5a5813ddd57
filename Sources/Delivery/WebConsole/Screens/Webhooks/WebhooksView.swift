/// Webhook: the list, and the form that adds one.
struct WebhooksView: Page {
    let model: WebhooksModel

    init(_ model: WebhooksModel) { self.model = model }

    var help: ManualSection { .outward }
    var frame: PageFrame { .settings(.webhooks) }

    func title(in c: ViewContext) -> String { c(SettingsWords.webhooks) }

    func main(in c: ViewContext) -> HTML {
        """
        <div>
        \(Breadcrumbs.service(c, current: title(in: c)))
        <h1>\(title(in: c))</h1>
        <p class="note">\(c(WebhookWords.note))</p>
        </div>
        \(model.message?.html(in: c))\(model.rows.isEmpty ? "<div class=\"card\"><p>\(c(WebhookWords.none))</p></div>" : grid(c))
        <section class="card" aria-labelledby="add">
        <h2 id="add">\(c(WebhookWords.add))</h2>
        <form class="stack" method="post" action="\(c.href(SettingsEntry.webhooks.path))">\(c.csrfField)
        \(model.problem?.html(in: c))
        \(WebhookForm(input: model.input, format: nil, isInvalid: model.problem != nil).html(in: c))
        <p class="note">\(c(WebhookWords.addNote))</p>
        <p><button class="btn primary" type="submit">\(c(WebhookWords.add))</button></p>
        </form>
        </section>
        """
    }

    private func grid(_ c: ViewContext) -> HTML {
        Grid(
            caption: title(in: c),
            columns: [
                Grid.Column(c(WebhookWords.receiver)), Grid.Column(c(WebhookWords.format)),
                Grid.Column(c(WebhookWords.state)),
            ],
            rows: model.rows.map { row in
                [
                    "<a href=\"\(c.href("\(SettingsEntry.webhooks.path)/\(row.id)"))\">\(row.host)</a>",
                    "\(c(WebhookWords.name(of: row.format)))", WebhookHealthBadge(health: row.health).html(in: c),
                ]
            }
        ).html
    }
}

struct WebhookHealthBadge {
    let health: WebhooksModel.Health

    func html(in c: ViewContext) -> HTML {
        switch health {
        case .working: Badge(kind: .ok, icon: .ok, word: c(WebhookWords.working)).html
        case .failing: Badge(kind: .bad, icon: .bad, word: c(WebhookWords.failing)).html
        case .disabled: Badge(kind: .plain, icon: .note, word: c(WebhookWords.disabled)).html
        }
    }
}

/// The new webhook's secret, once.
struct WebhookMadeView: Page {
    let model: WebhookMadeModel

    init(_ model: WebhookMadeModel) { self.model = model }

    var help: ManualSection { .outward }
    var frame: PageFrame { .settings(.webhooks) }

    func title(in c: ViewContext) -> String { c(WebhookWords.madeTitle) }

    func main(in c: ViewContext) -> HTML {
        """
        <div>
        \(Breadcrumbs.service(
            c, further: [(c(SettingsWords.webhooks), c.href(SettingsEntry.webhooks.path))], current: title(in: c)))
        <h1>\(title(in: c))</h1>
        </div>
        \(Message(.note, c(WebhookWords.madeOnce), nextStep: c(WebhookWords.madeOnceStep)).html(in: c))
        <section class="card stack">
        \(Rows([
            Rows.Row(c(WebhookWords.url), model.url, isCode: true),
            Rows.Row(c(WebhookWords.secret), "<span id=\"secret\">\(model.secret)</span>" as HTML, isCode: true),
        ]).html)
        <p class="row"><button class="btn" type="button" data-copy="secret" data-copied="\(c(EnrollWords.copied))" hidden>\
        \(c(EnrollWords.copy))</button>
        <a class="btn primary" href="\(c.href("\(SettingsEntry.webhooks.path)/\(model.id)"))">\(c(WebhookWords.toWebhook))</a></p>
        </section>
        """
    }
}
