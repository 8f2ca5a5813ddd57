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
    /// In this order on the page.
    var checks: [(check: SetUpCheck, isDone: Bool)]
    var userCount: Int
    var deviceCount: Int
}
