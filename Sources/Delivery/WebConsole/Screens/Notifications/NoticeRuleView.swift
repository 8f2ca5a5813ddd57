import Administration
import Notices
import Problems

/// ログメール通知の新規作成 and 編集; as a question before it is deleted.
struct NoticeRuleModel: Sendable {
    /// Nil for a new one.
    var id: String?
    var version = 0
    var name = ""
    var events: Set<AuditEvent> = [.pushCertificateExpiring]
    var roles: Set<Role> = [.administrator]
    var users: Set<UserID> = []
    /// As typed, one in each line.
    var addresses = ""
    var language: Language?
    var isEnabled = true
    var people: [User] = []
    var problem: Message?
}

struct NoticeRuleView: Page {
    let model: NoticeRuleModel

    init(_ model: NoticeRuleModel) { self.model = model }

    var help: ManualSection { .notices }
    var frame: PageFrame { .settings(.notifications) }

    func title(in c: ViewContext) -> String {
        c(model.id == nil ? NotificationWords.newRule : NotificationWords.editRule)
    }

    func main(in c: ViewContext) -> HTML {
        let path = c.href(SettingsEntry.notifications.path)
        return """
            <div>
            \(Breadcrumbs.service(
                c, further: [(c(NotificationWords.title), path)], current: title(in: c)))
            <h1>\(title(in: c))</h1>
            </div>
            <form class="stack" method="post" action="\(path)/rule">\(c.csrfField)\
            <input type="hidden" name="id" value="\(model.id ?? "")">\
            <input type="hidden" name="version" value="\(model.version)">
            \(model.problem?.html(in: c))
            <section class="card stack" aria-labelledby="what">
            <h2 id="what" class="vh">\(c(NotificationWords.name))</h2>
            \(Field(
                name: "name", label: c(NotificationWords.name), value: model.name,
                attributes: " maxlength=\"100\" required autocomplete=\"off\""
            ).html)\(Tick(name: "enabled", label: c(NotificationWords.enable), isOn: model.isEnabled).html)
            </section>
            \(conditions(c))
            \(recipients(c))
            <p class="row"><button class="btn primary" type="submit">\(c(NotificationWords.save))</button> \
            <a class="btn" href="\(path)">\(c(FrameWords.cancel))</a></p>
            </form>
            """
    }

    private func conditions(_ c: ViewContext) -> HTML {
        let groups = NoticeEventGroup.allCases.map { group -> HTML in
            let ticks = group.events.map { event in
                Tick(
                    name: "event-\(event.rawValue)", label: c(LogWords.name(of: event)),
                    isOn: model.events.contains(event)
                ).html
            }
            return """
                <fieldset class="tight"><legend class="key">\(c(NotificationWords.group(group)))</legend>
                <div class="ticks">
                \(ticks)</div></fieldset>

                """
        }
        return """
            <section class="card stack" aria-labelledby="conditions">
            <h2 id="conditions">\(c(NotificationWords.conditions))</h2>
            <p class="note">\(c(NotificationWords.conditionsNote))</p>
            \(groups)</section>
            """
    }

    private func recipients(_ c: ViewContext) -> HTML {
        let roles = Role.allCases.map { role in
            Tick(name: "role-\(role.rawValue)", label: c(role.name), isOn: model.roles.contains(role)).html
        }
        let users = model.people.map { user in
            Tick(
                name: "user-\(user.id.description)",
                label: "\(user.login) (\(user.mailAddress ?? c(NotificationWords.noAddress)))",
                isOn: model.users.contains(user.id)
            ).html
        }
        let languages =
            [("", c(NotificationWords.ownLanguage))]
            + Language.allCases.map { ($0.rawValue, AuditFieldWords.name(of: $0)) }
        return """
            <section class="card stack" aria-labelledby="recipients">
            <h2 id="recipients">\(c(NotificationWords.recipients))</h2>
            <fieldset class="tight"><legend class="key">\(c(NotificationWords.roles))</legend>
            <div class="ticks">
            \(roles)</div></fieldset>
            <fieldset class="tight"><legend class="key">\(c(NotificationWords.users))</legend>
            <div class="ticks">
            \(users)</div></fieldset>
            \(Area(
                name: "addresses", label: c(NotificationWords.addresses), value: model.addresses,
                hint: c(NotificationWords.addressesHint), rows: 3
            ).html)\(Choice(
                name: "language", label: c(NotificationWords.language), options: languages,
                chosen: model.language?.rawValue ?? ""
            ).html)</section>
            """
    }
}

/// The question before a notification is deleted, drawn over the list.
struct NoticeRuleDeleteView: Page {
    let page: NotificationsModel
    let rule: NoticeRule

    var help: ManualSection { .notices }
    var frame: PageFrame { .settings(.notifications) }

    func title(in c: ViewContext) -> String { c(NotificationWords.deleteQuestion) }

    func main(in c: ViewContext) -> HTML { NotificationsView(page).main(in: c) }

    func dialog(in c: ViewContext) -> HTML? {
        let path = c.href(SettingsEntry.notifications.path)
        return """

            <div class="scrim">
            <dialog class="dialog" open role="alertdialog" aria-modal="true" aria-labelledby="question" \
            aria-describedby="question-why">
            <h2 id="question">\(c(NotificationWords.deleteQuestion))</h2>
            <p>\(rule.name)</p>
            <p id="question-why">\(c(NotificationWords.deleteMeaning))</p>
            <form class="actions" method="post" action="\(path)/rule/delete">\(c.csrfField)\
            <input type="hidden" name="id" value="\(rule.id.description)">\
            <a class="btn" href="\(path)" data-cancel autofocus>\(c(FrameWords.cancel))</a> \
            <button class="btn danger solid" type="submit">\(c(CertificateDeleteWords.ok))</button></form>
            </dialog>
            </div>
            """
    }
}
