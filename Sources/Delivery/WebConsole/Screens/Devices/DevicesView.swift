import Administration
import Enrollments

/// 機器 → 一覧.
struct DevicesView: Page {
    let model: DevicesModel

    init(_ model: DevicesModel) { self.model = model }

    var help: ManualSection { .devices }

    func title(in c: ViewContext) -> String { c(DeviceListWords.title) }

    func main(in c: ViewContext) -> HTML {
        """
        <div class="row spread">
        <h1>\(c(DeviceListWords.title))</h1>
        \(buttons(c))</div>
        \(model.message?.html(in: c))\(blocked(c))
        \(model.total == 0 ? nothingYet(c) : list(c))
        """
    }

    private func buttons(_ c: ViewContext) -> HTML {
        let save: HTML? =
            model.matchCount == 0
            ? nil
            : """
            <a class="btn" href="\(ListAddress.href(c.href("devices/list.csv"), model.query.with { _ in }.items))" download>\
            \(Icon.download.html)\(c(DeviceListWords.save(model.matchCount)))</a>

            """
        let enroll: HTML? =
            model.mayEnroll
            ? "<a class=\"btn primary\" href=\"\(c.href("devices/enroll"))\">\(c(DeviceListWords.enroll))</a>\n" : nil
        return "<div class=\"row\">\(save)\(synchronize(c))\(enroll)</div>\n"
    }

    /// Who may not order sees what was ordered.
    private func synchronize(_ c: ViewContext) -> HTML? {
        guard model.matchCount > 0 else { return nil }
        let (items, word) =
            model.mayCommand
            ? (model.query.with { _ in }.items, BulkSyncWords.offer(isNarrowed: model.query.isNarrowed))
            : ([], BulkSyncWords.title)
        return "<a class=\"btn\" href=\"\(ListAddress.href(c.href("devices/sync"), items))\">\(c(word))</a>\n"
    }

    /// Said here only where it concerns somebody who could enroll; the empty list says it in its own way.
    private func blocked(_ c: ViewContext) -> HTML? {
        guard model.total > 0, model.mayEnroll else { return nil }
        return ReadinessWords.message(model.readiness, in: c)?.html(in: c)
    }

    private func nothingYet(_ c: ViewContext) -> HTML {
        let problem = ReadinessWords.message(model.readiness, in: c)
        let sentences =
            problem.map { [$0.fact, $0.meaning, $0.nextStep] }
            ?? [c(DeviceListWords.nothingYetWhy), model.mayEnroll ? "" : c(DeviceListWords.nothingYetViewer)]
        return """
            <section class="card empty" aria-labelledby="none">
            \(CertificateCard.openLoop)
            <h2 id="none">\(c(DeviceListWords.nothingYet))</h2>
            <p>\(c.paragraph(sentences))</p>
            \(firstStep(c))</section>
            """
    }

    private func firstStep(_ c: ViewContext) -> HTML? {
        switch model.readiness {
        case .ready:
            guard model.mayEnroll else { return nil }
            return button(c.href("devices/enroll"), DeviceListWords.nothingYetStep, c)
        case .noCertificate, .certificateExpired, .certificateDeleted:
            guard c.permits(.manageCertificate) else { return nil }
            return button(c.href(SettingsEntry.pushCertificate.path), ReadinessWords.toCertificate, c)
        case .noPublicAddress: return nil
        }
    }

    private func button(_ href: String, _ word: Text, _ c: ViewContext) -> HTML {
        "<p><a class=\"btn primary\" href=\"\(href)\">\(c(word))</a></p>\n"
    }

    private func list(_ c: ViewContext) -> HTML {
        """
        <search class="stack">
        \(DeviceSearch(query: model.query).html(in: c))
        \(DeviceChips(model: model).html(in: c))
        \(counted(c))</search>
        \(model.rows.isEmpty ? noHit(c) : "\(DeviceTable(model: model).html(in: c))\n\(paging(c))")
        """
    }

    private func counted(_ c: ViewContext) -> HTML? {
        model.countedAt.map { "<p class=\"key\">\(c(DeviceListWords.countedAt)) \(c.time($0))</p>\n" }
    }

    private func noHit(_ c: ViewContext) -> HTML {
        """
        <section class="card empty" aria-labelledby="none">
        <h2 id="none">\(c(DeviceListWords.noHit))</h2>
        <p>\(c(DeviceListWords.noHitWhy(model.total)))</p>
        <p><a class="btn" href="\(c.href("devices"))">\(c(DeviceListWords.clear))</a></p>
        </section>
        """
    }

    private func paging(_ c: ViewContext) -> HTML {
        func link(_ cursor: String?, _ word: Text, _ relation: HTML) -> HTML {
            guard let cursor else { return "<span aria-hidden=\"true\">\(c(word))</span>" }
            let href = ListAddress.devices(model.query.with { $0.cursor = cursor }, in: c)
            return "<a rel=\"\(relation)\" href=\"\(href)\"><span>\(c(word))</span></a>"
        }
        return """
            <nav class="row spread key" aria-label="\(c(DeviceListWords.paging))">\
            <span>\(c(DeviceListWords.found(model.matchCount, of: model.total)))</span> \
            <span class="row">\(link(model.previousCursor, DeviceListWords.previous, "prev")) \
            \(link(model.nextCursor, DeviceListWords.next, "next"))</span></nav>
            """
    }
}
