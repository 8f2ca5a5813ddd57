import Administration
import Enrollments
import Foundation
import Ports
import UseCases

@testable import WebConsole

extension Sample {
    static let logLines: [LogLine] = [
        LogLine(.management(entry(.pushCertificateChanged, 3, subject: topic)), deviceName: nil),
        LogLine(
            .device(
                number: 2,
                DeviceEvent(
                    deviceID: DeviceID(stored: "d1"), enrollmentID: EnrollmentID(stored: "e1"),
                    occurredAt: now.addingTimeInterval(-7_200), receivedAt: now, kind: .pushUnreachable,
                    fields: [.init("reason", "=HYPERLINK(\"x\")")])), deviceName: "iPhone-12"),
        LogLine(
            .management(entry(.loginFailed, 2, by: .anonymous, subject: "<script>alert(1)</script>")), deviceName: nil),
        LogLine(.unreadable(unreadable(.management, "of-the-future", .unknownEvent)), deviceName: nil),
        LogLine(.unreadable(unreadable(.device, "command-answered", .damaged)), deviceName: "iPhone-12"),
        LogLine(.management(entry(.companyCreated, 1, by: .serviceOperator, subject: "sample")), deviceName: nil),
    ]

    static func unreadable(_ log: UnreadableEntry.Log, _ event: String, _ reason: UnreadableEntry.Reason)
        -> UnreadableEntry
    {
        UnreadableEntry(
            log: log, number: 17, occurredAt: now.addingTimeInterval(-9_000), receivedAt: now, event: event,
            reason: reason, isNotice: reason == .unknownEvent, device: log == .device ? "d1" : nil)
    }

    static func log(_ query: LogQuery = .init()) -> LogModel {
        LogModel(
            query: query, lines: logLines, next: logLines.last?.position(by: .occurred),
            organizations: [.init(id: OrganizationID(stored: "o1"), name: "Sales")])
    }

    /// A keyword that was looked for in a part of the log only, and not found there.
    static var narrowedLog: LogModel {
        let items = [
            ("kind", "device"), ("clock", "received"), ("from", "2026-11-01"), ("to", "2026-11-21"), ("q", "NotNow"),
            ("organization", "o1"), ("device", "d1"), ("at", "1790000000000.d.3.d1"),
        ]
        var model = log(LogQuery(items: items.map { (name: $0.0, value: $0.1) }))
        model.lines = []
        model.deviceName = "iPhone-12"
        model.searchedBackTo = now
        return model
    }

    static func keeping(_ finding: VerifyLog.Finding? = nil) -> LogKeepingModel {
        LogKeepingModel(
            days: 365, typed: finding == nil ? "x" : nil, mayChange: finding == nil,
            result: .init(first: 1, last: 7, headHash: [UInt8](repeating: 0xAB, count: 32), finding: finding),
            export: .init(
                receiver: "logs.example.jp:6514",
                state: .init(
                    cursor: .init(sequence: 7, receivedAt: now, device: "", number: 0), sentAt: now,
                    trouble: finding == nil ? "logs.example.jp:6514 cannot be reached" : nil,
                    troubleSince: finding == nil ? now : nil)))
    }

    static let notices: [ReadNotices.Item] = [
        .init(.entry(entry(.pushCertificateDeleted, 2)), isUnread: true),
        .init(
            .notice(
                Notice(
                    id: NoticeID(stored: "n1"), companyID: nil, source: .version, japanese: "1.4.0", english: "1.4.0",
                    createdAt: now, until: nil)), isUnread: true),
        .init(
            .notice(
                Notice(
                    id: NoticeID(stored: "n2"), companyID: nil, source: .serviceOperator,
                    japanese: "11 月 30 日の夜に停止します。", english: "Closed in the night of 30 November.",
                    createdAt: now, until: nil)), isUnread: false),
        .init(.entry(entry(.pushCertificateRegistered, 1)), isUnread: false),
    ]
}
