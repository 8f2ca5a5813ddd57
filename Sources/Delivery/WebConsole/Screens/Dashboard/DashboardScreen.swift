import Administration
import AutomatedEnrollment
import Foundation
import Hummingbird
import Ports
import PushCertificates
import UseCases

/// `/{company}/`: the dashboard, and the two lists behind it.
extension RouteTable {
    mutating func addDashboard() {
        page("notices", requires: .viewConsole) { try await DashboardScreen($0).notices() }
        form("notices/read", requires: .viewConsole) { signedIn, _ in try await DashboardScreen(signedIn).markRead() }
        page("usage", requires: .viewConsole) { try await DashboardScreen($0).usage() }
    }
}

struct DashboardScreen {
    let signedIn: SignedIn
    init(_ signedIn: SignedIn) { self.signedIn = signedIn }

    func show() async throws -> Response {
        let overview = try await ShowPushCertificate(signedIn.installation)(in: signedIn.scope)
        let notices = try await ReadNotices(signedIn.installation)(limit: 5, for: signedIn.principal)
        let facts = try await CompanyFacts(signedIn.installation)(in: signedIn.scope)
        let reach = try await ShowNotices(signedIn.installation).reach(of: signedIn.company)
        let token = try await ShowToken(signedIn.installation)(in: signedIn.scope)
        let now = signedIn.installation.now
        let isVendorReady = overview.vendor.map { now < $0.notAfter && now >= $0.notBefore } ?? false
        let isCertificateReady = overview.active.map { !$0.certificate.isExpired(at: now) } ?? false
        let faces = CertificateFaces(overview, now: now)
        return signedIn.visit.render(
            DashboardView(
                DashboardModel(
                    notices: Array(notices.items.prefix(5)), certificate: faces.certificate, deleted: faces.deleted,
                    census: faces.census, tokenExpiresAt: token.active?.expiresAt, tokenTrouble: token.trouble,
                    checks: [
                        (.vendorCertificate, isVendorReady), (.pushCertificate, isCertificateReady),
                        (.deviceAddress, signedIn.installation.deviceAddress != nil),
                        (.firstDevice, overview.devices > 0),
                        (.secondAdministrator, facts.administrators >= 2), (.notices, reach.isWell),
                        (.recoverySheet, facts.isRecoverySheetConfirmed),
                    ], userCount: facts.users, deviceCount: overview.devices, reach: reach)))
    }

    /// What was unread is shown as such once more, and is read from now on.
    func notices() async throws -> Response {
        let before = signedIn.visit.query("before").flatMap(Int.init)
        let read = ReadNotices(signedIn.installation)
        let page = try await read(before: before, for: signedIn.principal)
        if page.items.contains(where: \.isUnread) { try await read.markRead(by: signedIn.principal) }
        return signedIn.visit.render(
            NoticesView(NoticesModel(items: page.items, olderBefore: page.next, isContinued: before != nil)))
    }

    func markRead() async throws -> Response {
        try await ReadNotices(signedIn.installation).markRead(by: signedIn.principal)
        return Response.redirect(to: signedIn.path(""))
    }

    func usage() async throws -> Response {
        let facts = try await CompanyFacts(signedIn.installation)(in: signedIn.scope)
        return signedIn.visit.render(
            UsageView(UsageModel(userCount: facts.users, deviceCount: facts.devices)))
    }
}
