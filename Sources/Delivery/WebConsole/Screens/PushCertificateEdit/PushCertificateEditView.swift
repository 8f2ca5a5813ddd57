/// The form of the manual: 1. request, 2. Apple, 3. registration.
struct PushCertificateEditView: Page {
    let model: PushCertificateEditModel

    init(_ model: PushCertificateEditModel) { self.model = model }

    var help: ManualSection { model.certificate == nil ? .register : .renew }
    var frame: PageFrame { .settings(.pushCertificate) }

    func title(in c: ViewContext) -> String { "\(c(CertificateWords.title)) \(c(CertificateEditWords.crumb))" }

    func main(in c: ViewContext) -> HTML {
        """
        <div>
        \(Breadcrumbs.service(
            c, further: [(c(CertificateWords.title), c.href(SettingsEntry.pushCertificate.path))],
            current: c(CertificateEditWords.crumb)))
        <h1>\(c(CertificateWords.title))</h1>
        </div>
        \(conflict(c))\(model.refusal?.html(in: c))\(comparison(c))\(deletedTopic(c))\(signpost(c))
        <div class="steps">
        \(RequestStep(model: model).html(in: c))
        \(portal(c))
        \(UploadStep(model: model).html(in: c))
        </div>
        """
    }

    private func conflict(_ c: ViewContext) -> HTML? {
        guard let conflict = model.conflict else { return nil }
        let words = CertificateEditWords.conflict(
            LoginName(conflict.changedBy).said(in: c), c.dateTime(conflict.changedAt))
        let look: HTML = """
            <p><a href="\(c.href(SettingsEntry.pushCertificate.path))">\(c(CertificateEditWords.conflictLook))</a></p>

            """
        return Message(
            .refusal, c(words), meaning: c(CertificateEditWords.conflictMeaning),
            nextStep: c(CertificateEditWords.conflictStep)
        ).html(in: c, more: look)
    }

    private func comparison(_ c: ViewContext) -> HTML? {
        model.comparison.map { TopicTies(comparison: $0, model: model).html(in: c) }
    }

    private func deletedTopic(_ c: ViewContext) -> HTML? {
        guard let deleted = model.deletedTopic, deleted.deviceCount > 0 else { return nil }
        let step = deleted.restorableUntil.map { c(CertificateEditWords.restoreInstead(c.date($0))) } ?? ""
        return Message(
            .warning, c(CertificateEditWords.devicesStillListen(deleted.deviceCount)),
            meaning: c(CertificateEditWords.devicesStillListenMeaning), nextStep: step
        ).html(in: c, more: deleted.restorableUntil.map { _ in RestoreForm(version: model.version).html(in: c) })
    }

    /// The row to choose at Apple's; the comparison of topics says the same at length.
    private func signpost(_ c: ViewContext) -> HTML? {
        guard model.comparison == nil else { return nil }
        guard let certificate = model.certificate else {
            return "<div class=\"card\"><p>\(c(CertificateEditWords.createRow))</p></div>\n"
        }
        return """
            <section class="card signpost" aria-label="\(c(CertificateEditWords.signpost))">
            <p class="key">\(c(CertificateWords.topic))</p>
            <p class="mono">\(certificate.topic)</p>
            <p>\(c(CertificateEditWords.renewRow))</p>
            </section>
            """
    }

    private func portal(_ c: ViewContext) -> HTML {
        let account: HTML? =
            model.appleID.isEmpty ? nil : "<p>\(c(CertificateEditWords.account(model.appleID)))</p>\n"
        return """
            <section class="step\(model.comparison == nil ? "" : " done")">
            <h2>\(c(CertificateEditWords.step2))</h2>
            <div class="step-in">
            <p>\(c(CertificateEditWords.step2Text))</p>
            <p class="big">\(PortalLink(href: model.portalURL).html)</p>
            \(account)<div class="note">
            <p>\(c(CertificateEditWords.browserNote))</p>
            <p>\(c(CertificateEditWords.yearNote))</p>
            </div>
            </div>
            </section>
            """
    }
}

/// The link to Apple's site; its text stays, wherever a Lab lets it lead.
struct PortalLink {
    let href: String

    var html: HTML {
        """
        <a class="bare" href="\(href)" target="_blank" rel="noopener">\(CertificateEditWords.portalAddress)</a>
        """
    }
}
