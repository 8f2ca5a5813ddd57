import Administration

/// ログ: who, when, what, before, after.
struct LogView: Page {
    let model: LogModel

    init(_ model: LogModel) { self.model = model }

    var help: ManualSection { .log }

    func title(in c: ViewContext) -> String { c(LogWords.title) }

    func main(in c: ViewContext) -> HTML {
        """
        <div class="head"><h1>\(c(LogWords.title))</h1> <p class="note">\(c(LogWords.note))</p></div>
        \(model.entries.isEmpty ? "<div class=\"card\"><p>\(c(LogWords.empty))</p></div>" : grid(c))
        \(Pager(
            path: c.href("log"), olderBefore: model.olderBefore, isContinued: model.isContinued,
            older: LogWords.older, newest: LogWords.newest
        ).html(in: c))
        """
    }

    private func grid(_ c: ViewContext) -> HTML {
        Grid(
            caption: c(LogWords.title),
            columns: [
                Grid.Column(c(LogWords.occurredAt)), Grid.Column(c(LogWords.actor)), Grid.Column(c(LogWords.event)),
                Grid.Column(c(LogWords.subject)), Grid.Column(c(LogWords.before), isOptional: true),
                Grid.Column(c(LogWords.after)),
            ],
            rows: model.entries.map { entry in
                let draft = entry.draft
                return [
                    c.time(draft.occurredAt), "\(ActorName(draft.actor, of: draft.event).said(in: c))",
                    "\(c(LogWords.name(of: draft.event)))", "\(draft.subject)", fields(draft.before, draft.event, c),
                    fields(draft.after, draft.event, c),
                ]
            }
        ).html
    }

    private func fields(_ fields: [AuditField], _ event: AuditEvent, _ c: ViewContext) -> HTML {
        let lines = fields.map { field -> HTML in
            """
            <span class="key">\(AuditFieldWords.name(field.name, of: event, in: c)):</span> \
            \(field.value.isEmpty ? c(DeviceWords.none) : AuditFieldWords.value(field, in: c))
            """
        }
        return HTML.joined(lines, by: "<br>\n")
    }
}

/// Who did it, as a person reads it.
struct ActorName {
    let actor: Actor
    let event: AuditEvent?

    init(_ actor: Actor, of event: AuditEvent? = nil) {
        self.actor = actor
        self.event = event
    }

    func said(in c: ViewContext) -> String {
        switch actor {
        case .user(_, let login): login
        case .serviceOperator: c(FrameWords.serviceOperator)
        case .anonymous: c(isOfDevice ? LogWords.theDevice : isOfProduct ? LogWords.theProduct : FrameWords.nobody)
        }
    }

    /// What the product itself notices.
    private var isOfProduct: Bool {
        switch event {
        case .pushCertificateExpiring, .adeTokenExpiring, .expiryNoticesEnded, .expiryEscalated, .deviceSilent,
            .mailFailed:
            true
        default: false
        }
    }

    /// What devices do by themselves is logged without a person.
    private var isOfDevice: Bool {
        switch event {
        case .deviceEnrolled, .deviceReenrolled, .deviceRemoved, .deviceErased, .deviceIdentityRenewed,
            .deviceTopicMismatch:
            true
        default: false
        }
    }
}

/// A stored login, where empty means the service operator.
struct LoginName {
    let login: String

    init(_ login: String) { self.login = login }

    func said(in c: ViewContext) -> String { login.isEmpty ? c(FrameWords.serviceOperator) : login }
}
