import Administration

/// ここからかんたん初期設定: a checklist whose checks are live; 設定する leads to the first that is open.
struct SetUpCard {
    let checks: [(check: DashboardModel.SetUpCheck, isDone: Bool)]
    /// A certificate is registered; when its check is open, it has expired.
    var isRenewal = false

    func html(in c: ViewContext) -> HTML {
        let next = checks.first { !$0.isDone }?.check
        let lines = checks.map { check, isDone -> HTML in
            if isDone {
                return line(" class=\"done\"", .ok, check, "<span class=\"key\">\(c(DashboardWords.done))</span>", c)
            }
            let isNext = check == next
            let words = isRenewed(check) ? DashboardWords.renew : DashboardWords.action(of: check)
            let link: HTML = "<a href=\"\(href(check, c))\">\(c(words))</a>"
            return line(isNext ? " class=\"next\"" : "", isNext ? .next : .todo, check, link, c)
        }
        let target = next.map { href($0, c) } ?? c.href(SettingsEntry.overview.path)
        return """
            <section class="card" aria-labelledby="setup">
            <header><h2 id="setup">\(c(DashboardWords.setUpTitle))</h2> \
            <a href="\(target)" aria-describedby="setup">\(c(CertificateWords.setUp))</a></header>
            <p class="key">\(c(DashboardWords.progress(checks.count { $0.isDone }, of: checks.count)))</p>
            <ul class="check">
            \(lines)</ul>
            </section>
            """
    }

    private func isRenewed(_ check: DashboardModel.SetUpCheck) -> Bool { isRenewal && check == .pushCertificate }

    private func line(
        _ kind: HTML, _ icon: Icon, _ check: DashboardModel.SetUpCheck, _ end: HTML, _ c: ViewContext
    ) -> HTML {
        // The open state in a word for those who do not see the ring.
        let state: HTML? =
            icon == .ok ? nil : "<span class=\"vh\"> (\(c(DashboardWords.toDo)))</span>"
        let name = icon != .ok && isRenewed(check) ? DashboardWords.renewCertificate : DashboardWords.name(of: check)
        return "<li\(kind)>\(icon.html)<span>\(c(name))\(state)</span>\(end)</li>\n"
    }

    private func href(_ check: DashboardModel.SetUpCheck, _ c: ViewContext) -> String {
        let certificate = SettingsEntry.pushCertificate.path
        return switch check {
        case .vendorCertificate, .deviceAddress: c.manualHref(.setUp)
        case .firstDevice: c.href("devices/enroll")
        case .pushCertificate: c.href(c.permits(.manageCertificate) ? "\(certificate)/edit" : certificate)
        case .secondAdministrator: c.href("users")
        case .notices: c.href(SettingsEntry.notifications.path)
        case .recoverySheet: c.manualHref(.setUp)
        }
    }
}
