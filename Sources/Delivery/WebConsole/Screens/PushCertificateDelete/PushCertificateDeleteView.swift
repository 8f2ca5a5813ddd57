/// The question, drawn over the certificate's page.
struct PushCertificateDeleteView: Page {
    let model: PushCertificateDeleteModel

    init(_ model: PushCertificateDeleteModel) { self.model = model }

    var help: ManualSection { .delete }
    var frame: PageFrame { .settings(.pushCertificate) }

    func title(in c: ViewContext) -> String { c(CertificateDeleteWords.heading) }

    func main(in c: ViewContext) -> HTML { PushCertificateView(model.page).main(in: c) }

    func dialog(in c: ViewContext) -> HTML? {
        let path = c.href(SettingsEntry.pushCertificate.path)
        return """

            <div class="scrim">
            <dialog class="dialog" open role="alertdialog" aria-modal="true" aria-labelledby="question" \
            aria-describedby="question-why">
            <h2 id="question">\(c(CertificateDeleteWords.heading))</h2>
            <p id="question-why">\(c(CertificateDeleteWords.meaning))</p>
            \(rows(c))
            <p class="note">\(c(CertificateDeleteWords.note))</p>
            <form class="actions" method="post" action="\(path)/delete">\(c.csrfField)\
            <input type="hidden" name="version" value="\(model.page.version)">\
            <a class="btn" href="\(path)" data-cancel autofocus>\(c(FrameWords.cancel))</a> \
            <button class="btn danger solid" type="submit">\(c(CertificateDeleteWords.ok))</button></form>
            </dialog>
            </div>
            """
    }

    private func rows(_ c: ViewContext) -> HTML {
        let certificate = model.page.certificate
        return Rows([
            Rows.Row(c(CertificateWords.topic), certificate?.topic ?? "", isCode: true),
            Rows.Row(c(CertificateDeleteWords.daysLeft), certificate.map { left($0, c) } ?? ""),
            Rows.Row(
                c(CertificateDeleteWords.devices), "<b>\(c(CertificateWords.devices(model.deviceCount)))</b>" as HTML),
        ]).html
    }

    private func left(_ certificate: CertificateFace, _ c: ViewContext) -> String {
        guard c.now < certificate.notAfter else {
            return c(CertificateWords.expiredAt(c.dateTime(certificate.notAfter)))
        }
        return c(CertificateWords.plainDaysLeft(c.daysLeft(until: certificate.notAfter)))
    }
}
