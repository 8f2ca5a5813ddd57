/// What is on the wire, and what APNs said of it.
struct WireCard {
    let wire: WireModel

    func html(in c: ViewContext) -> HTML {
        """
        <section class="card" aria-labelledby="wire">
        <header><h2 id="wire">\(c(WireWords.title))</h2>\(badge(c))</header>
        <p class="note">\(c(WireWords.note))</p>
        \(Rows(connection(c) + [Rows.Row(c(WireWords.probe), probe(c))]).html)
        </section>

        """
    }

    private func badge(_ c: ViewContext) -> HTML? {
        guard let wire = wire.wire else { return nil }
        return wire.isRegistered
            ? Badge(kind: .ok, icon: .ok, word: c(WireWords.same)).html
            : Badge(kind: .warning, icon: .clock, word: c(WireWords.older)).html
    }

    private func connection(_ c: ViewContext) -> [Rows.Row] {
        guard let wire = wire.wire else { return [Rows.Row(c(WireWords.since), c(WireWords.none))] }
        return [
            Rows.Row(c(WireWords.serialNumber), wire.serialNumber, isCode: true),
            Rows.Row(c(WireWords.validUntil), c.time(wire.notAfter)), Rows.Row(c(WireWords.since), c.time(wire.since)),
        ]
    }

    private func probe(_ c: ViewContext) -> HTML {
        guard let probe = wire.probe else { return "\(c(WireWords.notAsked))" }
        switch probe.outcome {
        case .accepted where probe.isOutlived:
            return """
                \(Badge(kind: .plain, icon: .clock, word: c(WireWords.acceptedBefore)).html) \(c.time(probe.at))<br>\
                \(c(WireWords.outlived))
                """
        case .accepted:
            return "\(Badge(kind: .ok, icon: .ok, word: c(WireWords.accepted)).html) \(c.time(probe.at))"
        case .refused(let status, let reason):
            let words = PushReasonWords.of(status: status, reason: reason)
            return """
                \(Badge(kind: .bad, icon: .bad, word: c(WireWords.refused)).html) \(c.time(probe.at)) \
                <span class="mono">\(status) \(reason)</span><br>\
                \(c.paragraph([c(words.meaning), c(words.nextStep)]))
                """
        case .trouble(let detail):
            return """
                \(Badge(kind: .warning, icon: .warning, word: c(WireWords.trouble)).html) \(c.time(probe.at)) \
                <span class="mono">\(detail)</span><br>\(c(WireWords.troubleStep))
                """
        }
    }
}
