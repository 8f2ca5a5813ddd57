import Administration
import Enrollments
import Foundation

/// 機器の詳細 › 情報.
struct DeviceFactsView: Page {
    let model: DeviceFactsModel

    init(_ model: DeviceFactsModel) { self.model = model }

    var help: ManualSection { .device }

    func title(in c: ViewContext) -> String { "\(c(DevicePageWords.facts)) · \(model.face.title)" }

    func main(in c: ViewContext) -> HTML {
        """
        \(DeviceHead(face: model.face, tab: .facts).html(in: c))
        \(model.message?.html(in: c))\(nothing(c))
        \(FactSection.allCases.compactMap { section($0, c) })\
        \(InstalledLists(model: model).html(in: c))
        """
    }

    private func nothing(_ c: ViewContext) -> HTML? {
        guard model.answers.isEmpty else { return nil }
        return Message(.note, c(FactWords.nothingYet), nextStep: c(FactWords.nothingYetStep)).html(in: c)
    }

    private func section(_ section: FactSection, _ c: ViewContext) -> HTML? {
        var rows = section.keys.flatMap { facts(matching: $0) }.map { row($0, c) }
        if section == .other { rows = others.map { row($0, c) } }
        if section == .device { rows.append(topic(c)) }
        guard !rows.isEmpty else { return nil }
        let id = "s-\(section.rawValue)"
        return """
            <section class="card" aria-labelledby="\(id)">
            <h2 id="\(id)">\(c(section.name))</h2>
            <table class="rows facts"><tbody>
            \(rows)</tbody></table>
            </section>

            """
    }

    private struct Fact {
        let key: String
        let value: DeviceFactsModel.Value
        let at: Date
    }

    private func facts(matching key: String) -> [Fact] {
        model.answers.flatMap { answer -> [Fact] in
            guard key.hasSuffix(".") else {
                return answer.values[key].map { [Fact(key: key, value: $0, at: answer.receivedAt)] } ?? []
            }
            return answer.values.filter { $0.key.hasPrefix(key) }.sorted { $0.key < $1.key }
                .map { Fact(key: $0.key, value: $0.value, at: answer.receivedAt) }
        }
    }

    private var others: [Fact] {
        model.answers.flatMap { answer in
            answer.values.filter { !FactSection.isKnown($0.key) }.sorted { $0.key < $1.key }
                .map { Fact(key: $0.key, value: $0.value, at: answer.receivedAt) }
        }
    }

    private func row(_ fact: Fact, _ c: ViewContext) -> HTML {
        """
        <tr><th scope="row">\(FactWords.name(fact.key, in: c))</th>\
        <td>\(FactValue(key: fact.key, value: fact.value).said(in: c))</td>\(age(fact.at, c))</tr>

        """
    }

    /// The topic comes from check-in, not from an answer; the value alone in its cell.
    private func topic(_ c: ViewContext) -> HTML {
        """
        <tr><th scope="row">\(c(DevicePageWords.topic))</th>\
        <td class="mono">\(model.topic ?? c(DeviceWords.unknown))</td>\(age(model.topicReportedAt, c))</tr>

        """
    }

    private func age(_ at: Date?, _ c: ViewContext) -> HTML {
        let words: HTML? = at.map { at in
            c.language == .japanese ? "\(c.age(of: at))\(c(FactWords.asOf))" : "\(c.age(of: at))"
        }
        return "<td class=\"age key\">\(words)</td>"
    }
}

/// プロファイル, 証明書, アプリ: as many as the device lists.
struct InstalledLists {
    let model: DeviceFactsModel

    func html(in c: ViewContext) -> HTML {
        let profiles = list(
            "profiles", FactWords.profiles, model.profiles,
            [FactWords.itemName, FactWords.identifier, FactWords.itemOrganization, FactWords.managed], c
        ) { [$0.name, $0.identifier, $0.organization, c($0.isManaged ? FactWords.yes : FactWords.no)] }
        let certificates = list(
            "certificates", FactWords.certificates, model.certificates,
            [FactWords.itemName, FactWords.validUntil, FactWords.isIdentity], c
        ) { [$0.name, $0.notAfter.map { c.date($0) } ?? "", c($0.isIdentity ? FactWords.yes : FactWords.no)] }
        let apps = list(
            "apps", FactWords.apps, model.apps,
            [FactWords.itemName, FactWords.identifier, FactWords.version, FactWords.size], c
        ) { [$0.name, $0.identifier, $0.version, $0.bytes.map { FactValue.megabytes($0) } ?? ""] }
        return "\(profiles)\(certificates)\(apps)"
    }

    private func list<Item>(
        _ id: String, _ name: Text, _ installed: DeviceFactsModel.Installed<Item>?, _ columns: [Text],
        _ c: ViewContext, _ cells: (Item) -> [String]
    ) -> HTML? {
        guard let installed else { return nil }
        let grid = Grid(
            caption: c(name), columns: columns.map { Grid.Column(c($0)) },
            rows: installed.items.map { cells($0).map { "\($0)" as HTML } })
        let age = c(FactWords.asOf)
        return """
            <section class="stack" aria-labelledby="\(id)" id="\(id)-list">
            <div class="row spread"><h2 id="\(id)">\(c(name)) <span class="num">\(installed.items.count)</span></h2> \
            <span class="key">\(c.age(of: installed.receivedAt))\(age)</span></div>
            \(installed.items.isEmpty ? "<div class=\"card\"><p>\(c(FactWords.noneInstalled))</p></div>" : grid.html)
            </section>

            """
    }
}
