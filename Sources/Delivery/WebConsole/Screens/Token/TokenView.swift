import Administration

/// The token as it is: message, year line, rows, history.
struct TokenView: Page {
    let model: TokenModel

    init(_ model: TokenModel) { self.model = model }

    var help: ManualSection { .adeToken }
    var frame: PageFrame { .settings(.adeToken) }

    func title(in c: ViewContext) -> String { c(TokenWords.title) }

    func main(in c: ViewContext) -> HTML {
        """
        <div>
        \(Breadcrumbs.service(c, current: c(TokenWords.title)))
        <div class="row spread"><h1>\(c(TokenWords.title))</h1>\(buttons(c))</div>
        </div>
        \(model.message?.html(in: c))\(standing(c)?.html(in: c))\(model.trouble?.html(in: c))
        <section class="card\(figure(c)?.cardClass)" aria-label="\(c(TokenWords.registered))">
        \(model.token.map { YearLine($0.asCertificate, id: "year", in: c).html(in: c) })
        \(rows(c))
        </section>
        \(TokenHistory(rows: model.history).html(in: c))
        """
    }

    private func buttons(_ c: ViewContext) -> HTML? {
        guard c.permits(.manageCertificate) else { return nil }
        let path = c.href(SettingsEntry.adeToken.path)
        let delete: HTML? =
            model.token == nil ? nil : "<a class=\"btn danger\" href=\"\(path)/delete\">\(c(TokenWords.delete))</a>"
        return """
            <div class="row"><a class="btn" href="\(path)/edit">\(c(CertificateWords.edit))</a> \(delete)</div>
            """
    }

    private func figure(_ c: ViewContext) -> DaysFigure? {
        model.token.map { DaysFigure(notAfter: $0.expiresAt, in: c) }
    }

    /// What follows from the state; quiet while all is well or when an act has just been reported.
    private func standing(_ c: ViewContext) -> Message? {
        guard let token = model.token, let figure = figure(c) else {
            guard model.message == nil else { return nil }
            let step = c.permits(.manageCertificate) ? TokenWords.noneStep : CertificateStateWords.noneStepForViewer
            return Message(.note, c(TokenWords.none), meaning: c(TokenWords.noneMeaning), nextStep: c(step))
        }
        guard figure.isRed else { return nil }
        let fact =
            figure.isExpired ? TokenWords.expired(c.dateTime(token.expiresAt)) : TokenWords.renew(figure.days)
        return Message(
            figure.isExpired ? .refusal : .warning, c(fact), meaning: c(TokenWords.renewMeaning),
            nextStep: c(TokenWords.renewStep))
    }

    private func rows(_ c: ViewContext) -> HTML {
        Rows([
            Rows.Row(c(TokenWords.token), validity(c)),
            Rows.Row(c(TokenWords.consumerKey), model.token?.consumerKey ?? "", isCode: true),
            Rows.Row(c(TokenWords.server), model.account.serverName),
            Rows.Row(c(TokenWords.organization), model.account.organization),
            Rows.Row(c(TokenDeviceWords.count), devices(c)),
            Rows.Row(c(TokenDeviceWords.profileTitle), model.account.profileName ?? c(TokenDeviceWords.noProfile)),
            Rows.Row(
                c(TokenDeviceWords.lastFetch),
                model.account.checkedAt.map { c.time($0) } ?? "\(c(TokenDeviceWords.never))"
            ),
        ]).html
    }

    private func devices(_ c: ViewContext) -> HTML {
        guard model.token != nil else { return "" }
        return """
            <a href="\(c.href(SettingsEntry.adeToken.path))/devices">\(c(TokenDeviceWords.open))</a>: \
            \(c(TokenDeviceWords.counted(model.account.devices, model.account.assigned)))
            """
    }

    private func validity(_ c: ViewContext) -> String {
        guard let token = model.token else { return c(CertificateWords.notRegistered) }
        let instant = c.dateTime(token.expiresAt)
        return c(
            c.now >= token.expiresAt ? CertificateWords.expiredAt(instant) : CertificateWords.validUntil(instant))
    }
}

extension TokenModel.Face {
    /// For the year line, which is drawn alike for everything that lives a year.
    var asCertificate: CertificateFace {
        CertificateFace(
            topic: "", serialNumber: "", notAfter: expiresAt, registeredAt: registeredAt, isRenewal: isRenewal)
    }
}

/// Every token that was registered, newest first.
struct TokenHistory {
    let rows: [TokenModel.HistoryRow]

    func html(in c: ViewContext) -> HTML? {
        guard !rows.isEmpty else { return nil }
        let grid = Grid(
            caption: c(CertificatePageWords.history),
            columns: [
                Grid.Column(c(CertificatePageWords.registeredAt)), Grid.Column(c(CertificateWords.expires)),
                Grid.Column(c(TokenWords.consumerKey), isOptional: true),
                Grid.Column(c(CertificatePageWords.registeredBy)), Grid.Column(c(CertificatePageWords.state)),
            ],
            rows: rows.map { row in
                [
                    c.time(row.registeredAt), c.time(row.expiresAt), "<span class=\"mono\">\(row.consumerKey)</span>",
                    "\(LoginName(row.registeredBy).said(in: c))", state(row.state, c),
                ]
            })
        return """
            <section aria-labelledby="history">
            <div class="head"><h2 id="history">\(c(CertificatePageWords.history))</h2> \
            <p class="note">\(c(TokenWords.historyNote))</p></div>
            \(grid.html)
            </section>

            """
    }

    private func state(_ state: TokenModel.HistoryRow.State, _ c: ViewContext) -> HTML {
        switch state {
        case .active: Badge(kind: .ok, icon: .ok, word: c(CertificatePageWords.active)).html
        case .expired: Badge(kind: .bad, icon: .bad, word: c(CertificateWords.expiredBadge)).html
        case .retired: Badge(kind: .plain, icon: .clock, word: c(TokenWords.retired)).html
        case .deleted(let at):
            "\(Badge(kind: .plain, icon: .bad, word: c(CertificatePageWords.deleted)).html) \(c.timeOfDay(at))"
        }
    }
}

/// The question before deleting, drawn over the token's page. OK posts to `…/ade-token/delete`.
struct TokenDeleteView: Page {
    let model: TokenModel

    init(_ model: TokenModel) { self.model = model }

    var help: ManualSection { .adeToken }
    var frame: PageFrame { .settings(.adeToken) }

    func title(in c: ViewContext) -> String { c(TokenWords.deleteHeading) }

    func main(in c: ViewContext) -> HTML { TokenView(model).main(in: c) }

    func dialog(in c: ViewContext) -> HTML? {
        let path = c.href(SettingsEntry.adeToken.path)
        return """

            <div class="scrim">
            <dialog class="dialog" open role="alertdialog" aria-modal="true" aria-labelledby="question" \
            aria-describedby="question-why">
            <h2 id="question">\(c(TokenWords.deleteHeading))</h2>
            <p id="question-why">\(c(TokenWords.deleteMeaning))</p>
            \(Rows([Rows.Row(c(TokenWords.consumerKey), model.token?.consumerKey ?? "", isCode: true)]).html)
            <p class="note">\(c(TokenWords.deleteNote))</p>
            <form class="actions" method="post" action="\(path)/delete">\(c.csrfField)\
            <input type="hidden" name="version" value="\(model.version)">\
            <a class="btn" href="\(path)" data-cancel autofocus>\(c(FrameWords.cancel))</a> \
            <button class="btn danger solid" type="submit">\(c(CertificateDeleteWords.ok))</button></form>
            </dialog>
            </div>
            """
    }
}
