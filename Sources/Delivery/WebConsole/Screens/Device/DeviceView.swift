import Administration
import Enrollments
import Foundation

/// 機器の詳細 › 概要.
struct DeviceView: Page {
    let model: DeviceModel

    init(_ model: DeviceModel) { self.model = model }

    var help: ManualSection { .device }

    func title(in c: ViewContext) -> String { model.face.title }

    func main(in c: ViewContext) -> HTML {
        """
        \(DeviceHead(face: model.face, tab: .overview).html(in: c))
        \(model.message?.html(in: c))\(notes(c))\(LiveCommand(model: model).html(in: c))
        <div class="cols">
        \(identity(c))
        <div class="stack">
        \(contact(c))
        \(ImpossibleActions(actions: model.face.actions).html(in: c))
        \(EscrowCard(face: model.face, entries: model.escrow).html(in: c))</div>
        </div>
        \(finished(c))
        """
    }

    /// What changes while a command is under way.
    func live(in c: ViewContext) -> HTML {
        """
        \(LiveCommand(model: model).html(in: c))\(DeviceHead(face: model.face, tab: .overview).live(in: c))
        \(contact(c))\(ImpossibleActions(actions: model.face.actions).html(in: c))\(finished(c))
        """
    }

    private func notes(_ c: ViewContext) -> HTML {
        let again: HTML? =
            model.generation > 1
            ? Message(.note, c(DevicePageWords.reenrolled(model.generation))).html(in: c) : nil
        let unreadable: HTML? =
            model.unreadableReports > 0
            ? Message(.warning, c(DevicePageWords.unreadable(model.unreadableReports))).html(
                in: c,
                more:
                    "<p><a href=\"\(c.href("devices/\(model.face.id)/log"))\">\(c(DevicePageWords.toLog))<span></span></a></p>"
            )
            : nil
        return "\(again)\(unreadable)"
    }

    private func identity(_ c: ViewContext) -> HTML {
        let kind: HTML =
            model.isSupervised == true
            ? "\(model.model) (\(c(DevicePageWords.supervised))\(model.isAutomated ? ", ADE" : ""))" : "\(model.model)"
        let rows = [
            Rows.Row(c(DevicePageWords.serialNumber), model.face.serialNumber, isCode: true),
            Rows.Row(c(DevicePageWords.model), kind), Rows.Row(c(DevicePageWords.os), model.os),
            model.phoneNumber.isEmpty ? nil : Rows.Row(c(DevicePageWords.phoneNumber), model.phoneNumber),
            Rows.Row(c(DevicePageWords.user), link(model.user, "user", c)),
            Rows.Row(c(DevicePageWords.organization), link(model.organization, "organization", c)),
            Rows.Row(c(DevicePageWords.topic), topic(c)),
            Rows.Row(c(DevicePageWords.identityUntil), c.timeOfDay(model.identityNotAfter)),
            model.enrolledAt.map { Rows.Row(c(DevicePageWords.enrolledAt), c.time($0)) },
        ]
        return """
            <section class="card" aria-labelledby="idn">
            <h2 id="idn">\(c(DevicePageWords.identity))</h2>
            \(Rows(rows.compactMap { $0 }).html)
            </section>
            """
    }

    private func link(_ link: DeviceModel.Link?, _ item: String, _ c: ViewContext) -> HTML {
        guard let link else { return "\(c(DeviceWords.none))" }
        return "<a href=\"\(ListAddress.href(c.href("devices"), [(item, link.id)]))\">\(link.name)<span></span></a>"
    }

    private func topic(_ c: ViewContext) -> HTML {
        guard let topic = model.topic else { return DeviceBadges.topic(.unknown, in: c) }
        return "<span class=\"mono\">\(topic)</span> \(DeviceBadges.topic(model.topicMatch, isLong: true, in: c))"
    }

    private func contact(_ c: ViewContext) -> HTML {
        let facts = model.contact
        let never: HTML = "\(c(DevicePageWords.never))"
        let id: HTML? = facts.apnsID.map { "<br><span class=\"mono key\">\($0)</span>" }
        var rows = [
            Rows.Row(c(DevicePageWords.lastCommand), facts.lastCommandAt.map { c.time($0) } ?? never),
            Rows.Row(
                c(DevicePageWords.pushAccepted), facts.pushAcceptedAt.map { "\(c.time($0))\(id)" as HTML } ?? never),
            Rows.Row(
                c(DevicePageWords.lastContact),
                facts.isSilent
                    ? SilentContact(instant: facts.lastContactAt).html(in: c)
                    : facts.lastContactAt.map { c.time($0) } ?? never),
        ]
        if let problem = facts.pushProblem {
            rows.append(Rows.Row(c(DevicePageWords.pushProblem), PushAnswer(problem).html(in: c)))
        }
        return """
            <section class="card" id="contact" data-part aria-labelledby="facts">
            <h2 id="facts">\(c(DevicePageWords.contact))</h2>
            \(Rows(rows).html)
            </section>
            """
    }

    private func finished(_ c: ViewContext) -> HTML {
        let above = LiveCommand(model: model).shown(in: c)?.uuid
        let cards = model.finished.filter { $0.uuid != above }.map { command -> HTML in
            """
            <div class="tight"><h3>\(c(CommandWords.name(command.requestType)))</h3>
            \(LifeLine(command: command).html(in: c))
            \(CommandEnd(command: command).html(in: c))</div>

            """
        }
        let list: HTML =
            cards.isEmpty && above == nil
            ? "<p class=\"note\">\(c(DevicePageWords.nothingFinished))</p>" : "<div class=\"stack\">\(cards)</div>"
        return """
            <section class="card" id="finished" data-part aria-labelledby="past">
            <header><h2 id="past">\(c(DevicePageWords.finished))</h2> \
            <a href="\(c.href("devices/\(model.face.id)/commands"))">\(c(DevicePageWords.seeAllCommands))<span></span></a></header>
            \(list)
            </section>
            """
    }
}

/// いまの指示: the one that is delivered next, live while something may change by itself; then, for two minutes, the
/// one that ended last.
///
/// `devices/{id}/live` answers ``DeviceView/live(in:)`` (200, text/html).
struct LiveCommand {
    let model: DeviceModel

    func html(in c: ViewContext) -> HTML? {
        guard let command = shown(in: c) else { return nil }
        guard model.pending.isEmpty else {
            return card(command, DevicePageWords.current, isLive: command.undeliverable == nil, c)
        }
        return card(command, DevicePageWords.justFinished, isLive: false, c)
    }

    /// Nil when nothing waits and nothing ended just now.
    func shown(in c: ViewContext) -> CommandFace? {
        if let command = model.pending.first { return command }
        guard let last = model.finished.first, let endedAt = last.endedAt, c.now.timeIntervalSince(endedAt) < 120
        else { return nil }
        return last
    }

    private func card(_ command: CommandFace, _ heading: (String) -> Text, isLive: Bool, _ c: ViewContext) -> HTML {
        let others = model.pending.count - 1
        let more: HTML? = others > 0 ? "<p class=\"key\">\(c(DevicePageWords.alsoWaiting(others)))</p>\n" : nil
        let address: HTML? = isLive ? " data-live=\"\(c.href("devices/\(model.face.id)/live"))\"" : nil
        return """
            <div id="live" class="stack"\(address)>
            <section class="card" aria-labelledby="cmd">
            <header><h2 id="cmd">\(c(heading(c(CommandWords.name(command.requestType)))))</h2> \
            \(asked(command, c))</header>
            \(LifeLine(command: command, isLive: true).html(in: c))
            \(CommandEnd(command: command).html(in: c))\(more)\(isLive ? reload(c) : nil)</section>
            </div>

            """
    }

    private func asked(_ command: CommandFace, _ c: ViewContext) -> HTML {
        "<p class=\"key\">\(c(CommandWords.askedBy(command.queuedBy, c.dateTime(command.queuedAt))))</p>"
    }

    /// Without the script.
    private func reload(_ c: ViewContext) -> HTML {
        let href = c.href("devices/\(model.face.id)")
        return "<p class=\"no-live\"><a href=\"\(href)\">\(c(DevicePageWords.reload))<span></span></a></p>\n"
    }
}

/// PINs of a Mac in escrow, each behind a page that asks.
struct EscrowCard {
    let face: DeviceFace
    let entries: [EscrowEntry]

    func html(in c: ViewContext) -> HTML? {
        guard !entries.isEmpty else { return nil }
        let lines = entries.map { entry -> HTML in
            """
            <li><span>\(c(CommandWords.name(entry.requestType))) · \(c.time(entry.at))</span> \
            \(link(entry, c))</li>

            """
        }
        let why = DevicePageWords.obstacle(.noRight, in: c).map { c($0) }
        let note: HTML = c.permits(.revealSecrets) ? "\(c(DevicePageWords.escrowNote))" : c.paragraph(why)
        return """
            <section class="card" aria-labelledby="pins">
            <h2 id="pins">\(c(DevicePageWords.escrow))</h2>
            <p class="note">\(note)</p>
            <ul class="list">
            \(lines)</ul>
            </section>
            """
    }

    private func link(_ entry: EscrowEntry, _ c: ViewContext) -> HTML? {
        guard c.permits(.revealSecrets) else { return nil }
        let href = c.href("devices/\(face.id)/pin/\(entry.commandUUID)")
        return "<a href=\"\(href)\">\(c(DevicePageWords.show))<span></span></a>"
    }
}
