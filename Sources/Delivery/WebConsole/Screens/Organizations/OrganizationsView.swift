/// 組織.
struct OrganizationsView: Page {
    let model: OrganizationsModel

    init(_ model: OrganizationsModel) { self.model = model }

    var help: ManualSection { .people }

    func title(in c: ViewContext) -> String { c(PeopleWords.organizations) }

    func main(in c: ViewContext) -> HTML {
        """
        <div>
        <h1>\(c(PeopleWords.organizations))</h1>
        <p class="note">\(c(PeopleWords.organizationsNote))</p>
        </div>
        \(model.message?.html(in: c))\(model.organizations.isEmpty ? "<div class=\"card\"><p>\(c(PeopleWords.noOrganizations))</p></div>" : grid(c))
        \(form(c))
        """
    }

    private func grid(_ c: ViewContext) -> HTML {
        Grid(
            caption: c(PeopleWords.organizations),
            columns: [
                Grid.Column(c(PeopleWords.name)), Grid.Column(c(PeopleWords.userCount)),
                Grid.Column(c(PeopleWords.deviceCount)),
            ],
            rows: model.organizations.map { row in
                [
                    "\(row.name)", "\(row.personCount)",
                    DeviceCountLink(item: "organization", id: row.id, name: row.name, count: row.deviceCount).html(
                        in: c),
                ]
            }
        ).html
    }

    private func form(_ c: ViewContext) -> HTML? {
        guard model.mayEdit else { return nil }
        return """
            <section class="card" aria-labelledby="add">
            <h2 id="add">\(c(PeopleWords.addOrganization))</h2>
            <form class="stack" method="post" action="\(c.href("organizations"))">\(c.csrfField)
            \(model.problem?.html(in: c))
            \(Field(
                name: "name", label: c(PeopleWords.name), value: model.name,
                attributes: " maxlength=\"100\" required autocomplete=\"off\"", isInvalid: model.problem != nil
            ).html)<p><button class="btn primary" type="submit">\(c(PeopleWords.add))</button></p>
            </form>
            </section>
            """
    }
}
