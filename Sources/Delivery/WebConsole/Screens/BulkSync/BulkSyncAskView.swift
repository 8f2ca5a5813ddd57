import Administration
import CommandQueue
import Enrollments
import UseCases

/// What an order for many devices would do, before it is made; below, the orders made lately.
struct BulkSyncAskView: Page {
    let preview: OrderBulkSync.Preview
    /// Why nothing can be ordered.
    var problem: Message?

    var help: ManualSection { .devices }

    func title(in c: ViewContext) -> String { c(BulkSyncWords.title) }

    func main(in c: ViewContext) -> HTML {
        """
        <div>
        \(BulkSyncHead.crumbs(in: c))
        <h1>\(c(BulkSyncWords.title))</h1></div>
        \(c.permits(.commandDevices) ? offer(c) : nil)\(recent(c))
        """
    }

    private func offer(_ c: ViewContext) -> HTML {
        """
        \(problem?.html(in: c))\(preview.targetCount == 0 ? nobody(c) : ask(c))

        """
    }

    private func ask(_ c: ViewContext) -> HTML {
        """
        <section class="card stack">
        \(Rows(facts(c)).html)
        <p>\(c.paragraph([c(BulkSyncWords.meaning), c(BulkSyncWords.frozen)]))</p>
        \(problem == nil ? order(c) : "<p>\(back(c))</p>")
        </section>
        """
    }

    private func order(_ c: ViewContext) -> HTML {
        let items = preview.query.with { _ in }.items.map { item -> HTML in
            "<input type=\"hidden\" name=\"\(item.name)\" value=\"\(item.value)\">"
        }
        return """
            <form method="post" action="\(c.href("devices/sync"))">\(c.csrfField)\(items)
            <div class="actions"><a class="btn" href="\(list(c))">\(c(FrameWords.cancel))</a> \
            <button class="btn primary" type="submit">\(c(BulkSyncWords.button(preview.targetCount)))</button></div></form>
            """
    }

    private func list(_ c: ViewContext) -> String { ListAddress.devices(preview.query, in: c) }

    private func back(_ c: ViewContext) -> HTML { "<a class=\"btn\" href=\"\(list(c))\">\(c(BulkSyncWords.back))</a>" }

    private func facts(_ c: ViewContext) -> [Rows.Row] {
        [
            Rows.Row(c(BulkSyncWords.conditions), BulkSyncHead.conditions(preview.query, preview.names, in: c)),
            Rows.Row(c(BulkSyncWords.targets), c(BulkSyncWords.count(preview.targetCount))),
            preview.unmanagedCount == 0
                ? nil
                : Rows.Row(c(BulkSyncWords.unmanaged), c(BulkSyncWords.unmanaged(preview.unmanagedCount))),
            preview.undeliverableCount == 0 || problem != nil
                ? nil
                : Rows.Row(c(BulkSyncWords.undeliverable), c(BulkSyncWords.undeliverable(preview.undeliverableCount))),
        ].compactMap { $0 }
    }

    private func nobody(_ c: ViewContext) -> HTML {
        """
        <section class="card empty" aria-labelledby="none">
        <h2 id="none">\(c(BulkSyncWords.nobody))</h2>
        <p>\(c(BulkSyncWords.nobodyWhy))</p>
        <p>\(back(c))</p>
        </section>
        """
    }

    private func recent(_ c: ViewContext) -> HTML? {
        guard !preview.recent.isEmpty else {
            return c.permits(.commandDevices) ? nil : "<p class=\"note\">\(c(BulkSyncWords.noneYet))</p>"
        }
        let lines = preview.recent.map { order -> HTML in
            """
            <li><a href="\(c.href("devices/sync/\(order.id)"))">\(c.dateTime(order.orderedAt))</a> \
            <span>\(c(BulkSyncWords.count(order.targetCount))) · \(order.orderedBy)</span></li>

            """
        }
        return """
            <section class="card" aria-labelledby="recent">
            <header><h2 id="recent">\(c(BulkSyncWords.recent))</h2></header>
            <ul class="list">
            \(lines)</ul></section>
            """
    }
}
