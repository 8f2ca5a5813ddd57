import CommandQueue
import Enrollments
import Foundation
import UseCases

extension Sample {
    static func bulkPreview(targets: Int = 9_874, obstacle: ActionObstacle? = nil) -> OrderBulkSync.Preview {
        OrderBulkSync.Preview(
            query: DeviceListQuery(text: "Sales <1>", state: .silent, organization: OrganizationID(stored: "o1")),
            targetCount: targets, unmanagedCount: 12, undeliverableCount: obstacle == nil ? 3 : targets,
            obstacle: obstacle,
            names: BulkConditionNames(organization: "Sales", user: nil, silenceDays: 14), recent: [bulkOrder])
    }

    private static let bulkOrder = BulkOrder(
        id: BulkOrderID(stored: "b1"), orderedAt: now, orderedBy: "yamada",
        query: DeviceListQuery(family: .iPhone, user: PersonID(stored: "p1")), targetCount: 10_000)

    static func bulkProgress(isOver: Bool = false) -> ShowBulkOrder.Progress {
        let targets = BulkStep.allCases.filter { $0.isOver || !isOver }.map { step in
            BulkTarget(
                enrollmentID: EnrollmentID(stored: "e-\(step)"), deviceID: DeviceID(stored: "d-\(step)"),
                name: step == .failed ? "" : "iPhone <\(step)>", serialNumber: "F2LXK9Q0N72J", step: step,
                obstacle: step == .skipped ? .otherTopic : nil, since: step == .preparing ? nil : now)
        }
        return ShowBulkOrder.Progress(
            order: bulkOrder,
            steps: isOver
                ? [.completed: 9_999, .skipped: 1] : [.preparing: 4_000, .accepted: 2_000, .completed: 4_000],
            targets: targets, next: isOver ? nil : EnrollmentID(stored: "e9"),
            names: BulkConditionNames(organization: nil, user: "Taro <Yamada>", silenceDays: nil),
            obstacle: isOver ? nil : .noCertificate)
    }
}
