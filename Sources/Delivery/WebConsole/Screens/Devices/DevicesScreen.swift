import Administration
import Enrollments
import Foundation
import HTTPTypes
import Hummingbird
import Notices
import Ports
import UseCases

/// 機器 → 一覧
extension RouteTable {
    mutating func addDevices() {
        page("devices", requires: .viewDevices) { try await DevicesScreen($0).show() }
        page("devices/list.csv", requires: .viewDevices) { try await DevicesScreen($0).file() }
    }
}

struct DevicesScreen {
    let signedIn: SignedIn
    init(_ signedIn: SignedIn) { self.signedIn = signedIn }

    private var visit: Visit { signedIn.visit }

    private var query: DeviceListQuery {
        DeviceListQuery(items: ListAddress.items(ofQuery: visit.request.uri.query ?? ""))
    }

    func show() async throws -> Response {
        let query = query
        let listing = try await ListDevices(signedIn.installation)(query, in: signedIn.scope)
        let context = visit.viewContext(section: .devices)
        let silentBefore = listing.notices.silentBefore(signedIn.installation.now)
        let model = DevicesModel(
            query: query, silenceDays: listing.notices.silenceDays,
            rows: listing.page.rows.map { $0.face(signedIn.installation.devices, silentBefore: silentBefore) },
            matchCount: listing.counts.matching, total: listing.counts.total,
            counts: .init(listing.counts, organizations: listing.organizations),
            countedAt: listing.countedAt,
            previousCursor: listing.page.previousCursor, nextCursor: listing.page.nextCursor,
            userName: listing.user?.name, readiness: try await signedIn.enrollmentReadiness(),
            mayEnroll: signedIn.principal.user.role.permits(.enrollDevices),
            mayCommand: signedIn.principal.user.role.permits(.commandDevices),
            message: visit.cookie(.done).flatMap { DeviceMessages.message(for: $0, in: context) })
        var response = visit.render(DevicesView(model), section: .devices)
        if visit.cookie(.done) != nil { response.clear(.done, visit.configuration) }
        return response
    }

    /// The rows that the page's filters find, all of them, written as they are read: memory does not grow with
    /// their number.
    func file() async throws -> Response {
        let context = visit.viewContext(section: .devices)
        let list = ListDevices(signedIn.installation)
        let memory = signedIn.installation.devices
        let scope = signedIn.scope
        let notices = try await list.notices(in: scope)
        let silentBefore = notices.silentBefore(signedIn.installation.now)
        var first = query
        first.cursor = nil
        let start = first
        return Response(
            status: .ok,
            headers: [
                .contentType: CSV.contentType,
                .contentDisposition: "attachment; filename=\"\(DevicesCSV.fileName(in: context))\"",
            ],
            body: ResponseBody { writer in
                try await writer.write(.init(string: DevicesCSV.header(in: context)))
                var query = start
                while true {
                    let part = try await list.part(query, in: scope)
                    let lines = part.rows.map { row in
                        DevicesCSV.line(
                            row.face(memory, silentBefore: silentBefore), silenceDays: notices.silenceDays, in: context)
                    }.joined()
                    try await writer.write(.init(string: lines))
                    guard let next = part.nextCursor else { break }
                    query.cursor = next
                }
                try await writer.finish(nil)
            })
    }
}

extension DeviceListRow {
    /// - Parameter memory: knows contacts of the last second, which the store does not have yet.
    func face(_ memory: DeviceMemory, silentBefore: Date?) -> DevicesModel.Row {
        let contact = [lastContactAt, memory.lastContact(of: enrollmentID)].compactMap { $0 }.max()
        let isHeard = contact.flatMap { last in silentBefore.map { $0 <= last } } ?? false
        let facets = isHeard ? facets.heard : facets
        return DevicesModel.Row(
            id: deviceID.description, name: summary.name, serialNumber: summary.serialNumber,
            os: OperatingSystemName.of(platform: summary.platform, version: summary.osVersion), user: personName,
            organization: organizationName, state: facets.mainState, topic: topicMatch, lastContactAt: contact,
            isSilent: facets.isIn(.silent))
    }
}

extension DevicesModel.Counts {
    init(_ counts: DeviceListCounts, organizations: [Organization]) {
        self.init(
            states: counts.states, families: counts.families, topics: counts.topics, contacts: counts.contacts,
            supervision: counts.supervision,
            organizations: organizations.compactMap { organization in
                counts.organizations[organization.id].map {
                    .init(id: organization.id, name: organization.name, count: $0)
                }
            })
    }
}
