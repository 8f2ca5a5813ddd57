import Administration
import Enrollments

/// 種別 as chips, and the searching form; everything that is chosen stands in the address.
struct LogFilter {
    let model: LogModel
    let address: LogAddress
    private var query: LogQuery { model.query }

    func html(in c: ViewContext) -> HTML {
        """
        <search class="stack">
        \(chips(c))
        <form class="log-filter" method="get" action="\(address.bare(in: c))">\(kept(c))
        \(period(c))
        \(organization(c))
        <div class="field keyword"><label for="q">\(c(LogPageWords.keyword))</label>
        <input class="input" id="q" name="q" type="search" value="\(query.text)" \
        maxlength="\(LogQuery.maximumTextLength)"\(Field.verbatim)></div>
        <div class="row"><button class="btn primary" type="submit">\(c(LogPageWords.find))</button>\(clear(c))</div>
        </form>
        </search>
        """
    }

    private func chips(_ c: ViewContext) -> HTML {
        let kinds: [LogQuery.Kind?] = [nil] + LogQuery.Kind.allCases
        let words = kinds.map { kind -> HTML in
            let mark: HTML? = query.kind == kind ? " aria-current=\"true\"" : nil
            let target = LogAddress(query.with { $0.kind = kind }, isOfDevice: address.isOfDevice)
            return
                "<a class=\"chip\" href=\"\(target.page(in: c))\"\(mark)><span>\(c(LogPageWords.name(of: kind)))</span></a>"
        }
        return """
            <div class="chips"><div role="group" aria-label="\(c(LogPageWords.kind))">\
            <span class="key" aria-hidden="true">\(c(LogPageWords.kind))</span> \(HTML.joined(words, by: " "))</div>
            \(deviceChip(c))</div>
            """
    }

    private func deviceChip(_ c: ViewContext) -> HTML? {
        guard !address.isOfDevice, query.device != nil else { return nil }
        let target = LogAddress(query.with { $0.device = nil })
        return """
            <div role="group" aria-label="\(c(LogPageWords.theDeviceChip))">\
            <span class="key" aria-hidden="true">\(c(LogPageWords.theDeviceChip))</span> \
            <a class="chip" aria-current="true" href="\(target.page(in: c))">\
            \(model.deviceName ?? c(DeviceWords.none))<span class="vh">\(c(DeviceListWords.removeChip))</span></a></div>

            """
    }

    /// What the form does not ask for stays.
    private func kept(_ c: ViewContext) -> HTML {
        let names: Set<String> = address.isOfDevice ? ["kind"] : ["kind", "device"]
        let hidden = query.with { _ in }.items.filter { names.contains($0.name) }.map { item -> HTML in
            "<input type=\"hidden\" name=\"\(item.name)\" value=\"\(item.value)\">"
        }
        return "\(hidden)"
    }

    private func period(_ c: ViewContext) -> HTML {
        func day(_ name: String, _ label: Text, _ day: LogDay?) -> HTML {
            """
            <div class="field"><label for="\(name)">\(c(label))</label>
            <input class="input" id="\(name)" name="\(name)" type="date" value="\(day?.text ?? "")"></div>
            """
        }
        let clock = Choice(
            name: "clock", label: c(LogPageWords.clock),
            options: [
                (LogQuery.Clock.occurred.rawValue, c(LogPageWords.occurred)),
                (LogQuery.Clock.received.rawValue, c(LogPageWords.received)),
            ], chosen: query.clock.rawValue)
        return """
            \(clock.html)\(day("from", LogPageWords.from, query.from))
            \(day("to", LogPageWords.to, query.to))
            """
    }

    private func organization(_ c: ViewContext) -> HTML? {
        guard !address.isOfDevice, !model.organizations.isEmpty || query.organization != nil else { return nil }
        let all = [("", c(LogPageWords.everyOrganization))]
        return Choice(
            name: "organization", label: c(LogPageWords.organization),
            options: all + model.organizations.map { ($0.id.description, $0.name) },
            chosen: query.organization?.description ?? ""
        ).html
    }

    private func clear(_ c: ViewContext) -> HTML? {
        let isNarrowed = query.isNarrowed || (!address.isOfDevice && query.device != nil)
        guard isNarrowed || query.clock != .occurred else { return nil }
        return "\n<a class=\"btn\" href=\"\(address.bare(in: c))\"><span>\(c(LogPageWords.clear))</span></a>"
    }
}
