public import Administration
public import Enrollments
public import Foundation
public import Notices
public import Ports

/// 機器 → 一覧
public struct ListDevices: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public struct Listing: Sendable {
        public let page: DeviceListPage
        public let counts: DeviceListCounts
        /// Nil when they are of the same moment as the page.
        public let countedAt: Date?
        public let organizations: [Organization]
        public let user: Person?
        /// Say from when on a device is silent.
        public let notices: NoticeSettings
    }

    public static let pageSize = 50

    public func callAsFunction(_ query: DeviceListQuery, in scope: CompanyScope) async throws -> Listing {
        let isLarge = installation.tallies.isLarge(scope)
        let now = installation.now
        let seen = try await installation.store.read { transaction in
            Seen(
                page: try transaction.deviceList(query, at: now, limit: Self.pageSize, in: scope),
                tally: isLarge ? nil : try transaction.deviceTally(query, at: now, in: scope),
                organizations: try transaction.organizations(in: scope),
                user: try query.user.flatMap { try transaction.person($0, in: scope) },
                notices: try transaction.noticeSettings(in: scope))
        }
        let key = DeviceTallyMemory.Key(
            scope: scope, text: query.text, user: query.user, silenceDays: seen.notices.silenceDays)
        if let tally = seen.tally {
            installation.tallies.keep(tally, at: now, as: key)
            return listing(seen, DeviceListCounts(tally, query), countedAt: nil)
        }
        let counted = try await installation.tallies.known(key) { [installation] in
            let now = installation.now
            return (try await installation.store.read { try $0.deviceTally(query, at: now, in: scope) }, now)
        }
        return listing(seen, DeviceListCounts(counted.tally, query), countedAt: counted.at)
    }

    private struct Seen: Sendable {
        let page: DeviceListPage
        let tally: DeviceTally?
        let organizations: [Organization]
        let user: Person?
        let notices: NoticeSettings
    }

    private func listing(_ seen: Seen, _ counts: DeviceListCounts, countedAt: Date?) -> Listing {
        Listing(
            page: seen.page, counts: counts, countedAt: countedAt, organizations: seen.organizations, user: seen.user,
            notices: seen.notices)
    }

    /// Say from when on a device is silent.
    public func notices(in scope: CompanyScope) async throws -> NoticeSettings {
        try await installation.store.read { try $0.noticeSettings(in: scope) }
    }

    /// A part of exactly what is seen, for a file: pages follow each other by their cursors.
    public func part(_ query: DeviceListQuery, in scope: CompanyScope) async throws -> DeviceListPage {
        let now = installation.now
        return try await installation.store.read { try $0.deviceList(query, at: now, limit: 1_000, in: scope) }
    }
}
