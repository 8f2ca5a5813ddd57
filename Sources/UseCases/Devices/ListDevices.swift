public import Administration
public import Enrollments
import Foundation
public import Ports

/// 機器 → 一覧
public struct ListDevices: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public struct Listing: Sendable {
        public let page: DeviceListPage
        public let counts: DeviceListCounts
        public let organizations: [Organization]
        public let user: Person?
    }

    public static let pageSize = 50

    public func callAsFunction(_ query: DeviceListQuery, in scope: CompanyScope) async throws -> Listing {
        let now = installation.now
        return try await installation.store.read { transaction in
            Listing(
                page: try transaction.deviceList(query, at: now, limit: Self.pageSize, in: scope),
                counts: try transaction.deviceListCounts(query, at: now, in: scope),
                organizations: try transaction.organizations(in: scope),
                user: try query.user.flatMap { try transaction.person($0, in: scope) })
        }
    }

    /// A part of exactly what is seen, for a file: pages follow each other by their cursors.
    public func part(_ query: DeviceListQuery, in scope: CompanyScope) async throws -> DeviceListPage {
        let now = installation.now
        return try await installation.store.read { try $0.deviceList(query, at: now, limit: 1_000, in: scope) }
    }
}
