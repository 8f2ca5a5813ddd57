import Administration
import Enrollments
import Foundation

/// ログ (`/{company}/log`), and the same filtered to one device (`devices/{id}/log`).
struct LogModel: Sendable {
    struct OrganizationChoice: Sendable, Equatable {
        var id: OrganizationID
        var name: String
    }

    /// With the device, on a device's tab.
    var query: LogQuery
    var lines: [LogLine]
    var next: LogPosition?
    /// A keyword was looked for only so far back.
    var searchedBackTo: Date?
    var organizations: [OrganizationChoice] = []
    /// Of the device that is filtered to.
    var deviceName: String?
    var keptDays = 365
}

/// The address of a log: on a device's tab the device stands in the path.
struct LogAddress {
    let query: LogQuery
    let isOfDevice: Bool

    func page(in c: ViewContext) -> String { ListAddress.href(path("log", in: c), items) }
    func file(in c: ViewContext) -> String {
        ListAddress.href(path("log/list.csv", in: c), LogAddress(query.with { _ in }, isOfDevice: isOfDevice).items)
    }
    /// Without a query.
    func bare(in c: ViewContext) -> String { path("log", in: c) }

    init(_ query: LogQuery, isOfDevice: Bool = false) {
        self.query = query
        self.isOfDevice = isOfDevice
    }

    var items: [(name: String, value: String)] {
        isOfDevice ? query.items.filter { $0.name != "device" } : query.items
    }

    private func path(_ last: String, in c: ViewContext) -> String {
        guard isOfDevice, let device = query.device else { return c.href(last) }
        return c.href("devices/\(device)/\(last)")
    }
}
