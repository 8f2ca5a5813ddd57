import Administration
import Enrollments

/// 機器 → 登録: whether it is possible at all, the form, and the list of invitations.
struct InvitationsView: Page {
    let model: InvitationsModel

    init(_ model: InvitationsModel) { self.model = model }

    var help: ManualSection { .enroll }

    func title(in c: ViewContext) -> String { c(EnrollWords.title) }

    func main(in c: ViewContext) -> HTML {
        """
        <div>
        \(Breadcrumbs(links: [(c(FrameWords.devices), c.href("devices"))], current: c(EnrollWords.title)).html(in: c))
        <h1>\(c(EnrollWords.title))</h1>
        <p class="note">\(c(EnrollWords.note))</p>
        </div>
        \(model.message?.html(in: c))\(blocked(c))\(form(c))
        <section class="stack" aria-labelledby="invitations">
        <h2 id="invitations">\(c(EnrollWords.list))</h2>
        \(model.rows.isEmpty ? "<div class=\"card\"><p>\(c(EnrollWords.empty))</p></div>" : grid(c))
        \(Pager(
            path: c.href("devices/enroll"), olderBefore: model.olderBefore, isContinued: model.isContinued,
            older: EnrollWords.older, newest: EnrollWords.newest
        ).html(in: c))</section>
        """
    }

    private func blocked(_ c: ViewContext) -> HTML? {
        let toCertificate: HTML? =
            model.readiness == .noPublicAddress || !c.permits(.manageCertificate)
            ? nil
            : """
            <p><a class="btn primary" href="\(c.href(SettingsEntry.pushCertificate.path))">\
            \(c(ReadinessWords.toCertificate))</a></p>
            """
        return ReadinessWords.message(model.readiness, in: c)?.html(in: c, more: toCertificate)
    }

    /// Not shown while no device could enroll: nobody is sent on a vain walk.
    private func form(_ c: ViewContext) -> HTML? {
        guard model.mayInvite, model.readiness == .ready else { return nil }
        let input = model.input
        return """
            <section class="card" aria-labelledby="make">
            <h2 id="make">\(c(EnrollWords.make))</h2>
            <form class="stack" method="post" action="\(c.href("devices/enroll"))">\(c.csrfField)
            \(model.problem?.html(in: c))
            <fieldset class="tight"><legend class="key">\(c(EnrollWords.recipient))</legend>
            <div class="row">\(InvitationsModel.Recipient.allCases.map { radio($0, c) })</div></fieldset>
            \(name("user", EnrollWords.userName, input.user, EnrollWords.userHint, model.users, .user, c))\
            \(name("organization", EnrollWords.organizationName, input.organization, EnrollWords.organizationHint, model.organizations, .organization, c))\
            \(Field(
                name: "count", label: c(EnrollWords.count), value: input.count, kind: "number",
                attributes: " min=\"1\" max=\"500\" required inputmode=\"numeric\"",
                isInvalid: model.wrongFields.contains(.count)
            ).html)\(Choice(
                name: "valid", label: c(EnrollWords.validFor),
                options: InvitationsModel.Validity.allCases.map { ($0.rawValue, c(EnrollWords.name(of: $0))) },
                chosen: input.validity.rawValue
            ).html)<p><button class="btn primary" type="submit">\(c(EnrollWords.make))</button></p>
            </form>
            </section>

            """
    }

    private func radio(_ recipient: InvitationsModel.Recipient, _ c: ViewContext) -> HTML {
        let mark: HTML? = recipient == model.input.recipient ? " checked" : nil
        return """
            <span class="tick"><input type="radio" id="for-\(recipient.rawValue)" name="for" value="\(recipient.rawValue)"\(mark)>\
            <label for="for-\(recipient.rawValue)">\(c(EnrollWords.name(of: recipient)))</label></span>

            """
    }

    private func name(
        _ id: String, _ label: Text, _ value: String, _ hint: Text, _ known: [String], _ field: InvitationsModel.Field,
        _ c: ViewContext
    ) -> HTML {
        let options = known.map { "<option value=\"\($0)\"></option>" as HTML }
        let line = Field(
            name: id, label: c(label), value: value,
            attributes: " maxlength=\"100\" list=\"\(id)-known\" autocomplete=\"off\"", hint: c(hint),
            isInvalid: model.wrongFields.contains(field))
        return "\(line.html)<datalist id=\"\(id)-known\">\(options)</datalist>\n"
    }

    private func grid(_ c: ViewContext) -> HTML {
        let columns = [
            Grid.Column(c(EnrollWords.recipient)), Grid.Column(c(EnrollWords.usesLeft)),
            Grid.Column(c(EnrollWords.expires)), Grid.Column(c(EnrollWords.madeBy), isOptional: true),
            Grid.Column(c(EnrollWords.standing)),
        ]
        return Grid(
            caption: c(EnrollWords.list),
            columns: columns + (model.mayInvite ? [Grid.Column(c(EnrollWords.act))] : []),
            rows: model.rows.map { row in
                let cells: [HTML] = [
                    "\(row.name) <span class=\"key\">\(c(EnrollWords.name(of: row.recipient)))</span>",
                    "\(c(EnrollWords.left(row.usesLeft, of: row.usesAllowed)))", c.time(row.expiresAt),
                    "\(LoginName(row.createdBy).said(in: c))", standing(row.standing, c),
                ]
                return cells + (model.mayInvite ? [revoke(row, c)] : [])
            }
        ).html
    }

    private func standing(_ standing: Invitation.Standing, _ c: ViewContext) -> HTML {
        let (kind, icon): (Badge.Kind, Icon) =
            switch standing {
            case .open: (.ok, .ok)
            case .usedUp: (.plain, .note)
            case .expired: (.warning, .clock)
            case .revoked: (.plain, .bad)
            }
        return Badge(kind: kind, icon: icon, word: c(EnrollWords.name(of: standing))).html
    }

    private func revoke(_ row: InvitationsModel.Row, _ c: ViewContext) -> HTML {
        guard row.standing == .open else { return "" }
        return """
            <form method="post" action="\(c.href("devices/enroll/\(row.id)/revoke"))">\(c.csrfField)\
            <button class="btn small" type="submit">\(c(EnrollWords.revoke))<span class="vh">: \(row.name)</span></button></form>
            """
    }
}
