import Foundation

/// The form for first registration and renewal. Posts multipart to `…/push-certificate/edit` the fields
/// `certificate` (file), `apple_id`, `notes`, `version`, `csrf`, and `confirm_topic=yes` where asked;
/// [ダウンロード] posts to `…/request`, a new request to `…/request/new`.
struct PushCertificateEditModel: Sendable {
    /// Devices that still listen to a deleted topic: a tick is wanted before another is registered.
    struct DeletedTopic: Sendable, Equatable {
        var topic: String
        var deviceCount: Int
        /// Until when one click restores it; nil when it cannot be.
        var restorableUntil: Date?
    }

    /// Both topics of a refusal, shown as two ties.
    struct TopicComparison: Sendable, Equatable {
        var registered: String
        var offered: String
        var deviceCount: Int
    }

    /// Another administrator was faster.
    struct Conflict: Sendable, Equatable {
        /// Login; empty for the service operator.
        var changedBy: String
        var changedAt: Date
    }

    var certificate: CertificateFace?
    var deletedTopic: DeletedTopic?
    /// True when the tick was wanted and missing.
    var isTopicConfirmationMissing: Bool
    var appleID: String
    var notes: String
    var version: Int
    /// Where the link leads whose text is `https://identity.apple.com/pushcert/`.
    var portalURL: String
    /// Why no request can be offered now; nil offers the download.
    var downloadProblem: Message?
    /// When the pending request was made; nil: [ダウンロード] makes one.
    var pendingSince: Date?
    /// Why the file was refused.
    var refusal: Message?
    var comparison: TopicComparison?
    /// Name of the refused file as the browser gave it.
    var fileName: String?
    var conflict: Conflict?
}
