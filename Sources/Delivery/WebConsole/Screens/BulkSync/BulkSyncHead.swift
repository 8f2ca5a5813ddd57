import Enrollments
import UseCases

/// What all pages of such an order have in common.
enum BulkSyncHead {
    static func crumbs(further: [(word: String, href: String)] = [], in c: ViewContext) -> HTML {
        Breadcrumbs(
            links: [(c(FrameWords.devices), c.href("devices")), (c(DeviceListWords.list), c.href("devices"))] + further,
            current: c(BulkSyncWords.title)
        ).html(in: c)
    }

    static func conditions(_ query: DeviceListQuery, _ names: BulkConditionNames, in c: ViewContext) -> String {
        let conditions = BulkSyncWords.conditions(query, names, in: c)
        return conditions.isEmpty ? c(BulkSyncWords.noConditions) : conditions.joined(separator: " · ")
    }
}
