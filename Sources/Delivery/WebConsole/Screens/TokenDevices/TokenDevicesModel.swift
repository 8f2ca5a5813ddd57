import AutomatedEnrollment
import Foundation

/// …/ade-token/devices: what Apple Business Manager assigned, with the profile each has.
struct TokenDevicesModel: Sendable {
    var devices: [ListedDevice]
    /// Serial number after which the next page begins; nil on the last.
    var next: String?
    var profileUUID: String?
    var hasToken: Bool
    var lastFetchAt: Date?
    var message: Message?
}

/// …/ade-token/profile. Posts `name`, `mandatory`, `removable`, `department`, `phone`, and `skip_<item>`.
struct SetupProfileModel: Sendable {
    var settings: SetupSettings
    var isDefined: Bool
    var problem: Message?
}
