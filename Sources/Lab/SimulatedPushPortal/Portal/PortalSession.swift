import Foundation

/// A browser's way through the portal, kept in memory: a restart signs everybody out.
struct PortalSession: Sendable {
    var stage: Stage = .appleID(notice: nil)
    /// Ticked at sign-in: the Apple ID is filled in next time.
    var remembersAppleID = false
    var rememberedAppleID: String?
    var acceptedTerms = false
    /// By the Lab's clock.
    var lastSeen: Date

    /// Without a click for this long, or after the clock has been moved by more, one signs in again.
    static let longestPause: TimeInterval = 30 * 60

    enum Stage: Sendable, Equatable {
        case appleID(notice: SignInNotice?)
        case password(account: String)
        case phoneChoice(account: String)
        case code(account: String, expected: String, phone: Int)
        case signedIn(account: String)
    }

    var account: String? {
        if case .signedIn(let account) = stage { account } else { nil }
    }
}

/// Why somebody is back at the field for the Apple ID.
enum SignInNotice: Sendable, Equatable {
    case noAppleID
    case wrongPassword
    case wrongCode
}
