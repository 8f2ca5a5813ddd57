import Foundation

/// Box 通信中の証明書: what APNs is shown, and what it says of it.
struct WireModel: Sendable, Equatable {
    struct Wire: Sendable, Equatable {
        var serialNumber: String
        var notAfter: Date
        /// Since when this connection stands.
        var since: Date
        /// False while the connections of an older certificate drain.
        var isRegistered: Bool
    }

    struct Probe: Sendable, Equatable {
        enum Outcome: Sendable, Equatable {
            case accepted
            case refused(status: Int, reason: String)
            /// No answer: what was tried, in words.
            case trouble(String)
        }

        var at: Date
        var outcome: Outcome
        /// The certificate has expired since: what was said then holds no more.
        var isOutlived = false
    }

    /// Nil: no connection at the moment.
    var wire: Wire?
    /// Nil: not asked yet.
    var probe: Probe?
}
