import Enrollments
import Foundation

/// 機器の詳細 › 情報 (`devices/{id}/facts`): what the device told, each fact with its age.
///
/// The view knows Apple's keys: which section they belong to, what they are called, how a value is written.
/// Keys it does not know stand in その他 under Apple's own name.
struct DeviceFactsModel: Sendable {
    enum Value: Sendable, Equatable {
        case text(String)
        case flag(Bool)
        case number(Double)
        case date(Date)
        case list([String])
    }

    /// The newest `DeviceInformation` and `SecurityInfo`.
    struct Answer: Sendable, Equatable {
        var requestType: String
        var receivedAt: Date
        /// Apple's keys; those of dictionaries inside are joined by a point, `FirewallSettings.FirewallEnabled`;
        /// arrays of dictionaries are numbered, `ServiceSubscriptions.0.PhoneNumber`.
        var values: [String: Value]
    }

    struct Installed<Item: Sendable & Equatable>: Sendable, Equatable {
        var receivedAt: Date
        var items: [Item]
    }

    struct Profile: Sendable, Equatable {
        var name: String
        var identifier: String
        var organization: String
        var isManaged: Bool
    }

    struct Certificate: Sendable, Equatable {
        var name: String
        /// Nil when the certificate could not be read.
        var notAfter: Date?
        var isIdentity: Bool
    }

    struct App: Sendable, Equatable {
        var name: String
        var identifier: String
        var version: String
        var bytes: Int?
    }

    var face: DeviceFace
    var topic: String?
    var topicMatch: DeviceListQuery.TopicMatch
    /// When TokenUpdate last told the topic.
    var topicReportedAt: Date?
    var answers: [Answer]
    /// Nil: never asked, or never answered.
    var profiles: Installed<Profile>?
    var certificates: Installed<Certificate>?
    var apps: Installed<App>?
    var message: Message?
}
