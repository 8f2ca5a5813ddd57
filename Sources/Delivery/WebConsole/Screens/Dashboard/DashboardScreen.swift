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
        page("usage", requires: .viewConsole) { try await DashboardScreen($0).usage() }
    }
}

struct DashboardScreen {
    let signedIn: SignedIn
    init(_ signedIn: SignedIn) { self.signedIn = signedIn }

    func show() async throws -> Response {
        let overview = try await ShowPushCertificate(signedIn.installation)(in: signedIn.scope)
        let notices = try await ReadLog(signedIn.installation).notices(before: nil, limit: 5, in: signedIn.scope)
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
                    notices: notices.entries, certificate: faces.certificate, deleted: faces.deleted,
                    census: faces.census, tokenExpiresAt: token.active?.expiresAt,
                    checks: [
                        (.vendorCertificate, isVendorReady), (.pushCertificate, isCertificateReady),
                        (.deviceAddress, signedIn.installation.deviceAddress != nil),
                        (.firstDevice, overview.devices > 0),
                        (.secondAdministrator, facts.administrators >= 2), (.notices, reach.isWell),
                        (.recoverySheet, facts.isRecoverySheetConfirmed),
                    ], userCount: facts.users, deviceCount: overview.devices, reach: reach)))
    }

    func notices() async throws -> Response {
        let before = signedIn.visit.query("before").flatMap(Int.init)
        let page = try await ReadLog(signedIn.installation).notices(before: before, in: signedIn.scope)
        return signedIn.visit.render(
            NoticesView(NoticesModel(entries: page.entries, olderBefore: page.next, isContinued: before != nil)))
    }

    func usage() async throws -> Response {
        let facts = try await CompanyFacts(signedIn.installation)(in: signedIn.scope)
        return signedIn.visit.render(
            UsageView(UsageModel(userCount: facts.users, deviceCount: facts.devices)))
    }
}
