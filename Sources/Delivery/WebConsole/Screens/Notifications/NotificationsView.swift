import Administration
import Foundation
import Notices
import Problems
import UseCases

/// 通知設定. Posts to `…/settings`, `…/test`, `…/seen` and `…/again` below its own address.
struct NotificationsModel: Sendable {
    var overview: NoticeOverview
    /// What was typed and refused; nil shows what is stored.
    var typed: Typed?
    var message: Message?
    var settingsProblem: Message?
    var testProblem: Message?

    struct Typed: Sendable {
        var ladder: String
        var isDaily: Bool
        var secondContacts: String
        var hours: String
        var silence: String
        var testAddress: String
    }
}

struct NotificationsView: Page {
    let model: NotificationsModel

    init(_ model: NotificationsModel) { self.model = model }

    var help: ManualSection { .notices }
    var frame: PageFrame { .settings(.notifications) }

    func title(in c: ViewContext) -> String { c(NotificationWords.title) }

    func main(in c: ViewContext) -> HTML {
        """
        <div>
        \(Breadcrumbs.service(c, current: title(in: c)))
        <h1>\(c(NotificationWords.title))</h1>
        <p class="note">\(c(NotificationWords.note))</p>
        </div>
        \(model.message?.html(in: c))\(NoticeReachWords.message(model.overview.reach, in: c)?.html(in: c, more: remedy(c)))
        \(steps(c))
        \(rules(c))
        \(c.permits(.manageNotices) ? forms(c) : nil)
        """
    }

    private func remedy(_ c: ViewContext) -> HTML? {
        guard model.overview.reach == .noAddress else { return nil }
        return "<p><a class=\"btn\" href=\"\(c.href("account"))\">\(c(AccountWords.title))</a></p>"
    }

    private func path(_ c: ViewContext, _ below: String = "") -> String {
        c.href(SettingsEntry.notifications.path + below)
    }

    // MARK: what was told

    private func steps(_ c: ViewContext) -> HTML? {
        let kinds = ExpiringKind.allCases.compactMap { steps(of: $0, c) }
        return kinds.isEmpty ? nil : "\(kinds)"
    }

    /// Newest first, with the button that confirms what is shown and nothing that came since.
    private func steps(of kind: ExpiringKind, _ c: ViewContext) -> HTML? {
        let steps = model.overview.steps.filter { $0.kind == kind }
        guard let newest = steps.first else { return nil }
        let isSeen = steps.allSatisfy { $0.acknowledgedAt != nil }
        let lines = steps.prefix(8).map { notice -> HTML in
            let seen =
                notice.acknowledgedAt.map {
                    c(NotificationWords.seenBy(notice.acknowledgedBy ?? "", at: c.dateTime($0)))
                } ?? c(NotificationWords.notSeen)
            let more = [
                notice.hasReached ? nil : c(NotificationWords.reachedNobody),
                notice.escalatedAt.map { _ in c(NotificationWords.sentToSecond) },
            ].compactMap { $0 }.joined(separator: " · ")
            return """
                <li><span>\(c(NotificationWords.step(notice.step, at: c.dateTime(notice.toldAt))))</span> \
                <span class="key">\(seen)\(more.isEmpty ? "" : " · \(more)")</span></li>

                """
        }
        let button: HTML? =
            isSeen || !c.permits(.manageNotices)
            ? nil
            : """
            <form method="post" action="\(path(c, "/seen"))">\(c.csrfField)\
            <input type="hidden" name="kind" value="\(kind.rawValue)">\
            <input type="hidden" name="subject" value="\(newest.subjectID)">\
            <input type="hidden" name="step" value="\(String(newest.step))">\
            <button class="btn primary" type="submit">\(c(NotificationWords.seen))</button></form>
            """
        let what = kind == .pushCertificate ? c(MailWords.pushCertificate) : c(MailWords.adeToken)
        return """
            <section class="card" aria-labelledby="told-\(kind.rawValue)">
            <h2 id="told-\(kind.rawValue)">\(c(NotificationWords.openSteps)): \(what)</h2>
            <ul class="list">
            \(lines)</ul>
            \(button)
            </section>

            """
    }

    // MARK: rules

    private func rules(_ c: ViewContext) -> HTML {
        let create: HTML? =
            c.permits(.manageNotices)
            ? "<a class=\"btn\" href=\"\(path(c, "/rule"))\">\(c(NotificationWords.create))</a>" : nil
        return """
            <section class="stack" aria-labelledby="rules">
            <div class="head row"><h2 id="rules">\(c(NotificationWords.logMail))</h2> \(create)</div>
            \(model.overview.rules.isEmpty ? "<div class=\"card\"><p>\(c(NotificationWords.noRules))</p></div>" : grid(c))
            </section>
            """
    }

    private func grid(_ c: ViewContext) -> HTML {
        let columns = [
            Grid.Column(c(NotificationWords.name)), Grid.Column(c(NotificationWords.conditions)),
            Grid.Column(c(NotificationWords.recipients)), Grid.Column(c(NotificationWords.state)),
        ]
        let mayEdit = c.permits(.manageNotices)
        return Grid(
            caption: c(NotificationWords.logMail),
            columns: columns + (mayEdit ? [Grid.Column(c(NotificationWords.act))] : []),
            rows: model.overview.rules.map { rule in
                let cells: [HTML] = [
                    "\(rule.name)", "\(conditions(rule, c))", "\(recipients(rule, c))",
                    rule.isEnabled
                        ? Badge(kind: .ok, icon: .ok, word: c(NotificationWords.enabled)).html
                        : Badge(kind: .plain, icon: .note, word: c(NotificationWords.disabled)).html,
                ]
                return cells + (mayEdit ? [actions(rule, c)] : [])
            }
        ).html
    }

    private func actions(_ rule: NoticeRule, _ c: ViewContext) -> HTML {
        """
        <a href="\(path(c, "/rule"))?id=\(rule.id.description)">\(c(NotificationWords.edit))<span class="vh">: \(rule.name)</span></a> \
        <a href="\(path(c, "/rule/delete"))?id=\(rule.id.description)">\(c(NotificationWords.delete))<span class="vh">: \(rule.name)</span></a>
        """
    }

    private func conditions(_ rule: NoticeRule, _ c: ViewContext) -> String {
        let names = AuditEvent.allCases.filter { rule.events.contains($0) }
            .sorted { ($0 == .pushCertificateExpiring ? 0 : 1) < ($1 == .pushCertificateExpiring ? 0 : 1) }
            .map { c(LogWords.name(of: $0)) }
        let shown = names.prefix(3).joined(separator: c.language == .japanese ? "、" : ", ")
        return names.count > 3 ? "\(shown) \(c(NotificationWords.conditionCount(names.count - 3)))" : shown
    }

    private func recipients(_ rule: NoticeRule, _ c: ViewContext) -> String {
        let roles = Role.allCases.filter { rule.roles.contains($0) }.map { c($0.name) }
        let users = model.overview.users.filter { rule.users.contains($0.id) }.map(\.login)
        let addresses =
            c.permits(.manageNotices)
            ? rule.addresses.map(\.description)
            : rule.addresses.isEmpty
                ? [] : ["\(c(NotificationWords.addresses)) \(c(NotificationWords.count(rule.addresses.count)))"]
        return (roles + users + addresses).joined(separator: c.language == .japanese ? "、" : ", ")
    }

    private func forms(_ c: ViewContext) -> HTML {
        NotificationForms(model: model, path: { path(c, $0) }).html(in: c)
    }
}
