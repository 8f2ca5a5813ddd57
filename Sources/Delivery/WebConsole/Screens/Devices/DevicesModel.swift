import Enrollments
import Foundation

/// 機器 → 一覧 (`/{company}/devices`); CSV of the same rows at `devices/list.csv` with the same query.
struct DevicesModel: Sendable {
    struct Row: Sendable, Equatable {
        /// Address: `devices/{id}`.
        var id: String
        /// Empty shows the serial number in its place.
        var name: String
        var serialNumber: String
        /// As people write it: `iOS 21.0.1`; empty while unknown.
        var os: String
        var user: String?
        var organization: String?
        /// The one that matters most, see ``DeviceListQuery/State``.
        var state: DeviceListQuery.State
        var topic: DeviceListQuery.TopicMatch
        var lastContactAt: Date?
        /// Not heard of for longer than 通知設定 allows.
        var isSilent = false
    }

    /// How many devices each chip would show, the other groups' filters and the search applied.
    struct Counts: Sendable, Equatable {
        var states: [DeviceListQuery.State: Int] = [:]
        var families: [DeviceListQuery.Family: Int] = [:]
        var topics: [DeviceListQuery.TopicMatch: Int] = [:]
        var contacts: [DeviceListQuery.LastContact: Int] = [:]
        var supervision: [DeviceListQuery.Supervision: Int] = [:]
        /// In the order of the page; those without devices are left out.
        var organizations: [OrganizationCount] = []
    }

    struct OrganizationCount: Sendable, Equatable {
        var id: OrganizationID
        var name: String
        var count: Int
    }

    var query: DeviceListQuery
    /// Days after which a device is silent; nil when nobody watches.
    var silenceDays: Int?
    /// One page.
    var rows: [Row]
    /// Devices that the query finds, on all pages.
    var matchCount: Int
    /// Devices of the company, whatever is asked for.
    var total: Int
    var counts: Counts
    /// When they were counted, where that was before this page was made (large fleets).
    var countedAt: Date?
    /// Nil on the first page.
    var previousCursor: String?
    /// Nil on the last page.
    var nextCursor: String?
    /// Name of ``DeviceListQuery/user``.
    var userName: String?
    var readiness: EnrollmentReadiness
    /// The person may make invitations.
    var mayEnroll: Bool
    /// The person may ask devices for their facts.
    var mayCommand = false
    var message: Message?
}

/// Whether a device can be enrolled at all, told before anybody walks to one.
enum EnrollmentReadiness: Sendable, Equatable {
    case ready
    case noCertificate
    case certificateExpired(Date)
    case certificateDeleted(Date)
    /// No address under which devices reach this server is configured.
    case noPublicAddress
}
