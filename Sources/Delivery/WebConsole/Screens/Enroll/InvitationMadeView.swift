/// The new invitation: link, QR code and 認証コード, once.
struct InvitationMadeView: Page {
    let model: InvitationMadeModel

    init(_ model: InvitationMadeModel) { self.model = model }

    var help: ManualSection { .enroll }

    func title(in c: ViewContext) -> String { c(EnrollWords.madeTitle) }

    func main(in c: ViewContext) -> HTML {
        """
        <div>
        \(Breadcrumbs(
            links: [(c(FrameWords.devices), c.href("devices")), (c(EnrollWords.title), c.href("devices/enroll"))],
            current: c(EnrollWords.madeTitle)
        ).html(in: c))
        <h1>\(c(EnrollWords.madeTitle))</h1>
        </div>
        \(Message(.note, c(EnrollWords.madeOnce), nextStep: c(EnrollWords.madeOnceStep)).html(in: c))
        <section class="card" aria-labelledby="by-link">
        <h2 id="by-link">\(c(EnrollWords.link))</h2>
        <div class="invitation">
        <div class="stack">
        \(Rows([
            Rows.Row(c(EnrollWords.recipient), "\(model.name) (\(c(EnrollWords.name(of: model.recipient))))"),
            Rows.Row(c(EnrollWords.uses), "\(model.usesAllowed)"),
            Rows.Row(c(EnrollWords.expires), c.time(model.expiresAt)),
            Rows.Row(c(EnrollWords.link), "<span id=\"link\">\(model.link)</span>" as HTML, isCode: true),
        ]).html)
        <p class="row"><button class="btn" type="button" data-copy="link" data-copied="\(c(EnrollWords.copied))" hidden>\
        \(c(EnrollWords.copy))</button></p>
        </div>
        \(qr(c))</div>
        </section>
        <section class="card" aria-labelledby="by-code">
        <h2 id="by-code">\(c(EnrollWords.codeHeading))</h2>
        <p class="note">\(c(EnrollWords.codeNote))</p>
        \(Rows([
            Rows.Row(c(EnrollWords.codeAddress), model.codeAddress, isCode: true),
            Rows.Row(c(LoginWords.company), c.company?.code ?? "", isCode: true),
            Rows.Row(c(EnrollWords.code), "<b class=\"pin\">\(model.code)</b>" as HTML, isCode: true),
        ]).html)
        </section>
        <p><a class="btn" href="\(c.href("devices/enroll"))">\(c(EnrollWords.back))</a></p>
        """
    }

    /// Nil for a link longer than a code can hold, which ours never is.
    private func qr(_ c: ViewContext) -> HTML? {
        guard let code = QRCode(model.link) else { return nil }
        return """
            <figure class="qr">\(QRDrawing(code: code).svg(label: c(EnrollWords.qrDescription)))
            <figcaption class="note">\(c(EnrollWords.qrNote))</figcaption></figure>

            """
    }
}
