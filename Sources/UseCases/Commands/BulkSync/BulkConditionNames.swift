import Administration
import Enrollments
import Notices
import Ports

/// Names of what the conditions point at.
public struct BulkConditionNames: Sendable, Equatable {
    public let organization: String?
    public let user: String?
    /// For ``DeviceListQuery/State/silent``.
    public let silenceDays: Int?

    package init(organization: String?, user: String?, silenceDays: Int?) {
        self.organization = organization
        self.user = user
        self.silenceDays = silenceDays
    }

    init(_ query: DeviceListQuery, in scope: CompanyScope, _ transaction: any Transaction) throws {
        organization = try query.organization.flatMap { id in
            try transaction.organizations(in: scope).first { $0.id == id }?.name
        }
        user = try query.user.flatMap { try transaction.person($0, in: scope)?.name }
        silenceDays = try transaction.noticeSettings(in: scope).silenceDays
    }
}
