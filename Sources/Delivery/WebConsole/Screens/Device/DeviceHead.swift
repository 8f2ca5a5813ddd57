import Enrollments

/// The tabs of one device.
enum DeviceTab: CaseIterable, Sendable {
    case overview, facts, commands, log

    /// Below `devices/{id}`.
    var path: String {
        switch self {
        case .overview: ""
        case .facts: "/facts"
        case .commands: "/commands"
        case .log: "/log"
        }
    }

    var name: Text {
        switch self {
        case .overview: DevicePageWords.overview
        case .facts: DevicePageWords.facts
        case .commands: DevicePageWords.commands
        case .log: DevicePageWords.log
        }
    }
}

/// Breadcrumbs, name, state, buttons and tabs: the same on every page of a device.
struct DeviceHead {
    let face: DeviceFace
    let tab: DeviceTab

    func html(in c: ViewContext) -> HTML {
        """
        <div>
        \(Breadcrumbs(
            links: [(c(FrameWords.devices), c.href("devices")), (c(DeviceListWords.list), c.href("devices"))],
            current: face.title
        ).html(in: c))
        <div class="row spread"><div class="row"><h1>\(face.title)</h1> \(state(in: c))</div>
        \(DeviceActions(face: face).html(in: c))</div>
        \(DeviceWords.meaning(of: face.state, silenceDays: face.silenceDays).map { "<p class=\"note\">\(c($0))</p>\n" as HTML })</div>
        <nav class="tabs" aria-label="\(c(DevicePageWords.tabs))">\(DeviceTab.allCases.map { link($0, c) })</nav>
        """
    }

    /// Follows the command that is under way, as all parts with `data-part` do.
    func state(in c: ViewContext) -> HTML {
        "<span id=\"state\" data-part>\(DeviceBadges.state(face.state, silenceDays: face.silenceDays, in: c))</span>"
    }

    /// What of it changes while a command is under way.
    func live(in c: ViewContext) -> HTML { "\(state(in: c))\n\(DeviceActions(face: face).html(in: c))" }

    private func link(_ entry: DeviceTab, _ c: ViewContext) -> HTML {
        let mark: HTML? = entry == tab ? " aria-current=\"page\"" : nil
        // Links of one name lead to one place: ログ in the main menu is another.
        let which: HTML? =
            entry == .log ? "<span class=\"vh\">\(c(DevicePageWords.ofThisDevice))</span>" : "<span></span>"
        return "<a href=\"\(c.href("devices/\(face.id)\(entry.path)"))\"\(mark)>\(c(entry.name))\(which)</a>"
    }
}

/// 同期, ロック, ワイプ, その他; what cannot be done stands in ``ImpossibleActions`` with its reason.
struct DeviceActions {
    let face: DeviceFace
    private static let first: [DeviceAction.Kind] = [.sync, .lock, .wipe]

    func html(in c: ViewContext) -> HTML {
        let possible = face.actions.filter { $0.obstacle == nil }.map(\.kind)
        guard !possible.isEmpty else { return "<div id=\"actions\" data-part hidden></div>" }
        let buttons = Self.first.filter(possible.contains).map { button($0, c) }
        let more = possible.filter { !Self.first.contains($0) }
        let menu: HTML? =
            more.isEmpty
            ? nil
            : """
            <details class="more" data-keep="more"><summary class="btn">\(c(DevicePageWords.moreActions))</summary>
            <div class="tight">\(more.map { button($0, c) })</div></details>

            """
        return """
            <div class="row" id="actions" data-part role="group" aria-label="\(c(DevicePageWords.actions))">\(buttons)\(menu)</div>
            """
    }

    private func button(_ kind: DeviceAction.Kind, _ c: ViewContext) -> HTML {
        let href = c.href("devices/\(face.id)/\(kind.rawValue)")
        guard kind == .sync else {
            return "<a class=\"btn danger\" href=\"\(href)\">\(c(CommandWords.name(of: kind)))</a>\n"
        }
        return """
            <form method="post" action="\(href)">\(c.csrfField)\
            <input type="hidden" name="enrollment" value="\(face.enrollmentID)">\
            <button class="btn primary" type="submit">\(c(CommandWords.name(of: kind)))</button></form>

            """
    }
}

/// できない操作: each with its reason beside it.
struct ImpossibleActions {
    let actions: [DeviceAction]

    func html(in c: ViewContext) -> HTML {
        let blocked = actions.compactMap { action in action.obstacle.map { (action.kind, $0) } }
        guard !blocked.isEmpty else { return "<section id=\"impossible\" data-part hidden></section>" }
        let groups = blocked.reduce(into: [(DeviceAction.Obstacle, [DeviceAction.Kind])]()) { groups, item in
            if let index = groups.firstIndex(where: { $0.0 == item.1 }) {
                groups[index].1.append(item.0)
            } else {
                groups.append((item.1, [item.0]))
            }
        }
        return """
            <section class="card" id="impossible" data-part aria-labelledby="no">
            <h2 id="no">\(c(DevicePageWords.impossible))</h2>
            \(groups.enumerated().map { group($0.offset, $0.element.0, $0.element.1, c) })</section>
            """
    }

    private func group(
        _ number: Int, _ obstacle: DeviceAction.Obstacle, _ kinds: [DeviceAction.Kind], _ c: ViewContext
    ) -> HTML {
        let buttons = kinds.map { kind -> HTML in
            """
            <button class="btn small" type="button" disabled aria-describedby="no-\(number)">\
            \(c(CommandWords.name(of: kind)))</button>

            """
        }
        let why = DevicePageWords.obstacle(obstacle, in: c).map { c($0) }
        return """
            <div class="tight blocked"><p class="row">\(buttons)</p>
            <p class="note" id="no-\(number)">\(c.paragraph(why))</p></div>

            """
    }
}
