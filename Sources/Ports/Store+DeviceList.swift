public import Administration
public import Enrollments
public import Foundation

/// 機器 → 一覧: the newest generation of every device, filtered, sorted and paged as a ``DeviceListQuery`` says.
///
/// Topics are compared with the company's active push certificate, which counts when it is valid at `now`.
public protocol DeviceListRecords {
    /// The page that the query's cursor names; the first one when the cursor is of another order or unreadable.
    func deviceList(_ query: DeviceListQuery, at now: Date, limit: Int, in scope: CompanyScope) throws
        -> DeviceListPage
    /// How many devices each chip would show: the search and the other groups' filters applied.
    func deviceListCounts(_ query: DeviceListQuery, at now: Date, in scope: CompanyScope) throws
        -> DeviceListCounts
}

public struct DeviceListPage: Sendable, Equatable {
    public let rows: [DeviceListRow]
    /// Nil on the first page.
    public let previousCursor: String?
    /// Nil on the last page; a CSV of everything follows it to the end.
    public let nextCursor: String?

    public init(rows: [DeviceListRow], previousCursor: String?, nextCursor: String?) {
        self.rows = rows
        self.previousCursor = previousCursor
        self.nextCursor = nextCursor
    }
}

public struct DeviceListRow: Sendable, Equatable {
    public let enrollmentID: EnrollmentID
    public let deviceID: DeviceID
    public let summary: DeviceSummary
    public let personName: String?
    public let organizationName: String?
    /// As the device last reported it; nil where none was ever reported.
    public let topic: String?
    public let lastContactAt: Date?
    public let facets: DeviceFacets

    public init(
        enrollmentID: EnrollmentID, deviceID: DeviceID, summary: DeviceSummary, personName: String?,
        organizationName: String?, topic: String?, lastContactAt: Date?, facets: DeviceFacets
    ) {
        self.enrollmentID = enrollmentID
        self.deviceID = deviceID
        self.summary = summary
        self.personName = personName
        self.organizationName = organizationName
        self.topic = topic
        self.lastContactAt = lastContactAt
        self.facets = facets
    }

    /// The group that matters most.
    public var state: DeviceListQuery.State { facets.mainState }
    public var topicMatch: DeviceListQuery.TopicMatch { facets.topic }
}

public struct DeviceListCounts: Sendable, Equatable {
    /// Devices of the company, whatever is asked for.
    public var total = 0
    /// Devices that the query finds, on all pages.
    public var matching = 0
    public var states: [DeviceListQuery.State: Int] = [:]
    public var families: [DeviceListQuery.Family: Int] = [:]
    public var topics: [DeviceListQuery.TopicMatch: Int] = [:]
    public var contacts: [DeviceListQuery.LastContact: Int] = [:]
    public var supervision: [DeviceListQuery.Supervision: Int] = [:]
    public var organizations: [OrganizationID: Int] = [:]

    public init() {}
}
