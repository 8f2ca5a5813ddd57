import AutomatedEnrollment

/// The form: 1. public key, 2. Apple Business Manager, 3. token; in the order of the certificate's.
struct TokenEditView: Page {
    let model: TokenEditModel

    init(_ model: TokenEditModel) { self.model = model }

    var help: ManualSection { .adeToken }
    var frame: PageFrame { .settings(.adeToken) }

    private func path(_ c: ViewContext) -> String { c.href(SettingsEntry.adeToken.path) }

    func title(in c: ViewContext) -> String { "\(c(TokenWords.title)) \(c(CertificateEditWords.crumb))" }

    func main(in c: ViewContext) -> HTML {
        """
        <div>
        \(Breadcrumbs.service(
            c, further: [(c(TokenWords.title), path(c))], current: c(CertificateEditWords.crumb)))
        <h1>\(c(TokenWords.title))</h1>
        </div>
        \(model.refusal?.html(in: c))
        <div class="steps">
        \(publicKey(c))
        \(manager(c))
        \(upload(c))
        </div>
        """
    }

    private func publicKey(_ c: ViewContext) -> HTML {
        """
        <section class="step\(model.pendingSince == nil ? "" : " done")">
        <h2>\(c(TokenWords.step1))</h2>
        <div class="step-in">
        <p>\(c(TokenWords.step1Text))</p>
        \(model.downloadProblem?.html(in: c))\(buttons(c))
        </div>
        </section>
        """
    }

    private func buttons(_ c: ViewContext) -> HTML {
        let another: HTML? = model.pendingSince.map { since in
            """
            <p class="hint">\(c(TokenWords.pending(c.dateTime(since))))</p>
            <form class="row" method="post" action="\(path(c))/public-key/new">\(c.csrfField)\
            <button class="btn small" type="submit">\(c(TokenWords.newKey))</button> \
            <span class="hint">\(c(TokenWords.newKeyNote))</span></form>

            """
        }
        return """
            <form method="post" action="\(path(c))/public-key">\(c.csrfField)\
            <button class="btn" type="submit">\(Icon.download.html)\(c(CertificateEditWords.download))</button></form>
            \(another)
            """
    }

    private func manager(_ c: ViewContext) -> HTML {
        let same: HTML? = model.token.map { "<p>\(c(TokenWords.sameServer($0.consumerKey)))</p>\n" }
        return """
            <section class="step">
            <h2>\(c(TokenWords.step2))</h2>
            <div class="step-in">
            <p>\(c(TokenWords.step2Text))</p>
            <p class="big"><a class="bare" href="\(model.managerURL)" target="_blank" \
            rel="noopener">\(TokenWords.managerAddress)</a></p>
            \(same)<div class="note">
            <p>\(c(TokenWords.yearNote))</p>
            <p>\(c(TokenWords.formerNote))</p>
            </div>
            </div>
            </section>
            """
    }

    private func upload(_ c: ViewContext) -> HTML {
        let isRefused = refusedName != nil
        let hint = isRefused ? TokenWords.fileRefused : TokenWords.fileHint
        let invalid: HTML? = isRefused ? " aria-invalid=\"true\"" : nil
        return """
            <section class="step">
            <h2>\(c(TokenWords.step3))</h2>
            <form class="step-in" method="post" action="\(path(c))/edit" enctype="multipart/form-data">\(c.csrfField)\
            <input type="hidden" name="version" value="\(model.version)">
            <div class="field"><label for="token">\(c(TokenWords.step3Text))</label>
            <div class="file\(isRefused ? " invalid" : "")">\
            <span class="btn" aria-hidden="true">\(c(CertificateEditWords.choose))</span>\
            <span class="file-name" aria-hidden="true" data-file-name>\(c(CertificateEditWords.noFile))</span>\
            <input id="token" name="token" type="file" accept=".p7m" \
            aria-describedby="token-hint token-problem" data-limit="\(TokenFile.sizeLimitBytes)" \
            data-too-large="\(c(TokenWords.fileTooLarge))"\(invalid)></div>
            <p class="hint\(isRefused ? " bad" : "")" id="token-hint">\(refusedName)\(c(hint))</p>
            <p class="hint bad" id="token-problem" role="alert"></p></div>
            <div class="actions"><button class="btn primary" type="submit">\(c(FrameWords.save))</button> \
            <a class="btn" href="\(path(c))">\(c(FrameWords.cancel))</a></div>
            </form>
            </section>
            """
    }

    /// A browser does not keep the file of a refused form: its name says which one it was.
    private var refusedName: HTML? {
        guard model.refusal != nil, let name = model.fileName, !name.isEmpty else { return nil }
        return "<span class=\"mono\">\(name)</span>: "
    }
}
