import Foundation
import Ports

/// カレンダー. Forms post to `…/make` and `…/revoke`.
struct CalendarModel: Sendable {
    struct Row: Sendable {
        var kind: Expiry.Kind
        var notAfter: Date
    }

    /// Only on the page that answers the making of it.
    var address: String?
    /// Nil while there is no address.
    var madeAt: Date?
    var madeBy: String
    /// Soonest first.
    var expiries: [Row]
    var message: Message?
}
