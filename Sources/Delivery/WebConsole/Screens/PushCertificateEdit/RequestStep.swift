/// Step 1: the signed request. Both buttons post, for they make keys and log entries.
struct RequestStep {
    let model: PushCertificateEditModel

    func html(in c: ViewContext) -> HTML {
        """
        <section class="step\(model.pendingSince == nil ? "" : " done")">
        <h2>\(c(CertificateEditWords.step1))</h2>
        <div class="step-in">
        <p>\(c(CertificateEditWords.step1Text))</p>
        \(model.downloadProblem.map { $0.html(in: c) } ?? buttons(c))
        </div>
        </section>
        """
    }

    private func buttons(_ c: ViewContext) -> HTML {
        let path = c.href("\(SettingsEntry.pushCertificate.path)/request")
        let another: HTML? = model.pendingSince.map { since in
            """
            <p class="hint">\(c(CertificateEditWords.pending(c.dateTime(since))))</p>
            <form class="row" method="post" action="\(path)/new">\(c.csrfField)\
            <button class="btn small" type="submit">\(c(CertificateEditWords.newRequest))</button> \
            <span class="hint">\(c(CertificateEditWords.newRequestNote))</span></form>

            """
        }
        return """
            <form method="post" action="\(path)">\(c.csrfField)\
            <button class="btn" type="submit">\(Icon.download.html)\(c(CertificateEditWords.download))</button></form>
            \(another)
            """
    }
}
