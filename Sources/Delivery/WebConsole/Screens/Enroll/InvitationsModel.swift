import Enrollments
import Foundation

/// 機器 → 登録 (`/{company}/devices/enroll`). The form posts to the same address; 取り消す posts to
/// `devices/enroll/{id}/revoke`.
///
/// Fields: `for` = `user` or `organization`; `user` (name; an existing one of this name is taken, else one is
/// made), `organization` (likewise), `count` 1…500, `valid` = raw value of ``Validity``.
struct InvitationsModel: Sendable {
    enum Validity: String, CaseIterable, Sendable {
        case hour = "1h"
        case day = "1d"
        case week = "7d"
        case month = "30d"

        var seconds: TimeInterval {
            switch self {
            case .hour: 3_600
            case .day: 86_400
            case .week: 7 * 86_400
            case .month: 30 * 86_400
            }
        }
    }

    enum Recipient: String, CaseIterable, Sendable {
        case user, organization
    }

    struct Row: Sendable, Equatable {
        var id: String
        var recipient: Recipient
        var name: String
        var usesLeft: Int
        var usesAllowed: Int
        var createdAt: Date
        /// Login; empty for the service operator.
        var createdBy: String
        var expiresAt: Date
        var standing: Invitation.Standing
    }

    struct Input: Sendable, Equatable {
        var recipient = Recipient.user
        var user = ""
        var organization = ""
        var count = "1"
        var validity = Validity.day
    }

    enum Field: String, Sendable {
        case user, organization, count
    }

    var readiness: EnrollmentReadiness
    /// The person may make and revoke invitations.
    var mayInvite: Bool
    /// Newest first.
    var rows: [Row]
    var olderBefore: Int?
    var isContinued: Bool
    /// Names to choose from.
    var users: [String]
    var organizations: [String]
    var input = Input()
    var wrongFields: Set<Field> = []
    var problem: Message?
    var message: Message?
}

/// The invitation that was just made; shown once, since only hashes of link and code are kept.
struct InvitationMadeModel: Sendable {
    var recipient: InvitationsModel.Recipient
    var name: String
    var usesAllowed: Int
    var expiresAt: Date
    /// `https://…/enroll/{token}`.
    var link: String
    /// `https://…/enroll`, where the company code and the code are typed.
    var codeAddress: String
    /// 認証コード.
    var code: String
}
