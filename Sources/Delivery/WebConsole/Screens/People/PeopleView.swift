import Administration
import Problems

/// ユーザー.
struct PeopleView: Page {
    let model: PeopleModel

    init(_ model: PeopleModel) { self.model = model }

    var help: ManualSection { .people }

    func title(in c: ViewContext) -> String { c(PeopleWords.users) }

    func main(in c: ViewContext) -> HTML {
        """
        <div>
        <h1>\(c(PeopleWords.users))</h1>
        <p class="note">\(c(PeopleWords.usersNote))</p>
        </div>
        \(model.message?.html(in: c))\(model.people.isEmpty ? "<div class=\"card\"><p>\(c(PeopleWords.noUsers))</p></div>" : grid(c))
        \(form(c))<section class="stack" aria-labelledby="logins">
        <div><h2 id="logins">\(c(PeopleWords.logins))</h2>
        <p class="note">\(c(PeopleWords.loginsNote))</p></div>
        \(logins(c))
        </section>
        """
    }

    private func grid(_ c: ViewContext) -> HTML {
        Grid(
            caption: c(PeopleWords.users),
            columns: [
                Grid.Column(c(PeopleWords.name)), Grid.Column(c(PeopleWords.readingColumn), isOptional: true),
                Grid.Column(c(PeopleWords.organization)), Grid.Column(c(PeopleWords.deviceCount)),
            ],
            rows: model.people.map { person in
                [
                    "\(person.name)", "\(person.reading)", "\(person.organization ?? c(PeopleWords.noOrganization))",
                    DeviceCountLink(item: "user", id: person.id, name: person.name, count: person.deviceCount).html(
                        in: c),
                ]
            }
        ).html
    }

    private func form(_ c: ViewContext) -> HTML? {
        guard model.mayEdit else { return nil }
        let organizations =
            [("", c(PeopleWords.noOrganization))] + model.organizations.map { ($0.id, $0.name) }
        return """
            <section class="card" aria-labelledby="add">
            <h2 id="add">\(c(PeopleWords.addUser))</h2>
            <form class="stack" method="post" action="\(c.href("users"))">\(c.csrfField)
            \(model.problem?.html(in: c))
            \(Field(
                name: "name", label: c(PeopleWords.name), value: model.input.name,
                attributes: " maxlength=\"100\" required autocomplete=\"off\"", isInvalid: model.problem != nil
            ).html)\(Field(
                name: "reading", label: c(PeopleWords.reading), value: model.input.reading,
                attributes: " maxlength=\"100\" autocomplete=\"off\""
            ).html)\(Choice(
                name: "organization", label: c(PeopleWords.organization), options: organizations,
                chosen: model.input.organization
            ).html)<p><button class="btn primary" type="submit">\(c(PeopleWords.add))</button></p>
            </form>
            </section>

            """
    }

    private func logins(_ c: ViewContext) -> HTML {
        Grid(
            caption: c(PeopleWords.logins),
            columns: [
                Grid.Column(c(PeopleWords.login)), Grid.Column(c(PeopleWords.role)), Grid.Column(c(PeopleWords.state)),
            ],
            rows: model.logins.map { row in
                [
                    "\(row.login)", "\(c(row.role.name))",
                    row.hasPassword
                        ? Badge(kind: .ok, icon: .ok, word: c(PeopleWords.canLogIn)).html
                        : Badge(kind: .plain, icon: .clock, word: c(PeopleWords.noPassword)).html,
                ]
            }
        ).html
    }
}

/// `3 台`, leading to the list of these devices; none is no link.
struct DeviceCountLink {
    /// Item of the list's address.
    let item: String
    let id: String
    let name: String
    let count: Int

    func html(in c: ViewContext) -> HTML {
        let word = c(PeopleWords.devices(count))
        guard count > 0 else { return "\(word)" }
        return """
            <a href="\(ListAddress.href(c.href("devices"), [(item, id)]))">\(word)\
            <span class="vh">\(c(PeopleWords.ofName(name)))</span></a>
            """
    }
}
