import Administration

/// Card Apple Push証明書登録 in each of its states: what is the case, and what follows.
struct CertificateCard {
    let model: DashboardModel

    func html(in c: ViewContext) -> HTML {
        if let certificate = model.certificate { return registered(certificate, c) }
        if let deleted = model.deleted { return self.deleted(deleted, c) }
        return none(c)
    }

    private func registered(_ certificate: CertificateFace, _ c: ViewContext) -> HTML {
        let figure = DaysFigure(notAfter: certificate.notAfter, in: c)
        let follows = figure.message(for: certificate, census: model.census, in: c).map { message -> HTML in
            "<p>\(c.paragraph([message.meaning, message.nextStep]))</p>"
        }
        return """
            <section class="card\(figure.cardClass)" aria-labelledby="push">
            <div class="hero">
            <div class="figure">
            <h2 id="push">\(c(CertificateWords.cardTitle))</h2>
            \(figure.figure(in: c))
            <p>\(c(CertificateWords.expires)): \(c.timeOfDay(certificate.notAfter)) \(figure.badge(in: c))</p>
            <p>\(setUp(isButton: figure.isRed, editing: figure.isRed, c))</p>
            </div>
            <div class="tight">
            \(YearLine(certificate, id: "push", in: c).html(in: c))
            \(HangingDevices(census: model.census).html(in: c))
            \(follows)</div>
            </div>
            </section>
            """
    }

    private func none(_ c: ViewContext) -> HTML {
        """
        <section class="card empty" aria-labelledby="push">
        \(Self.openLoop)
        <h2 id="push">\(c(CertificateWords.cardTitle))</h2>
        <p><strong>\(c(CertificateStateWords.none))</strong></p>
        <p>\(c(CertificateStateWords.noneMeaning))</p>
        <p>\(setUp(isButton: true, editing: true, c))</p>
        </section>
        """
    }

    private func deleted(_ deleted: DeletedCertificateFace, _ c: ViewContext) -> HTML {
        """
        <section class="card empty" aria-labelledby="push">
        \(Self.openLoop)
        <h2 id="push">\(c(CertificateWords.cardTitle))</h2>
        <p><strong>\(c(CertificateStateWords.deleted))</strong> \
        \(Badge(kind: .bad, icon: .bad, word: c(CertificateWords.deletedBadge)).html)</p>
        <p>\(c.paragraph([c(CertificateStateWords.deletedMeaning(model.census.onTopic)), c(nextStep(deleted, c))]))</p>
        <p>\(setUp(isButton: true, editing: false, c))</p>
        </section>
        """
    }

    private func nextStep(_ deleted: DeletedCertificateFace, _ c: ViewContext) -> Text {
        switch deleted.restoration {
        case .until(let date):
            CertificateStateWords.restorableUntil(c.date(date), mayManage: c.permits(.manageCertificate))
        case .anotherTopicRegistered, .over: CertificateStateWords.notRestorableStep
        }
    }

    /// 設定する: to the form when something is to be done and the person may, else to the view page.
    private func setUp(isButton: Bool, editing: Bool, _ c: ViewContext) -> HTML {
        let path = SettingsEntry.pushCertificate.path
        let href = c.href(editing && c.permits(.manageCertificate) ? "\(path)/edit" : path)
        let look: HTML? = isButton ? " class=\"btn primary\"" : nil
        return "<a\(look) href=\"\(href)\" aria-describedby=\"push\">\(c(CertificateWords.setUp))</a>"
    }

    static let openLoop: HTML = """
        <svg aria-hidden="true" viewBox="0 0 112 40"><path class="cord open" \
        d="M2 38H32C61 38 77 25 71 12C64 0 48 0 41 12C35 25 51 38 80 38H110"/></svg>
        """
}
