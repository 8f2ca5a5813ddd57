import Foundation

/// 設定 → サービス環境設定 → Apple Push 証明書. Restoring posts to `…/restore` with `version`.
struct PushCertificateModel: Sendable {
    struct HistoryRow: Sendable, Equatable {
        enum State: Sendable, Equatable {
            case active
            /// Registered, and of no more use.
            case expired
            case retired(Date)
            case deleted(Date)
        }

        var registeredAt: Date
        var notAfter: Date
        var serialNumber: String
        var topic: String
        /// Login; empty for the service operator.
        var registeredBy: String
        var state: State
    }

    struct RequestRow: Sendable, Equatable {
        enum State: Sendable, Equatable {
            /// [ダウンロード] gives this one.
            case offered
            /// A certificate was registered with it.
            case used
            /// Kept: a certificate made with it is still accepted.
            case kept
        }

        var createdAt: Date
        /// Login; empty for the service operator.
        var createdBy: String
        /// The first eight hexadecimal digits of the public key's SHA-256.
        var fingerprint: String
        var state: State
        /// The key is kept, encrypted, until this day; nil: as long as its certificate is in use.
        var keptUntil: Date?
    }

    struct VendorFace: Sendable, Equatable {
        var subject: String
        var notAfter: Date
    }

    var certificate: CertificateFace?
    var deleted: DeletedCertificateFace?
    var appleID: String
    var notes: String
    var version: Int
    var census: DeviceCensus
    /// After an act: 「証明書を変更しました。」 and so on; see ``PushCertificateMessages``.
    var message: Message?
    /// Newest first.
    var history: [HistoryRow]
    /// Newest first; not shown to a person without the right to manage the certificate.
    var requests: [RequestRow]
    /// Nil when none is imported.
    var vendor: VendorFace?
    /// Nil leaves the box out: nothing is registered.
    var wire: WireModel?
}
