public import Administration
public import Enrollments
public import Foundation

/// 機器 → 一覧: the newest generation of every device, filtered, sorted and paged as a ``DeviceListQuery`` says.
///
/// Topics are compared with the company's active push certificate, which counts when it is valid at `now`; how long a
/// device may be silent is what the company's ``NotificationRecords/noticeSettings(in:)`` say.
public protocol DeviceListRecords {
    /// The page that the query's cursor names; the first one when the cursor is of another order or unreadable.
    func deviceList(_ query: DeviceListQuery, at now: Date, limit: Int, in scope: CompanyScope) throws
        -> DeviceListPage
    /// What every count of a list is made of; reads each device that the search and the user leave, the other
    /// conditions of the query play no part.
    func deviceTally(_ query: DeviceListQuery, at now: Date, in scope: CompanyScope) throws -> DeviceTally
}

extension DeviceListRecords {
    /// How many devices each chip would show: the search and the other groups' filters applied.
    public func deviceListCounts(_ query: DeviceListQuery, at now: Date, in scope: CompanyScope) throws
        -> DeviceListCounts
    {
        DeviceListCounts(try deviceTally(query, at: now, in: scope), query)
    }
}

/// Devices of equal facets, counted.
public struct DeviceTally: Sendable, Equatable {
    public struct Group: Sendable, Equatable {
        public let facets: DeviceFacets
        public let organization: OrganizationID?
        public let count: Int

        public init(facets: DeviceFacets, organization: OrganizationID?, count: Int) {
            self.facets = facets
            self.organization = organization
            self.count = count
        }
    }

    /// Devices of the company, whatever is asked for.
    public let total: Int
    public let groups: [Group]

    public init(total: Int, groups: [Group]) {
        self.total = total
        self.groups = groups
    }
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

    /// - Parameter query: the one that the tally was made for, or one that differs from it in other conditions than
    ///   search and user.
    public init(_ tally: DeviceTally, _ query: DeviceListQuery) {
        total = tally.total
        for group in tally.groups { add(group.facets, group.organization, count: group.count, query) }
    }
}

extension DeviceTally {
    /// How many devices of a kind the query finds, on all pages.
    public func count(_ query: DeviceListQuery, where isCounted: (DeviceFacets) -> Bool) -> Int {
        groups.filter {
            isCounted($0.facets) && DeviceListCounts.passes($0.facets, $0.organization, query).allSatisfy(\.self)
        }.reduce(0) { $0 + $1.count }
    }
}

extension DeviceListCounts {
    /// Whether each of the query's conditions holds, in the order of the page's groups.
    fileprivate static func passes(
        _ facets: DeviceFacets, _ organization: OrganizationID?, _ query: DeviceListQuery
    ) -> [Bool] {
        [
            query.state == nil || query.state.map { facets.isIn($0) } == true,
            query.family == nil || query.family == facets.family,
            query.topic == nil || query.topic == facets.topic,
            query.lastContact == nil || query.lastContact.map { facets.isIn($0) } == true,
            query.supervision == nil || query.supervision == facets.supervision,
            query.organization == nil || query.organization == organization,
        ]
    }

    /// Counts devices of equal facets in every group whose other groups' filters they pass.
    private mutating func add(
        _ facets: DeviceFacets, _ organization: OrganizationID?, count: Int, _ query: DeviceListQuery
    ) {
        let passes = Self.passes(facets, organization, query)
        let failed = passes.indices.filter { !passes[$0] }
        func counts(_ group: Int) -> Bool { failed.isEmpty || failed == [group] }
        if failed.isEmpty { matching += count }
        if counts(0) {
            for state in DeviceListQuery.State.allCases where facets.isIn(state) { states[state, default: 0] += count }
        }
        if counts(1), let family = facets.family { families[family, default: 0] += count }
        if counts(2) { topics[facets.topic, default: 0] += count }
        if counts(3) {
            for contact in DeviceListQuery.LastContact.allCases where facets.isIn(contact) {
                contacts[contact, default: 0] += count
            }
        }
        if counts(4) { supervision[facets.supervision, default: 0] += count }
        if counts(5), let organization { organizations[organization, default: 0] += count }
    }
}
