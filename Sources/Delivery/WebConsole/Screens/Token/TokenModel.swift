import Foundation

/// 設定 → サービス環境設定 → ADEトークン.
struct TokenModel: Sendable {
    struct Face: Sendable, Equatable {
        var consumerKey: String
        var expiresAt: Date
        var registeredAt: Date
        /// True when another token of this server was registered before it.
        var isRenewal: Bool
    }

    struct HistoryRow: Sendable, Equatable {
        enum State: Sendable, Equatable {
            case active
            /// Registered, and of no more use.
            case expired
            case retired(Date)
            case deleted(Date)
        }

        var registeredAt: Date
        var expiresAt: Date
        var consumerKey: String
        /// Login; empty for the service operator.
        var registeredBy: String
        var state: State
    }

    var token: Face?
    var version: Int
    /// After an act.
    var message: Message?
    /// Newest first.
    var history: [HistoryRow]
    var account = Account()
    /// What Apple said at the last attempt.
    var trouble: Message?

    /// What the service told, and how many devices there are.
    struct Account: Sendable, Equatable {
        var serverName = ""
        var organization = ""
        /// Nil while Apple was never asked.
        var checkedAt: Date?
        var devices = 0
        var assigned = 0
        var profileName: String?
    }
}

/// The form for first registration and renewal. Posts multipart to `…/ade-token/edit` the fields `token` (file),
/// `version`, `csrf`; [ダウンロード] posts to `…/public-key`, a new key to `…/public-key/new`.
struct TokenEditModel: Sendable {
    var token: TokenModel.Face?
    var version: Int
    /// Where the link leads whose text is `https://business.apple.com/`.
    var managerURL: String
    /// When the pending public key was made; nil: [ダウンロード] makes one.
    var pendingSince: Date?
    /// Why no public key can be offered now.
    var downloadProblem: Message?
    /// Why the file was refused.
    var refusal: Message?
    /// Name of the refused file as the browser gave it.
    var fileName: String?
}
