import Administration
import Enrollments
import Foundation
import Testing
import UseCases

@testable import WebConsole

@Suite struct BulkSyncPageTests {
    private let c = Sample.context(section: .log)

    private func entry(daysAgo days: Double) -> LogLine {
        let draft = AuditDraft(
            .syncRequested, by: .user(UserID(stored: "u1"), login: "yamada"),
            at: Sample.now.addingTimeInterval(-days * 86_400),
            after: [AuditField("devices", "12"), AuditField("order", "b1")])
        return LogLine(
            .management(AuditEntry(sequence: 7, draft: draft, previousHash: [], hash: [])), deviceName: nil)
    }

    @Test func `in the log an order leads to its page while that is kept`() {
        for (days, isThere) in [(0.0, true), (89, true), (91, false)] {
            let face = LogFace(entry(daysAgo: days), in: c)
            #expect(face.subject == "一斉同期")
            #expect((face.pageOfBulkOrder == "devices/sync/b1") == isThere, "\(days)")
        }
    }

    @Test func `who only looks sees the orders, and nothing to press`() {
        let page = BulkSyncAskView(preview: Sample.bulkPreview())
        let mine = page.main(in: Sample.context()).markup
        let viewers = page.main(in: Sample.context(role: .viewer)).markup
        #expect(mine.contains("<form") && mine.contains("devices/sync/b1"))
        #expect(!viewers.contains("<form") && !viewers.contains("9874") && viewers.contains("devices/sync/b1"))
    }
}
