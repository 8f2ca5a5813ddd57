/// Every certificate that was registered, newest first.
struct HistoryTable {
    let rows: [PushCertificateModel.HistoryRow]

    func html(in c: ViewContext) -> HTML? {
        guard !rows.isEmpty else { return nil }
        let grid = Grid(
            caption: c(CertificatePageWords.history),
            columns: [
                Grid.Column(c(CertificatePageWords.registeredAt)), Grid.Column(c(CertificateWords.expires)),
                Grid.Column(c(CertificatePageWords.serialNumber)),
                Grid.Column(c(CertificateWords.topic), isOptional: true),
                Grid.Column(c(CertificatePageWords.registeredBy)), Grid.Column(c(CertificatePageWords.state)),
            ],
            rows: rows.map { row in
                [
                    c.time(row.registeredAt), c.time(row.notAfter),
                    "<span class=\"mono\">\(row.serialNumber)</span>", "<span class=\"mono\">\(row.topic)</span>",
                    "\(LoginName(row.registeredBy).said(in: c))", state(row.state, c),
                ]
            })
        return """
            <section aria-labelledby="history">
            <div class="head"><h2 id="history">\(c(CertificatePageWords.history))</h2> \
            <p class="note">\(c(CertificatePageWords.historyNote))</p></div>
            \(grid.html)
            </section>

            """
    }

    private func state(_ state: PushCertificateModel.HistoryRow.State, _ c: ViewContext) -> HTML {
        switch state {
        case .active: Badge(kind: .ok, icon: .ok, word: c(CertificatePageWords.active)).html
        case .expired: Badge(kind: .bad, icon: .bad, word: c(CertificateWords.expiredBadge)).html
        case .retired: Badge(kind: .plain, icon: .clock, word: c(CertificatePageWords.retired)).html
        case .deleted(let at):
            "\(Badge(kind: .plain, icon: .bad, word: c(CertificatePageWords.deleted)).html) \(c.timeOfDay(at))"
        }
    }
}
