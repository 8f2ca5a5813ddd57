import CommandQueue
import Enrollments
import Foundation
import UseCases

/// How far an order for many devices has come: in all, by state, and device by device.
struct BulkSyncView: Page {
    let progress: ShowBulkOrder.Progress
    let step: BulkStep?
    let isContinued: Bool
    /// Ordered so lately that the page follows it by itself.
    let isRecent: Bool
    /// Why devices that wait for their commands go on waiting.
    var problem: Message?

    private var order: BulkOrder { progress.order }
    private var overCount: Int { progress.steps.filter { $0.key.isOver }.values.reduce(0, +) }
    private var isOver: Bool { progress.steps.keys.allSatisfy(\.isOver) }
    private var isFollowed: Bool { isRecent && !isOver }
    private var path: String { "devices/sync/\(order.id)" }

    var help: ManualSection { .devices }

    func title(in c: ViewContext) -> String { c(BulkSyncWords.title) }

    func main(in c: ViewContext) -> HTML {
        """
        <div>
        \(BulkSyncHead.crumbs(in: c))
        <div class="row spread"><h1>\(c(BulkSyncWords.title))</h1>
        <a class="btn" href="\(address("\(path)/list.csv", c))" download>\(Icon.download.html)\(c(BulkSyncWords.saveCSV))</a></div></div>
        \(Rows(facts(c)).html)
        \(live(in: c))
        """
    }

    private func facts(_ c: ViewContext) -> [Rows.Row] {
        [
            Rows.Row(c(BulkSyncWords.orderedAt), c.time(order.orderedAt)),
            Rows.Row(c(BulkSyncWords.orderedBy), order.orderedBy),
            Rows.Row(
                c(BulkSyncWords.conditions), BulkSyncHead.conditions(order.query, progress.names, in: c)),
        ]
    }

    /// What the script asks for again, as long as there is something to wait for.
    func live(in c: ViewContext) -> HTML {
        let follow: HTML? = isFollowed ? " data-live=\"\(address("\(path)/live", c))\"" : nil
        return """
            <div id="live" class="stack"\(follow)>
            \(waiting(c))<section class="card stack" aria-labelledby="progress">
            <h2 id="progress">\(c(BulkSyncWords.progress))</h2>
            <p aria-live="polite">\(c(BulkSyncWords.over(overCount, of: order.targetCount)))</p>
            <progress aria-labelledby="progress" max="\(order.targetCount)" value="\(overCount)"></progress>
            \(chips(c))
            <p class="note">\(c(BulkSyncWords.lastQuestion))</p></section>
            \(progress.targets.isEmpty ? "<p class=\"note\">\(c(BulkSyncWords.noneHere))</p>" : table(c))
            \(pager(c))\(reload(c))</div>
            """
    }

    private func waiting(_ c: ViewContext) -> HTML? {
        problem.map { "\($0.html(in: c))<p class=\"note\">\(c(BulkSyncWords.goesOn))</p>\n" }
    }

    private func chips(_ c: ViewContext) -> HTML {
        let one = BulkStep.allCases.compactMap { step -> HTML? in
            guard let count = progress.steps[step] ?? (step == self.step ? 0 : nil) else { return nil }
            return chip(c(BulkSyncWords.name(of: step)), count, step, c)
        }
        return """
            <div class="chips"><div role="group" aria-label="\(c(BulkSyncWords.steps))">\
            \(chip(c(BulkSyncWords.allSteps), order.targetCount, nil, c)) \(HTML.joined(one, by: " "))</div></div>
            """
    }

    private func chip(_ word: String, _ count: Int, _ step: BulkStep?, _ c: ViewContext) -> HTML {
        let mark: HTML? = step == self.step ? " aria-current=\"true\"" : nil
        let href = ListAddress.href(c.href(path), step.map { [("step", $0.rawValue)] } ?? [])
        return "<a class=\"chip\" href=\"\(href)\"\(mark)>\(word) <span class=\"num\">\(count)</span></a>"
    }

    private func table(_ c: ViewContext) -> HTML {
        Grid(
            caption: c(BulkSyncWords.steps),
            columns: [
                .init(c(DeviceListWords.column(.name))), .init(c(DeviceListWords.column(.serial))),
                .init(c(BulkSyncWords.step)), .init(c(BulkSyncWords.since), isOptional: true),
            ],
            rows: progress.targets.map { target in
                [
                    "<a href=\"\(c.href("devices/\(target.deviceID)"))\"><b>\(BulkSyncFace.name(target))</b></a>",
                    "<span class=\"mono\">\(target.serialNumber)</span>", BulkSyncFace.badge(target, in: c),
                    target.since.map { c.time($0) } ?? "",
                ]
            }
        ).html
    }

    private func pager(_ c: ViewContext) -> HTML? {
        let back: HTML? =
            isContinued ? "<a class=\"btn\" href=\"\(address(path, c))\">\(c(BulkSyncWords.first))</a>\n" : nil
        let on: HTML? = progress.next.map {
            "<a class=\"btn\" href=\"\(address(path, c, behind: $0))\">\(c(BulkSyncWords.more))</a>\n"
        }
        guard back != nil || on != nil else { return nil }
        return "<nav class=\"row\" aria-label=\"\(c(DeviceListWords.paging))\">\n\(back)\(on)</nav>\n"
    }

    private func reload(_ c: ViewContext) -> HTML? {
        guard !isOver else { return nil }
        let link: HTML = "href=\"\(address(path, c))\">\(c(BulkSyncWords.reload))</a>"
        guard isFollowed else { return "<p><a class=\"btn\" \(link)</p>\n" }
        return """
            <p class="key"><a class="no-live" \(link)\
            <span class="if-live">\(c(BulkSyncWords.live))</span></p>

            """
    }

    private func address(_ path: String, _ c: ViewContext, behind last: EnrollmentID? = nil) -> String {
        let items = [("step", step?.rawValue), ("behind", last?.description)]
        return ListAddress.href(c.href(path), items.compactMap { item in item.1.map { (item.0, $0) } })
    }
}

/// One device of an order in words.
enum BulkSyncFace {
    static func name(_ target: BulkTarget) -> String { target.name.isEmpty ? target.serialNumber : target.name }

    /// `対象外 (トピック不一致)`.
    static func words(_ target: BulkTarget, in c: ViewContext) -> String {
        let step = c(BulkSyncWords.name(of: target.step))
        return target.obstacle.map { "\(step) (\(c(BulkSyncWords.reason($0))))" } ?? step
    }

    static func badge(_ target: BulkTarget, in c: ViewContext) -> HTML {
        let (kind, icon): (Badge.Kind, Icon) =
            switch target.step {
            case .preparing, .waiting, .accepted, .fetched: (.live, .clock)
            case .notNow: (.warning, .clock)
            case .completed: (.ok, .ok)
            case .failed: (.bad, .bad)
            case .ended: (.plain, .note)
            case .skipped: (.warning, .warning)
            }
        return Badge(kind: kind, icon: icon, word: words(target, in: c)).html
    }
}
