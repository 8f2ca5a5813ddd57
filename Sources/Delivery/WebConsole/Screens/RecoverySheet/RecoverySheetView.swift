/// The master key on paper.
struct RecoverySheetView: Page {
    let model: RecoverySheetModel

    init(_ model: RecoverySheetModel) { self.model = model }

    var help: ManualSection { .setUp }
    var frame: PageFrame { .bare }

    func title(in c: ViewContext) -> String { c(SetUpWords.sheetTitle) }

    func main(in c: ViewContext) -> HTML {
        """
        <h1>\(c(SetUpWords.sheetTitle))</h1>
        <div class="no-print">\(Message(
            .warning, c(SetUpWords.sheetOnce), meaning: c(SetUpWords.sheetSecret), nextStep: c(SetUpWords.howToPrint)
        ).html(in: c))</div>
        <section class="card sheet" aria-label="\(c(SetUpWords.sheetTitle))">
        <p>\(c(SetUpWords.sheetIntro))</p>
        <p class="key" id="master-key">\(c(SetUpWords.masterKey))</p>
        <ol class="groups mono" aria-labelledby="master-key">
        \(model.groups.map { "<li>\($0)</li>\n" as HTML })</ol>
        <p class="note">\(c(SetUpWords.checksum))</p>
        \(Rows([
            Rows.Row(c(SetUpWords.installation), model.installationID, isCode: true),
            Rows.Row(c(SetUpWords.madeAt), c.time(model.createdAt)),
            Rows.Row(c(SetUpWords.storedBy), ""),
        ]).html)
        </section>
        <form class="stack no-print" method="post" action="\(model.action)">\(c.csrfField)
        \(confirmation(c))
        <div class="actions"><button class="btn primary" type="submit">\(c(SetUpWords.finish))</button></div>
        </form>
        """
    }

    private func confirmation(_ c: ViewContext) -> HTML {
        let isMissing = model.isConfirmationMissing
        let invalid: HTML? = isMissing ? " aria-invalid=\"true\" aria-describedby=\"stored-hint\"" : nil
        let hint: HTML? =
            isMissing
            ? "<p class=\"hint bad\" id=\"stored-hint\" role=\"alert\">\(c(SetUpWords.confirmMissing))</p>\n" : nil
        return """
            <div class="tight"><p class="tick"><input type="checkbox" id="stored" name="stored" value="yes" required\(invalid)> \
            <label for="stored">\(c(SetUpWords.confirm))</label></p>
            \(hint)</div>
            """
    }
}
