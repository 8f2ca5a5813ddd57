/// Every request whose key is still kept: an uploaded certificate may belong to any of them.
struct RequestLedger {
    let rows: [PushCertificateModel.RequestRow]

    func html(in c: ViewContext) -> HTML? {
        guard !rows.isEmpty else { return nil }
        let grid = Grid(
            caption: c(CertificatePageWords.requests),
            columns: [
                Grid.Column(c(CertificatePageWords.createdAt)), Grid.Column(c(CertificatePageWords.createdBy)),
                Grid.Column(c(CertificatePageWords.fingerprint)), Grid.Column(c(CertificatePageWords.state)),
                Grid.Column(c(CertificatePageWords.keptUntil)),
            ],
            rows: rows.map { row in
                [
                    c.time(row.createdAt), "\(LoginName(row.createdBy).said(in: c))",
                    "<span class=\"mono\">\(row.fingerprint)</span>", state(row.state, c),
                    row.keptUntil.map { c.timeOfDay($0) } ?? "\(c(CertificatePageWords.keptWhileInUse))",
                ]
            })
        return """
            <section aria-labelledby="requests">
            <div class="head"><h2 id="requests">\(c(CertificatePageWords.requests))</h2> \
            <p class="note">\(c(CertificatePageWords.requestsNote))</p></div>
            \(grid.html)
            </section>

            """
    }

    private func state(_ state: PushCertificateModel.RequestRow.State, _ c: ViewContext) -> HTML {
        switch state {
        case .offered: Badge(kind: .live, icon: .download, word: c(CertificatePageWords.offered)).html
        case .used: Badge(kind: .ok, icon: .ok, word: c(CertificatePageWords.used)).html
        case .kept: Badge(kind: .plain, icon: .clock, word: c(CertificatePageWords.kept)).html
        }
    }
}

/// The installation's vendor certificate, in one line: without it no request can be signed.
struct VendorCard {
    let vendor: PushCertificateModel.VendorFace?

    func html(in c: ViewContext) -> HTML {
        """
        <section class="card" aria-labelledby="vendor">
        <header><h2 id="vendor">\(c(CertificatePageWords.vendor))</h2>\(badge(c))</header>
        <p class="note">\(c(CertificatePageWords.vendorNote))</p>
        \(rows(c))
        </section>
        """
    }

    private func rows(_ c: ViewContext) -> HTML {
        guard let vendor else { return "<p>\(c(CertificatePageWords.vendorMissingStep))</p>" }
        let instant = c.dateTime(vendor.notAfter)
        let words =
            c.now >= vendor.notAfter ? CertificateWords.expiredAt(instant) : CertificateWords.validUntil(instant)
        return Rows([
            Rows.Row(AuditFieldWords.name("subject", in: c), vendor.subject),
            Rows.Row(c(CertificateWords.expires), c(words)),
        ]).html
    }

    private func badge(_ c: ViewContext) -> HTML? {
        guard let vendor else {
            return Badge(kind: .bad, icon: .bad, word: c(CertificatePageWords.vendorMissing)).html
        }
        return DaysFigure(notAfter: vendor.notAfter, in: c).badge(in: c)
    }
}
