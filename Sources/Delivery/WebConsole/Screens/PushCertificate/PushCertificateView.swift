import Administration

/// The certificate as it is: message, rows, year line, what was deleted, history, ledger.
struct PushCertificateView: Page {
    let model: PushCertificateModel

    init(_ model: PushCertificateModel) { self.model = model }

    var help: ManualSection { .certificate }
    var frame: PageFrame { .settings(.pushCertificate) }

    func title(in c: ViewContext) -> String { c(CertificateWords.title) }

    func main(in c: ViewContext) -> HTML {
        """
        <div>
        \(Breadcrumbs.service(c, current: c(CertificateWords.title)))
        <div class="row spread"><h1>\(c(CertificateWords.title))</h1>\(buttons(c))</div>
        </div>
        \(model.message?.html(in: c))\(standing(c)?.html(in: c))
        <section class="card\(figure(c)?.cardClass)" aria-label="\(c(CertificatePageWords.registered))">
        \(model.certificate.map { YearLine($0, id: "year", in: c).html(in: c) })
        \(rows(c))
        </section>
        \(model.wire.map { WireCard(wire: $0).html(in: c) })\(DeletedCertificateCard(model: model).html(in: c))\(HistoryTable(rows: model.history).html(in: c))\
        \(ledger(c))
        """
    }

    private func buttons(_ c: ViewContext) -> HTML? {
        guard c.permits(.manageCertificate) else { return nil }
        let path = c.href(SettingsEntry.pushCertificate.path)
        let delete: HTML? =
            model.certificate == nil
            ? nil : "<a class=\"btn danger\" href=\"\(path)/delete\">\(c(CertificateWords.delete))</a>"
        return """
            <div class="row"><a class="btn" href="\(path)/edit">\(c(CertificateWords.edit))</a> \(delete)</div>
            """
    }

    private func figure(_ c: ViewContext) -> DaysFigure? {
        model.certificate.map { DaysFigure(notAfter: $0.notAfter, in: c) }
    }

    /// What follows from the state; quiet while all is well or when an act has just been reported.
    private func standing(_ c: ViewContext) -> Message? {
        if let certificate = model.certificate {
            return figure(c)?.message(for: certificate, census: model.census, in: c)
        }
        guard model.deleted == nil, model.message == nil else { return nil }
        return Message(
            .note, c(CertificateStateWords.none), meaning: c(CertificateStateWords.noneMeaning),
            nextStep: c(
                c.permits(.manageCertificate)
                    ? CertificateStateWords.noneStep : CertificateStateWords.noneStepForViewer))
    }

    private func rows(_ c: ViewContext) -> HTML {
        Rows([
            Rows.Row(c(CertificateWords.certificate), validity(c)),
            Rows.Row(c(CertificateWords.topic), model.certificate?.topic ?? "", isCode: true),
            Rows.Row(c(CertificateWords.appleID), model.appleID),
            Rows.Row(c(CertificateWords.notes), lines(model.notes)),
        ]).html
    }

    private func validity(_ c: ViewContext) -> String {
        if let certificate = model.certificate {
            let instant = c.dateTime(certificate.notAfter)
            let isExpired = c.now >= certificate.notAfter
            return c(isExpired ? CertificateWords.expiredAt(instant) : CertificateWords.validUntil(instant))
        }
        if let deleted = model.deleted { return c(CertificateWords.deletedAt(c.dateTime(deleted.deletedAt))) }
        return c(CertificateWords.notRegistered)
    }

    /// Line breaks of a note stay.
    private func lines(_ text: String) -> HTML {
        HTML.joined(text.split(separator: /\r\n|\r|\n/).map { "\(String($0))" }, by: "<br>")
    }

    private func ledger(_ c: ViewContext) -> HTML? {
        guard c.permits(.manageCertificate) else { return nil }
        return "\(RequestLedger(rows: model.requests).html(in: c))\(VendorCard(vendor: model.vendor).html(in: c))"
    }
}
