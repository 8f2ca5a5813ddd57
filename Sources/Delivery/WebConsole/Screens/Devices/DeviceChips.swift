import Enrollments

/// The search box; what is filtered and the order stay.
struct DeviceSearch {
    let query: DeviceListQuery

    func html(in c: ViewContext) -> HTML {
        let others = query.with { $0.text = "" }.items.map { item -> HTML in
            "<input type=\"hidden\" name=\"\(item.name)\" value=\"\(item.value)\">"
        }
        return """
            <form class="field" method="get" action="\(c.href("devices"))">\(others)
            <label for="q">\(c(DeviceListWords.search))</label>
            <div class="row nowrap"><input class="input" id="q" name="q" type="search" value="\(query.text)" \
            maxlength="\(DeviceListQuery.maximumTextLength)"\(Field.verbatim)>\
            <button class="btn" type="submit">\(c(DeviceListWords.find))</button></div>
            </form>
            """
    }
}

/// The filters. The chosen chip takes itself away again; groups of none are left out.
struct DeviceChips {
    let model: DevicesModel
    private var query: DeviceListQuery { model.query }

    func html(in c: ViewContext) -> HTML {
        let counts = model.counts
        return """
            <div class="chips">
            \(group(DeviceListWords.state, all(c) + DeviceListQuery.State.allCases.compactMap { state in
                chip(c(DeviceWords.name(of: state, silenceDays: model.silenceDays)), counts.states[state], query.state == state, c) { $0.state = $1 ? state : nil }
            }, c))\(group(DeviceListWords.topicMatch, DeviceListQuery.TopicMatch.allCases.compactMap { topic in
                chip(c(DeviceWords.name(of: topic)), counts.topics[topic], query.topic == topic, c) { $0.topic = $1 ? topic : nil }
            }, c))\(group(DeviceListWords.os, DeviceListQuery.Family.allCases.compactMap { family in
                chip(c(DeviceWords.name(of: family)), counts.families[family], query.family == family, c) { $0.family = $1 ? family : nil }
            }, c))\(group(DeviceListWords.lastContact, DeviceListQuery.LastContact.allCases.compactMap { contact in
                chip(c(DeviceWords.name(of: contact)), counts.contacts[contact], query.lastContact == contact, c) { $0.lastContact = $1 ? contact : nil }
            }, c))\(group(DeviceListWords.supervision, DeviceListQuery.Supervision.allCases.compactMap { value in
                chip(c(DeviceWords.name(of: value)), counts.supervision[value], query.supervision == value, c) { $0.supervision = $1 ? value : nil }
            }, c))\(group(DeviceListWords.organization, counts.organizations.compactMap { organization in
                chip(organization.name, organization.count, query.organization == organization.id, c) { $0.organization = $1 ? organization.id : nil }
            }, c))\(group(DeviceListWords.user, user(c), c))</div>
            """
    }

    private func group(_ name: Text, _ chips: [HTML], _ c: ViewContext) -> HTML? {
        guard !chips.isEmpty else { return nil }
        return """
            <div role="group" aria-label="\(c(name))"><span class="key" aria-hidden="true">\(c(name))</span> \
            \(HTML.joined(chips, by: " "))</div>

            """
    }

    /// 「すべて」 removes every condition.
    private func all(_ c: ViewContext) -> [HTML] {
        let mark: HTML? = query.isNarrowed ? nil : " aria-current=\"true\""
        return [
            """
            <a class="chip" href="\(c.href("devices"))"\(mark)>\(c(DeviceListWords.all)) \
            <span class="num">\(model.total)</span></a>
            """
        ]
    }

    private func chip(
        _ word: String, _ count: Int?, _ isChosen: Bool, _ c: ViewContext,
        _ change: (inout DeviceListQuery, _ isAsked: Bool) -> Void
    ) -> HTML? {
        guard isChosen || (count ?? 0) > 0 else { return nil }
        let href = ListAddress.devices(query.with { change(&$0, !isChosen) }, in: c)
        let mark: HTML? = isChosen ? " aria-current=\"true\"" : nil
        let removal: HTML? = isChosen ? "<span class=\"vh\">\(c(DeviceListWords.removeChip))</span>" : nil
        return """
            <a class="chip" href="\(href)"\(mark)>\(word) <span class="num">\(count ?? 0)</span>\(removal)</a>
            """
    }

    /// One user's devices, come to from ユーザー.
    private func user(_ c: ViewContext) -> [HTML] {
        guard query.user != nil, let name = model.userName else { return [] }
        return [chip(name, model.matchCount, true, c) { query, _ in query.user = nil }].compactMap { $0 }
    }
}
