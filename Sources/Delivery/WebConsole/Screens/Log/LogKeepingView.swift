import Administration
import Ports
import UseCases

/// ログの保存と検証.
struct LogKeepingView: Page {
    let model: LogKeepingModel

    init(_ model: LogKeepingModel) { self.model = model }

    var help: ManualSection { .log }

    func title(in c: ViewContext) -> String { c(LogPageWords.keepingTitle) }

    func main(in c: ViewContext) -> HTML {
        """
        <div>
        \(Breadcrumbs(links: [(c(LogWords.title), c.href("log"))], current: c(LogPageWords.keepingTitle)).html(in: c))
        <h1>\(c(LogPageWords.keepingTitle))</h1></div>
        \(model.message?.html(in: c))
        \(model.result.map { verdict($0, c) })
        \(verification(c))
        \(keeping(c))
        \(export(c))
        """
    }

    private func verification(_ c: ViewContext) -> HTML {
        """
        <section class="card stack" aria-labelledby="verification">
        <h2 id="verification">\(c(LogPageWords.verification))</h2>
        <p>\(c(LogPageWords.verificationWhat))</p>
        \(head(c))<form method="post" action="\(c.href("log/verify"))">\(c.csrfField)\
        <button class="btn primary" type="submit">\(c(LogPageWords.verify))</button></form>
        </section>
        """
    }

    private func head(_ c: ViewContext) -> HTML? {
        guard let result = model.result, result.finding == nil, result.last > 0 else { return nil }
        return """
            <table class="rows"><tbody><tr><th scope="row">\(c(LogPageWords.head))</th>\
            <td class="mono">\(String(result.last)):\(result.headHash.hexadecimal)</td></tr></tbody></table>
            <p class="note">\(c(LogPageWords.headWhat))</p>

            """
    }

    private func verdict(_ result: VerifyLog.Result, _ c: ViewContext) -> HTML {
        guard let finding = result.finding else {
            let said = c(LogPageWords.followed(result.entries, result.first, result.last))
            let newer = result.unreadable.isEmpty ? "" : c(LogPageWords.ofNewerVersion(result.unreadable))
            return Message(.done, c(LogPageWords.intact), meaning: said, nextStep: newer).html(in: c)
        }
        return Message(
            .refusal, c(LogPageWords.broken), meaning: c(said(finding)), nextStep: c(LogPageWords.brokenNext)
        ).html(in: c)
    }

    private func said(_ finding: VerifyLog.Finding) -> Text {
        switch finding {
        case .changed(let number), .anchorDiffers(let number): LogPageWords.changed(number)
        case .missing(let number): LogPageWords.missing(number)
        case .cutOff(let last, let length): LogPageWords.cutOff(last, length)
        case .beginningChanged: LogPageWords.beginningChanged
        }
    }

    private func keeping(_ c: ViewContext) -> HTML {
        """
        <section class="card stack" aria-labelledby="keeping">
        <h2 id="keeping">\(c(LogPageWords.keptFor))</h2>
        \(model.mayChange ? form(c) : shown(c))
        </section>
        """
    }

    private func form(_ c: ViewContext) -> HTML {
        """
        <form class="stack" method="post" action="\(c.href("log/keeping"))">\(c.csrfField)
        \(Field(
            name: "days", label: c(LogPageWords.keptDays), value: model.typed ?? String(model.days), kind: "number",
            attributes: " min=\"30\" max=\"3650\" required", hint: c(LogPageWords.keptDaysHint),
            isInvalid: model.typed != nil
        ).html)<p><button class="btn" type="submit">\(c(LogPageWords.save))</button></p>
        </form>
        """
    }

    private func shown(_ c: ViewContext) -> HTML {
        "<p>\(c(LogPageWords.current(model.days)))</p>\n<p class=\"note\">\(c(LogPageWords.viewerMayNot))</p>"
    }

    private func export(_ c: ViewContext) -> HTML {
        """
        <section class="card stack" aria-labelledby="export">
        <h2 id="export">\(c(LogPageWords.export))</h2>
        \(model.export.map { state($0, c) } ?? "<p>\(c(LogPageWords.exportOff))</p>")
        </section>
        """
    }

    private func state(_ status: LogExportStatus.Status, _ c: ViewContext) -> HTML {
        func row(_ name: Text, _ value: HTML) -> HTML {
            "<tr><th scope=\"row\">\(c(name))</th><td>\(value)</td></tr>\n"
        }
        let state = status.state
        let badge =
            state?.trouble.map { Badge(kind: .warning, icon: .warning, word: c(LogPageWords.exportTrouble($0))).html }
            ?? (state == nil
                ? Badge(kind: .plain, icon: .clock, word: c(LogPageWords.exportWaits)).html
                : Badge(kind: .ok, icon: .ok, word: c(LogPageWords.exportWorks)).html)
        return """
            <table class="rows"><tbody>
            \(row(LogPageWords.exportReceiver, "\(status.receiver)"))\(row(LogPageWords.exportState, badge))\
            \(state?.troubleSince.map { row(LogPageWords.exportSince, c.time($0)) })\
            \(state?.sentAt.map { row(LogPageWords.exportSent, c.time($0)) })\
            \(state.map { row(LogPageWords.exportThrough, "\(String($0.cursor.sequence))") })</tbody></table>
            \(state?.trouble.map { _ in "<p class=\"note\">\(c(LogPageWords.exportTroubleWhat))</p>" as HTML })
            """
    }
}
