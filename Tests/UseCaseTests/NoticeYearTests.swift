import Administration
import Enrollments
import Foundation
import Notices
import Ports
import PushCertificates
import ScryptPasswordHasher
import Synchronization
import Testing
import UseCases

/// Takes every mail, or answers as told.
final class Letterbox: MailTransport {
    private let state = Mutex<(mails: [MailMessage], reply: MailReply)>(([], .accepted("250 2.0.0 Ok")))
    private let refused = Mutex<[String: String]>([:])

    var mails: [MailMessage] { state.withLock { $0.mails } }
    func answer(_ reply: MailReply) { state.withLock { $0.reply = reply } }
    func empty() { state.withLock { $0.mails = [] } }

    func refuse(_ address: String, _ answer: String) { refused.withLock { $0[address] = answer } }

    func send(_ mail: MailMessage) async -> MailReply {
        if let answer = refused.withLock({ $0[mail.recipient.description] }) { return .refused(answer) }
        return state.withLock {
            $0.mails.append(mail)
            return $0.reply
        }
    }
}

/// Says what a mail is about, in short.
struct ShortWording: NoticeWording {
    func write(_ notice: MailNotice) -> NoticeText {
        let what =
            switch notice.content {
            case .events(let entries): entries.map(Self.short).joined(separator: "; ")
            case .unconfirmed(let entry): "unconfirmed \(Self.short(entry))"
            case .test: "test"
            }
        return NoticeText(subject: what, text: "\(notice.consoleURL)\(notice.link)\n")
    }

    func write(_ notice: OperatorNotice, consoleURL: String) -> NoticeText {
        switch notice {
        case .vendorCertificateExpiring(_, let daysLeft): NoticeText(subject: "vendor \(daysLeft)", text: consoleURL)
        case .vendorCertificateRenewed: NoticeText(subject: "vendor renewed", text: consoleURL)
        }
    }

    private static func short(_ entry: AuditEntry) -> String {
        let days = entry.draft.after.first { $0.name == "days-left" }.map { " \($0.value)" } ?? ""
        return entry.draft.event.rawValue + days
    }
}

extension LogLine {
    fileprivate func isEvent(_ event: AuditEvent) -> Bool {
        if case .management(let entry) = source { entry.draft.event == event } else { false }
    }
}

@Suite struct NoticeYearTests {
    private let box = Letterbox()
    private let test: TestInstallation
    private let server: Installation

    init() async throws {
        test = try await TestInstallation()
        server = Self.node(test, box)
    }

    /// A server of this installation; two of them are two nodes.
    private static func node(_ test: TestInstallation, _ box: Letterbox) -> Installation {
        let base = test.installation
        return Installation(
            store: base.store, vault: base.vault, time: base.time, randomness: base.randomness, hasher: base.hasher,
            mail: MailFacilities(
                transport: box, wording: ShortWording(), sender: try? MailAddress("mdm@sample.example"),
                consoleURL: "https://mdm.sample.example"))
    }

    private func administrator(_ login: String = "admin", address: String? = "admin@sample.example") async throws {
        let created = try await CreateUser(server)(
            login: login, role: .administrator, password: Secret("a long enough phrase 1"), in: test.company)
        guard let address else { return }
        try await ManageNotifications(server).setAddress(
            try MailAddress(address), of: created.user.id, by: test.actor, in: test.company.scope)
    }

    /// What a keeper and a sender do at each turn.
    private func turn(_ node: Installation? = nil) async throws {
        let node = node ?? server
        try await NoteExpiries(node)()
        try await NoteSilentDevices(node)()
        try await MailNewEntries(node)()
        while try await SendMails(node)() {}
    }

    private func pass(days: Double, steps: Int = 1) async throws {
        for _ in 0..<Int(days * Double(steps)) {
            test.clock.advance(days: 1 / Double(steps))
            try await turn()
        }
    }

    private var subjects: [String] { box.mails.map(\.subject) }

    /// As the button of the page that is shown now.
    private func confirm() async throws -> Int {
        let newest = try #require(try await ShowNotices(server)(for: test.company).steps.first)
        return try await confirm(newest)
    }

    private func confirm(_ notice: ExpiryNotice) async throws -> Int {
        try await ManageNotifications(server).acknowledge(
            notice.kind, notice.subjectID, downTo: notice.step, by: test.actor, in: test.company.scope)
    }

    private func secondContact(_ address: String, hours: Int? = nil) async throws {
        var settings = try await ShowNotices(server)(for: test.company).settings
        settings.secondContacts = [try MailAddress(address)]
        if let hours { settings.hoursUntilEscalation = hours }
        try await ManageNotifications(server).save(settings, by: test.actor, in: test.company.scope)
    }

    @Test func `over a year every step is told once, to the day, whatever restarts and however many nodes`()
        async throws
    {
        try await administrator()
        try await test.register(topic: topicOne)
        let second = Self.node(test, box)
        try await turn()
        box.empty()
        var days: [Int] = []
        for _ in 0..<300 {
            test.clock.advance(days: 1)
            try await turn(second)
        }
        for _ in 0..<(70 * 3) {
            test.clock.advance(days: 1.0 / 3)
            try await turn(second)
            try await turn()
            days = Array(repeating: 0, count: box.mails.count)
        }
        #expect(days.count == subjects.count)
        #expect(
            subjects
                == ["60", "30", "14", "7", "3", "1", "0", "-1", "-2", "-3", "-4", "-5"].map {
                    "push-certificate-expiring \($0)"
                })
        #expect(Set(box.mails.map(\.messageID)).count == subjects.count)
        #expect(Set(box.mails.map(\.text)).count == subjects.count, "each has a link of its own")
        let log = try await test.events().filter { $0 == .pushCertificateExpiring }
        #expect(log.count == subjects.count, "each is in the log")
    }

    @Test func `renewal ends it, says so once, and begins anew a year later`() async throws {
        try await administrator()
        try await test.register(topic: topicOne)
        try await turn()
        try await pass(days: 340)
        #expect(subjects == ["push-certificate-expiring 60", "push-certificate-expiring 30"])
        box.empty()
        try await test.register(topic: topicOne)
        try await pass(days: 200)
        #expect(subjects == ["expiry-notices-ended"])
        box.empty()
        try await pass(days: 120)
        #expect(subjects == ["push-certificate-expiring 60"])
    }

    @Test func `a deletion is told to every administrator and ends the ladder`() async throws {
        try await administrator()
        try await administrator("second", address: "second@sample.example")
        try await test.register(topic: topicOne)
        try await pass(days: 320)
        box.empty()
        try await test.delete()
        try await pass(days: 60)
        #expect(subjects == ["push-certificate-deleted", "push-certificate-deleted"])
        #expect(Set(box.mails.map(\.recipient.description)) == ["admin@sample.example", "second@sample.example"])
    }

    @Test func `without an address nobody is told, the pages say so, and the newest step is told when there is one`()
        async throws
    {
        try await administrator(address: nil)
        try await test.register(topic: topicOne)
        try await pass(days: 336)
        #expect(subjects.isEmpty)
        #expect(try await ShowNotices(server).reach(of: test.company) == .noAddress)
        let overview = try await ShowNotices(server)(for: test.company)
        #expect(overview.steps.map(\.step) == [30, 60] && !overview.steps.contains { $0.hasReached })
        let user = try #require(overview.users.first)
        try await ManageNotifications(server).setAddress(
            try MailAddress("late@sample.example"), of: user.id, by: test.actor, in: test.company.scope)
        try await turn()
        try await turn()
        #expect(subjects == ["push-certificate-expiring 30"])
        #expect(try await ShowNotices(server).reach(of: test.company) == .told(1))
    }

    @Test func `without a mail server nothing is made, and it is said`() async throws {
        try await administrator()
        try await test.register(topic: topicOne)
        test.clock.advance(days: 320)
        try await turn(test.installation)
        #expect(try await ShowNotices(test.installation).reach(of: test.company) == .noMailServer)
        #expect(try await ShowNotices(server)(for: test.company).mails.isEmpty)
        // The operator names one: the step that reached nobody is told.
        try await turn()
        #expect(subjects == ["push-certificate-expiring 45"])
    }

    @Test func `a step that nobody confirms goes to the second contact once; a confirmed one does not`() async throws {
        try await administrator()
        try await test.register(topic: topicOne)
        try await secondContact("boss@sample.example", hours: 48)
        try await pass(days: 306)
        box.empty()
        try await pass(days: 6, steps: 4)
        #expect(box.mails.map(\.recipient.description) == ["boss@sample.example"])
        #expect(subjects == ["unconfirmed push-certificate-expiring 60"])
        box.empty()
        try await pass(days: 24)
        #expect(
            subjects == ["push-certificate-expiring 30", "unconfirmed push-certificate-expiring 30"],
            "nobody had confirmed anything, so every further step goes to both")
        #expect(try await confirm() == 2)
        box.empty()
        try await pass(days: 5, steps: 4)
        #expect(subjects.isEmpty)
        #expect(try await test.events().contains(.expiryEscalated))
    }

    @Test func `steps that follow each other faster than the patience do not begin it anew`() async throws {
        try await administrator()
        try await test.register(topic: topicOne)
        try await secondContact("boss@sample.example")  // 72 hours, as it is without a word
        try await pass(days: 359)
        _ = try await confirm()  // step 7; then everybody is on leave
        box.empty()
        try await pass(days: 10, steps: 2)
        let second = box.mails.filter { $0.recipient.description == "boss@sample.example" }.map(\.subject)
        #expect(second.first == "unconfirmed push-certificate-expiring 0", "three days after step 3")
        #expect(second.count == Set(second).count && second.count > 3, "each step after it, too, once: \(second)")
    }

    @Test func `a second contact that is entered after the expiry is told`() async throws {
        try await administrator()
        try await test.register(topic: topicOne)
        try await pass(days: 370)
        try await secondContact("late@sample.example")
        try await turn()
        try await turn()
        #expect(box.mails.last?.recipient.description == "late@sample.example")
        box.empty()
        try await test.register(topic: topicOne)
        try await turn()
        try await turn()
        #expect(
            Set(box.mails.map(\.recipient.description)) == ["admin@sample.example", "late@sample.example"],
            "who was alarmed hears the end")
        #expect(subjects == ["expiry-notices-ended", "expiry-notices-ended"])
    }

    @Test func `a step whose mails all failed has reached nobody, and is told to who is there then`() async throws {
        try await administrator(address: "mistyped@sample.example")
        try await test.register(topic: topicOne)
        box.answer(.refused("550 5.1.1 no such user"))
        try await pass(days: 306)
        let overview = try await ShowNotices(server)(for: test.company)
        #expect(overview.steps.map(\.hasReached) == [false])
        box.answer(.accepted("250 Ok"))
        box.empty()
        try await pass(days: 1)
        #expect(subjects.isEmpty, "who refused is not asked again")
        let user = try #require(overview.users.first)
        try await ManageNotifications(server).setAddress(
            try MailAddress("right@sample.example"), of: user.id, by: test.actor, in: test.company.scope)
        try await turn()
        try await turn()
        #expect(box.mails.map(\.recipient.description) == ["right@sample.example"])
        #expect(subjects == ["push-certificate-expiring 60"])
        #expect(try await ShowNotices(server)(for: test.company).steps.map(\.hasReached) == [true])
    }

    @Test func `a mail server that is away for a week is tried again each day while the step stands`() async throws {
        try await administrator()
        try await test.register(topic: topicOne)
        box.answer(.later("could not connect"))
        try await pass(days: 306)
        try await pass(days: 7, steps: 4)
        #expect(try await ShowNotices(server)(for: test.company).mails.first?.state == .failed)
        let before = subjects.count
        try await pass(days: 4, steps: 4)
        #expect((3...5).contains(subjects.count - before), "once a day")
        box.answer(.accepted("250 Ok"))
        box.empty()
        try await pass(days: 2, steps: 4)
        #expect(subjects == ["push-certificate-expiring 60"])
        #expect(try await ShowNotices(server).reach(of: test.company) == .told(1))
    }

    @Test func `one address that is refused is named, though another is told; a test mail heals nothing`() async throws
    {
        try await administrator()
        try await administrator("second", address: "gone@sample.example")
        try await test.register(topic: topicOne)
        try await pass(days: 304)
        box.refuse("gone@sample.example", "550 5.1.1 no such user")
        try await pass(days: 2)
        let gone = try MailAddress("gone@sample.example")
        let expected = NoticeReach.partly(1, gone, "550 5.1.1 no such user")
        #expect(try await ShowNotices(server).reach(of: test.company) == expected)
        try await ManageNotifications(server).sendTest(
            to: try MailAddress("private@example.org"), language: .english, by: test.actor, in: test.company.scope)
        try await turn()
        #expect(try await ShowNotices(server).reach(of: test.company) == expected)
    }

    @Test func `a clock that ran a year ahead and was put back silences nothing`() async throws {
        try await administrator()
        try await test.register(topic: topicOne)
        try await turn()
        test.clock.advance(days: 600)
        try await turn()
        #expect(subjects.last?.contains("-") == true)
        test.clock.advance(days: -600)
        box.empty()
        try await pass(days: 306)
        #expect(subjects == ["push-certificate-expiring 60"])
        let steps = try await ShowNotices(server)(for: test.company).steps
        #expect(steps.map(\.step) == [60])
    }

    @Test func `a mail that was put off by a clock ahead is sent by the clock that is right`() async throws {
        try await administrator()
        try await test.register(topic: topicOne)
        try await turn()
        box.answer(.later("421 closing"))
        try await pass(days: 306)
        test.clock.advance(days: 100)
        try await turn()
        test.clock.advance(days: -100)
        box.answer(.accepted("250 Ok"))
        box.empty()
        try await turn()
        try await turn()
        #expect(subjects == ["push-certificate-expiring 60"], "and nothing of the days that have not come")
    }

    @Test func `what was deleted and restored goes on where it was`() async throws {
        try await administrator()
        try await test.register(topic: topicOne)
        try await pass(days: 306)
        try await test.delete()
        try await turn()
        #expect(try await ShowNotices(server)(for: test.company).steps.isEmpty)
        try await test.restore()
        try await turn()
        #expect(try await ShowNotices(server)(for: test.company).steps.map(\.step) == [60])
        box.empty()
        try await test.register(topic: topicOne)
        try await turn()
        #expect(subjects == ["expiry-notices-ended"])
    }

    @Test func `a confirmation confirms what was shown, and nothing that came since`() async throws {
        try await administrator()
        try await test.register(topic: topicOne)
        try await pass(days: 306)
        let shown = try #require(try await ShowNotices(server)(for: test.company).steps.first)
        try await pass(days: 30)
        #expect(try await confirm(shown) == 1)
        let steps = try await ShowNotices(server)(for: test.company).steps
        #expect(steps.map(\.step) == [30, 60] && steps.map { $0.acknowledgedAt != nil } == [false, true])
        #expect(try await confirm() == 1)
    }

    @Test func `a mail server that is away loses nothing; one that refuses is told of`() async throws {
        try await administrator()
        try await test.register(topic: topicOne)
        try await turn()
        box.answer(.later("421 4.3.2 closing"))
        try await pass(days: 307)
        let first = try #require(try await ShowNotices(server)(for: test.company).mails.first)
        #expect(first.state == .waiting && first.lastAnswer == "421 4.3.2 closing")
        box.empty()
        box.answer(.accepted("250 Ok"))
        try await pass(days: 1, steps: 24)
        #expect(subjects == ["push-certificate-expiring 60"])
        #expect(try await ShowNotices(server)(for: test.company).mails.first?.state == .accepted)
        box.answer(.refused("550 5.1.1 no such user"))
        box.empty()
        try await pass(days: 30)
        #expect(subjects == ["push-certificate-expiring 30"], "a refused mail is not tried again")
        #expect(
            try await ShowNotices(server).reach(of: test.company)
                == .failing(try MailAddress("admin@sample.example"), "550 5.1.1 no such user"))
        #expect(try await test.events().contains(.mailFailed))
    }

    @Test func `a silent device is noted once for each silence, many in one mail`() async throws {
        try await administrator()
        try await ManageNotifications(server).create(
            NoticeRule(
                id: NoticeRuleID(stored: ""), name: "無通信", events: [.deviceSilent], roles: [.administrator],
                createdAt: test.clock.now), by: test.actor, in: test.company.scope)
        try await turn()
        try await test.addDevice(topic: topicOne)
        try await pass(days: 6)
        #expect(subjects.isEmpty)
        try await pass(days: 30)
        #expect(subjects == ["device-silent"])
        #expect(try await test.events().filter { $0 == .deviceSilent }.count == 1)
        // It stands in the device's own log, and among the notices, for a rule tells of it.
        let (scope, read) = (test.company.scope, ReadLog(server))
        var query = LogQuery()
        query.device = DeviceID(stored: "d1")
        let ofDevice = LogQuestion(query, timeZone: .gmt)
        let onDevicePage = try await read(ofDevice, in: scope).page.lines
        #expect(onDevicePage.contains { $0.isEvent(.deviceSilent) })
        query = LogQuery()
        query.kind = .notices
        let userCreated = LogQuestion(query, timeZone: .gmt)
        let before = try await read(userCreated, in: scope).page.lines
        #expect(!before.contains { $0.isEvent(.userCreated) })
        try await ManageNotifications(server).create(
            NoticeRule(
                id: NoticeRuleID(stored: ""), name: "利用者", events: [.userCreated], roles: [.administrator],
                createdAt: test.clock.now), by: test.actor, in: scope)
        let after = try await read(userCreated, in: scope).page.lines
        #expect(after.contains { $0.isEvent(.userCreated) })
    }

    @Test func `what happened before a rule existed is not told, and a rule is told of as it is written`() async throws
    {
        try await administrator()
        _ = try await CreateUser(server)(
            login: "early", role: .viewer, password: Secret("a long enough phrase 2"), in: test.company)
        try await turn()
        try await ManageNotifications(server).create(
            NoticeRule(
                id: NoticeRuleID(stored: ""), name: "users", events: [.userCreated],
                addresses: [try MailAddress("a@b.jp")],
                createdAt: test.clock.now), by: test.actor, in: test.company.scope)
        for login in ["x1", "x2", "x3"] {
            _ = try await CreateUser(server)(
                login: login, role: .viewer, password: Secret("a long enough phrase 3"), in: test.company)
        }
        try await turn()
        #expect(subjects == ["user-created; user-created; user-created"])
        #expect(box.mails.first?.recipient.description == "a@b.jp")
    }

    @Test func `two people who change one rule do not overwrite each other`() async throws {
        let manage = ManageNotifications(server)
        let rule = try #require(try await ShowNotices(server)(for: test.company).rules.first)
        var mine = rule
        mine.isEnabled = false
        try await manage.change(mine, by: test.actor, in: test.company.scope)
        await #expect(throws: NoticeError.changedMeanwhile) {
            try await manage.change(rule, by: test.actor, in: test.company.scope)
        }
        let settings = try await ShowNotices(server)(for: test.company).settings
        try await manage.save(settings, by: test.actor, in: test.company.scope)
        await #expect(throws: NoticeError.changedMeanwhile) {
            try await manage.save(settings, by: test.actor, in: test.company.scope)
        }
    }

    @Test func `companies do not see or change each other's notices`() async throws {
        let other = try await TestInstallation.company("other", in: server)
        let mine = try #require(try await ShowNotices(server)(for: test.company).rules.first)
        await #expect(throws: NoticeError.noSuchRule) {
            try await ManageNotifications(server).delete(mine.id, by: test.actor, in: other.scope)
        }
        try await ManageNotifications(server).sendTest(
            to: try MailAddress("a@b.jp"), language: .english, by: test.actor, in: test.company.scope)
        let mail = try #require(try await ShowNotices(server)(for: test.company).mails.first)
        await #expect(throws: NoticeError.noSuchMail) {
            try await ManageNotifications(server).sendAgain(mail.id, in: other.scope)
        }
        #expect(try await ShowNotices(server)(for: other).mails.isEmpty)
    }

    @Test func `a link leads to the page of its mail, and nothing else does`() async throws {
        try await ManageNotifications(server).sendTest(
            to: try MailAddress("a@b.jp"), language: .english, by: test.actor, in: test.company.scope)
        try await turn()
        let link = try #require(box.mails.first?.text.split(separator: "/").last).trimmingCharacters(in: .newlines)
        #expect(link.utf8.count == 32)
        let found = try #require(try await ShowNotices(server).destination(of: link))
        #expect(found.company == test.company.code && found.path == "settings/service/notifications")
        #expect(try await ShowNotices(server).destination(of: String(repeating: "0", count: 32)) == nil)
    }
}
