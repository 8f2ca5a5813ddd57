import Administration
import Enrollments
import Foundation
import Ports
import SQLiteDriver
import Testing

@testable import UseCases

@Suite struct LogTests {
    private func verify(_ test: TestInstallation, anchor: VerifyLog.Anchor? = nil) async throws -> VerifyLog.Result {
        try await VerifyLog(test.installation)(in: test.company.scope, anchor: anchor)
    }

    private func write(_ count: Int, _ test: TestInstallation) async throws {
        let (scope, now) = (test.company.scope, test.clock.now)
        try await test.installation.store.write { transaction in
            for number in 0..<count {
                try transaction.append(
                    AuditDraft(.loggedIn, by: .anonymous, at: now, subject: "\(number)"), in: scope)
            }
        }
    }

    @Test func `a log that is shortened stays intact, says what went, and keeps the year`() async throws {
        let test = try await TestInstallation()
        try await write(20, test)
        let anchor = try await verify(test)
        test.clock.advance(days: 300)
        try await write(5, test)
        try await ShortenLog(test.installation, batch: 7)()
        #expect(try await verify(test).first == 1, "nothing is older than a year")
        test.clock.advance(days: 100)
        try await ShortenLog(test.installation, batch: 7)()
        let result = try await verify(test)
        #expect(result.finding == nil)
        #expect(result.first == anchor.last + 1, "the newer five stay")
        let state = try await test.installation.store.read { try $0.logState(in: test.company.scope) }
        #expect(state.dropped == anchor.last && state.droppedHash == anchor.headHash)
        let before = try await verify(test).last
        try await ShortenLog(test.installation, batch: 7)()
        #expect(try await verify(test).last == before, "what tells of a removal is no reason for another")
        // What was noted of an entry that is gone cannot be compared; of the last one removed it can.
        let noted = try #require(VerifyLog.Anchor("\(anchor.last):\(anchor.headHash.hexadecimal)"))
        #expect(try await verify(test, anchor: noted).finding == nil)
        let other = try #require(VerifyLog.Anchor("\(anchor.last):" + String(repeating: "0", count: 64)))
        #expect(try await verify(test, anchor: other).finding == .anchorDiffers(anchor.last))
    }

    @Test func `an anchor that was noted elsewhere shows a log that was rewritten`() async throws {
        let test = try await TestInstallation()
        try await write(3, test)
        let head = try await verify(test)
        let anchor = try #require(VerifyLog.Anchor("\(head.last):\(head.headHash.hexadecimal)"))
        try await write(3, test)
        #expect(try await verify(test, anchor: anchor).finding == nil)
        let wrong = try #require(VerifyLog.Anchor("\(head.last - 1):\(head.headHash.hexadecimal)"))
        #expect(try await verify(test, anchor: wrong).finding == .anchorDiffers(head.last - 1))
        let beyond = try #require(VerifyLog.Anchor("900:\(head.headHash.hexadecimal)"))
        #expect(try await verify(test, anchor: beyond).finding == .anchorDiffers(900))
        for text in ["", "x:y", "1", "1:ab", "1:" + String(repeating: "g", count: 64)] {
            #expect(VerifyLog.Anchor(text) == nil)
        }
    }

    @Test func `how long the log is kept has limits, and a change is logged`() async throws {
        let test = try await TestInstallation()
        let keep = KeepLog(test.installation)
        for days in [29, 3_651, 0, -1] {
            await #expect(throws: AdministrationError.logDaysOutOfRange) {
                try await keep(days: days, by: test.actor, in: test.company.scope)
            }
        }
        try await keep(days: 30, by: test.actor, in: test.company.scope)
        try await keep(days: 30, by: test.actor, in: test.company.scope)
        #expect(try await keep.days(in: test.company.scope) == 30)
        #expect(try await test.events().filter { $0 == .logKeepingChanged }.count == 1)
    }

    @Test func `notices of log and operator are one list, unread until they were opened`() async throws {
        let test = try await TestInstallation()
        let user = User(
            id: UserID(stored: "u9"), companyID: test.company.id, login: "reader", role: .viewer,
            createdAt: test.clock.now)
        let scope = test.company.scope
        try await test.installation.store.write { try $0.insert(user, in: scope) }
        let reader = Principal(company: test.company, user: user, tokenHash: [], steppedUpAt: test.clock.now)
        let read = ReadNotices(test.installation)
        let manage = ManageNotices(test.installation)
        test.clock.advance(seconds: 5)
        try await test.register(topic: "com.apple.mgmt.External.one")
        test.clock.advance(seconds: 5)
        let other = try await TestInstallation.company("other", in: test.installation)
        _ = try await manage.add(japanese: "他社", english: "Other", until: nil, for: other)
        let mine = try await manage.add(
            japanese: "停止します", english: "Closed", until: test.clock.now.addingTimeInterval(60), for: test.company)
        test.clock.advance(seconds: 5)
        #expect(try await read(for: reader).items.map(\.isUnread) == [true, true])
        #expect(try await read(for: reader).items.first?.source == .notice(mine))
        try await read.markRead(by: reader)
        #expect(try await read(for: reader).items.map(\.isUnread) == [false, false])
        test.clock.advance(seconds: 60)
        #expect(try await read(for: reader).items.count == 1, "over")
        try await manage.remove(mine.id)
        await #expect(throws: AdministrationError.noSuchNotice) { try await manage.remove(mine.id) }
        for text in ["", " ", "a\nb", String(repeating: "x", count: 1_001)] {
            await #expect(throws: AdministrationError.noticeTextNotValid) {
                try await manage.add(japanese: text, english: "x", until: nil, for: nil)
            }
        }
        await #expect(throws: AdministrationError.noticeOverAlready) {
            try await manage.add(japanese: "x", english: "x", until: test.clock.now, for: nil)
        }
    }

    @Test func `a change of version is told once, the first start is none`() async throws {
        let test = try await TestInstallation()
        let note = NoteVersion(test.installation)
        for version in ["1.0.0", "1.0.0", "1.1.0", "1.1.0"] { try await note(version) }
        #expect(try await ManageNotices(test.installation).list().map(\.english) == ["1.1.0"])
    }

    @Test func `what is older than 400 days of keys leaves a line`() async throws {
        let test = try await TestInstallation()
        _ = try await test.download()
        try await ForgetOldKeys(test.installation)()
        #expect(try await !test.events().contains(.oldKeysForgotten))
        test.clock.advance(days: 401)
        try await ForgetOldKeys(test.installation)()
        try await ForgetOldKeys(test.installation)()
        #expect(try await test.events().filter { $0 == .oldKeysForgotten }.count == 1)
    }

    @Test func `the log goes out from where it stopped, twice rather than never`() async throws {
        let test = try await TestInstallation()
        let receiver = FakeReceiver()
        let send = SendLog(test.installation, to: receiver, node: "n1")
        try await write(3, test)
        await receiver.refuse(true)
        await #expect(throws: LogReceiverError("away")) { try await send() }
        let status = LogExportStatus(test.installation)
        try await status.note(receiver: "logs:6514")
        #expect(try await status(in: test.company.scope)?.state?.trouble == "away")
        await receiver.refuse(false)
        while try await send() > 0 {}
        let all = try await test.installation.store.read {
            try $0.auditEntries(in: test.company.scope, after: 0, limit: 100).map(\.sequence)
        }
        #expect(await receiver.numbers("sample") == all)
        #expect(try await status(in: test.company.scope)?.state?.trouble == nil)
        try await write(2, test)
        // Another node waits for its lease, and goes on from there.
        let second = SendLog(test.installation, to: receiver, node: "n2")
        #expect(try await second() == 0)
        test.clock.advance(seconds: 31)
        #expect(try await second() == 2)
        #expect(await receiver.numbers("sample").count == all.count + 2)
    }

    @Test func `a device's line waits until no transaction can come before it any more`() async throws {
        let test = try await TestInstallation()
        let receiver = FakeReceiver()
        let send = SendLog(test.installation, to: receiver, node: "n1")
        try await test.addDevice(topic: "t")
        let (scope, now) = (test.company.scope, test.clock.now)
        try await test.installation.store.write {
            try $0.append(
                DeviceEvent(
                    deviceID: DeviceID(stored: "d1"), enrollmentID: EnrollmentID(stored: "e1"), occurredAt: now,
                    kind: .enrolled), in: scope)
        }
        while try await send() > 0 {}
        #expect(await !receiver.records.contains { $0.log == "device" })
        test.clock.advance(seconds: 31)
        while try await send() > 0 {}
        #expect(await receiver.records.filter { $0.log == "device" }.count == 1)
    }

    @Test func `a record is one line of JSON, and its row in a table no formula`() throws {
        let record = LogRecord(
            company: "sample", log: "management", number: 1, occurredAt: Date(timeIntervalSince1970: 0),
            receivedAt: Date(timeIntervalSince1970: 1.5), event: "logged-in", isNotice: true, actor: "=cmd",
            subject: "a\"b\\\n\u{7F}é\u{85}", device: "d1", deviceName: "n", before: [("x", "1"), ("x", "2")],
            after: [], hash: "ab")
        #expect(!record.jsonText.contains("\n") && record.jsonLine.hasSuffix("}\n"))
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(record.jsonText.utf8)) as? [String: Any])
        #expect(object["subject"] as? String == record.subject)
        #expect(object["before"] as? [String: String] == ["x": "1", "x-2": "2"])
        #expect(object["receivedAt"] as? String == "1970-01-01T00:00:01.500Z")
        #expect(record.csvLine.contains("\"'=cmd\""))
    }
}

actor FakeReceiver: LogReceiver {
    private(set) var records: [LogRecord] = []
    private var refuses = false

    func refuse(_ refuses: Bool) { self.refuses = refuses }
    func numbers(_ company: String) -> [Int] {
        records.filter { $0.company == company && $0.log == "management" }.map(\.number)
    }
    func send(_ records: [LogRecord]) async throws {
        guard !refuses else { throw LogReceiverError("away") }
        self.records += records
    }
    func close() async {}
}
