/// 機器の詳細 › 指示: the queue in its order, then what ended.
struct DeviceCommandsView: Page {
    let model: DeviceCommandsModel

    init(_ model: DeviceCommandsModel) { self.model = model }

    var help: ManualSection { .device }

    func title(in c: ViewContext) -> String { "\(c(DevicePageWords.commands)) · \(model.face.title)" }

    func main(in c: ViewContext) -> HTML {
        """
        \(DeviceHead(face: model.face, tab: .commands).html(in: c))
        \(model.message?.html(in: c))
        \(live(in: c))
        """
    }

    /// What the script asks for again; the container says whether there is anything to wait for.
    func live(in c: ViewContext) -> HTML {
        let address: HTML? =
            model.isUnderWay ? " data-live=\"\(c.href("devices/\(model.face.id)/commands/live"))\"" : nil
        let queue: HTML? =
            model.isContinued
            ? nil
            : """
            <section class="stack" aria-labelledby="waiting" aria-live="polite">
            <div><h2 id="waiting">\(c(DevicePageWords.waitingCommands))</h2>
            <p class="note">\(c(model.pending.isEmpty ? DevicePageWords.nothingWaiting : DevicePageWords.waitingNote))</p></div>
            \(model.pending.map { CommandCard(command: $0, face: model.face).html(in: c) })</section>

            """
        return """
            <div id="live" class="stack"\(address)>
            \(queue)<section class="stack" aria-labelledby="past">
            <h2 id="past">\(c(DevicePageWords.finished))</h2>
            \(finished(c))\(pager(c))</section>
            \(reload(c))</div>
            """
    }

    private func finished(_ c: ViewContext) -> HTML {
        guard !model.finished.isEmpty else { return "<p class=\"note\">\(c(DevicePageWords.nothingFinished))</p>\n" }
        return HTML.joined(model.finished.map { CommandCard(command: $0, face: model.face).html(in: c) })
    }

    private func pager(_ c: ViewContext) -> HTML? {
        Pager(
            path: c.href("devices/\(model.face.id)/commands"), olderBefore: model.olderBefore,
            isContinued: model.isContinued, older: DevicePageWords.older, newest: DevicePageWords.newest
        ).html(in: c)
    }

    private func reload(_ c: ViewContext) -> HTML? {
        guard model.isUnderWay else { return nil }
        let href = c.href("devices/\(model.face.id)/commands")
        return """
            <p class="key"><a class="no-live" href="\(href)">\(c(DevicePageWords.reload))<span></span></a>\
            <span class="if-live">\(c(DevicePageWords.live))</span></p>

            """
    }
}
