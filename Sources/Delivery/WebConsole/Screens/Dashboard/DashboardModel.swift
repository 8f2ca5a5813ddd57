import Administration
import Foundation
import UseCases

struct DashboardModel: Sendable {
    /// One line of ここからかんたん初期設定, checked when the page is made.
    enum SetUpCheck: String, CaseIterable, Sendable {
        /// A vendor certificate is imported and valid.
        case vendorCertificate
        case pushCertificate
        /// Devices know an address of this server.
        case deviceAddress
        /// At least one device is enrolled.
        case firstDevice
        /// A second person can act when the first is away.
        case secondAdministrator
        /// Somebody would be told by mail that the certificate expires.
        case notices
        /// The recovery sheet was confirmed at set-up.
        case recoverySheet
    }

    /// Newest first, a handful.
    var notices: [ReadNotices.Item]
    /// Nil when none is registered.
    var certificate: CertificateFace?
    /// The one deleted last, when nothing is registered.
    var deleted: DeletedCertificateFace?
    /// Devices by topic, of the registered or, after deletion, of the deleted certificate.
    var census: DeviceCensus
    /// Of the ADE token; nil when none is registered.
    var tokenExpiresAt: Date?
    /// What stands against the token's use, as `ServiceProblem.code`.
    var tokenTrouble: String?
    /// In this order on the page.
    var checks: [(check: SetUpCheck, isDone: Bool)]
    var userCount: Int
    var deviceCount: Int
    /// Whether anybody is told.
    var reach: NoticeReach = .told(1)
}
