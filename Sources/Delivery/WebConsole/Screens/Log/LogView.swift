import Administration
import Enrollments

/// ログ: who, when, what, of people and of devices.
struct LogView: Page {
    let model: LogModel

    init(_ model: LogModel) { self.model = model }

    var help: ManualSection { .log }

    func title(in c: ViewContext) -> String { c(LogWords.title) }

    func main(in c: ViewContext) -> HTML {
        """
        <div class="row spread"><h1>\(c(LogWords.title))</h1>
        <div class="row"><a class="btn" href="\(c.href("log/keeping"))">\(c(LogPageWords.keeping))</a>
        \(LogDownload(model: model, address: address).html(in: c))</div></div>
        <p class="note">\(c.paragraph([c(LogPageWords.kept(model.keptDays)), c(LogWords.note)]))</p>
        \(LogList(model: model, address: address).html(in: c))
        """
    }

    private var address: LogAddress { LogAddress(model.query) }
}

struct LogDownload {
    let model: LogModel
    let address: LogAddress

    func html(in c: ViewContext) -> HTML? {
        guard !model.lines.isEmpty else { return nil }
        return """
            <a class="btn" href="\(address.file(in: c))" download>\(Icon.download.html)\(c(LogPageWords.download))</a>
            """
    }
}

/// Filter, table and pages: the same on a device's tab.
struct LogList {
    let model: LogModel
    let address: LogAddress

    func html(in c: ViewContext) -> HTML {
        """
        \(LogFilter(model: model, address: address).html(in: c))
        \(model.lines.isEmpty ? nothing(c) : LogTable(model: model, isOfDevice: address.isOfDevice).html(in: c))
        \(LogPager(model: model, address: address).html(in: c))
        """
    }

    private func nothing(_ c: ViewContext) -> HTML {
        let isAll = !model.query.isNarrowed && model.query.cursor == nil
        guard !isAll else {
            let empty = address.isOfDevice ? DeviceLogWords.empty : LogWords.empty
            return "<div class=\"card\"><p>\(c(empty))</p></div>"
        }
        return """
            <section class="card empty" aria-labelledby="none">
            <h2 id="none">\(c(LogPageWords.noHit))</h2>
            <p>\(c(LogPageWords.noHitWhy))</p>
            </section>
            """
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
            .mailFailed, .adeTokenFailing, .adeTokenWorking:
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
