import Administration
import Foundation
import Notices
import Testing

private let tokyo = TimeZone(identifier: "Asia/Tokyo") ?? .gmt

private func instant(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }

@Suite struct NoticeLadderTests {
    @Test(
        arguments: [
            (61, nil), (60, 60), (59, 60), (31, 60), (30, 30), (29, 30), (14, 14), (8, 14), (7, 7), (3, 3), (2, 3),
            (1, 1),
            (0, 0), (-1, -1), (-40, -40),
        ] as [(Int, Int?)])
    func `days left reach a step`(_ days: Int, _ step: Int?) {
        #expect(NoticeLadder.standard.step(daysLeft: days) == step)
    }

    @Test func `without daily notices nothing is told after expiry`() throws {
        let ladder = try NoticeLadder(days: [5, 20], isDailyAfterExpiry: false)
        #expect(ladder.days == [20, 5])
        #expect(ladder.step(daysLeft: 4) == 5)
        #expect(ladder.step(daysLeft: -1) == nil)
    }

    @Test(arguments: [[], [366], [-1], Array(0...30)])
    func `a ladder that is none is refused`(_ days: [Int]) {
        #expect(throws: NoticeError.self) { try NoticeLadder(days: days, isDailyAfterExpiry: true) }
    }

    /// The manual's sample: told on 2015/01/20 at 01:15, expiry on 2015/02/18 at 10:01:07 local time.
    @Test(arguments: [
        ("2015-01-19T16:14:59Z", 30), ("2015-01-19T16:15:02Z", 29), ("2015-02-17T16:15:00Z", 0),
        ("2015-02-18T16:14:59Z", 0), ("2015-02-18T16:15:00Z", -1),
    ])
    func `a day begins at a quarter past one, local time`(_ now: String, _ days: Int) throws {
        let expiry = try instant("2015-02-18T01:01:07Z")
        #expect(NoticeLadder.daysLeft(until: expiry, at: try instant(now), in: tokyo) == days)
    }
}

@Suite struct ExpiryDecisionTests {
    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    private func thing(_ id: String, days: Double, kind: ExpiringKind = .pushCertificate) -> ExpiringThing {
        ExpiringThing(kind: kind, id: id, expiresAt: now.addingTimeInterval(days * 86_400), facts: [])
    }

    private func told(_ id: String, _ step: Int, days: Double, isOver: Bool = false) -> ExpiryNotice {
        ExpiryNotice(
            kind: .pushCertificate, subjectID: id, step: step, expiresAt: now.addingTimeInterval(days * 86_400),
            toldAt: now, sequence: 1, isOver: isOver)
    }

    private func decide(_ things: [ExpiringThing], _ told: [ExpiryNotice]) -> ExpiryDecision {
        ExpiryDecision(things: things, told: told, ladder: .standard, at: now, in: tokyo)
    }

    @Test func `steps that were missed are told as one`() {
        let decision = decide([thing("a", days: 13)], [])
        #expect(decision.steps.map(\.step) == [14])
        #expect(decision.over.isEmpty && decision.renewed.isEmpty)
    }

    @Test func `a step is told once, and a longer ladder tells nothing again`() {
        #expect(decide([thing("a", days: 25)], [told("a", 30, days: 25)]).steps.isEmpty)
        #expect(decide([thing("a", days: 25)], [told("a", 14, days: 25)]).steps.isEmpty)
        #expect(decide([thing("a", days: 10)], [told("a", 30, days: 10)]).steps.map(\.step) == [14])
        // Restored after a deletion: what was told of it stays told.
        #expect(decide([thing("a", days: 25)], [told("a", 30, days: 25, isOver: true)]).steps.isEmpty)
    }

    @Test func `a renewal ends the notices and says so once for all steps`() {
        let decision = decide([thing("b", days: 360)], [told("a", 60, days: 5), told("a", 30, days: 5)])
        #expect(decision.over.map(\.subjectID) == ["a"])
        #expect(decision.renewed.map(\.by.id) == ["b"])
        #expect(decision.steps.isEmpty)
    }

    @Test func `a deletion ends them without a word, and so does a certificate that ends earlier`() {
        #expect(decide([], [told("a", 30, days: 20)]).over.map(\.subjectID) == ["a"])
        #expect(decide([], [told("a", 30, days: 20)]).renewed.isEmpty)
        #expect(decide([thing("b", days: 10)], [told("a", 30, days: 20)]).renewed.isEmpty)
    }
}

@Suite struct NoticeRuleTests {
    private let company: Company
    init() throws {
        company = Company(
            id: CompanyID(stored: "c1"), code: try CompanyCode("sample"), name: "サンプル企業", language: .japanese,
            timeZone: tokyo, brand: .smartMobileSafetyManager, wrappedKey: [], createdAt: .distantPast)
    }

    private func user(
        _ id: String, _ role: Role, _ address: String?, disabled: Bool = false, _ language: Language? = nil
    )
        -> User
    {
        User(
            id: UserID(stored: id), companyID: company.id, login: id, role: role, language: language,
            isDisabled: disabled, mailAddress: address, createdAt: .distantPast)
    }

    @Test func `roles, people and addresses are reached once, disabled people and bad addresses not at all`() throws {
        var rule = NoticeRule.standard(for: company.id, at: .distantPast)
        rule.users = [UserID(stored: "viewer")]
        rule.addresses = [try MailAddress("team@sample.example"), try MailAddress("one@sample.example")]
        let users = [
            user("one", .administrator, "one@sample.example", .english), user("two", .administrator, nil),
            user("gone", .administrator, "gone@sample.example", disabled: true),
            user("viewer", .viewer, "viewer@sample.example"), user("other", .viewer, "other@sample.example"),
        ]
        #expect(
            rule.recipients(among: users, in: company) == [
                try MailAddress("team@sample.example"): .japanese, try MailAddress("one@sample.example"): .english,
                try MailAddress("viewer@sample.example"): .japanese,
            ])
        rule.language = .english
        #expect(Set(rule.recipients(among: users, in: company).values) == [.english])
    }

    @Test func `the rule that a company begins with tells of expiry, deletion and renewal`() {
        let rule = NoticeRule.standard(for: company.id, at: .distantPast)
        #expect(rule.isSetOff(by: .pushCertificateExpiring) && rule.isSetOff(by: .pushCertificateDeleted))
        #expect(rule.isSetOff(by: .expiryNoticesEnded) && !rule.isSetOff(by: .loggedIn))
        var off = rule
        off.isEnabled = false
        #expect(!off.isSetOff(by: .pushCertificateExpiring))
    }

    @Test func `a rule that can tell nobody anything is refused`() {
        let rule = NoticeRule.standard(for: company.id, at: .distantPast)
        func changed(_ change: (inout NoticeRule) -> Void) -> NoticeRule {
            var copy = rule
            change(&copy)
            return copy
        }
        #expect(throws: NoticeError.noEvent) { try changed { $0.events = [] }.checked() }
        #expect(throws: NoticeError.noRecipient) { try changed { $0.roles = [] }.checked() }
        #expect(throws: NoticeError.invalidName) { try changed { $0.name = "" }.checked() }
        #expect(throws: NoticeError.invalidName) { try changed { $0.name = "a\nb" }.checked() }
    }

    @Test func `a mail is tried for four days, ever more rarely`() {
        let start = Date(timeIntervalSince1970: 1_800_000_000)
        var now = start
        var attempts = 0
        while let next = MailSchedule.next(after: attempts + 1, createdAt: start, at: now) {
            attempts += 1
            #expect(next > now)
            now = next
        }
        #expect((15...25).contains(attempts))
        #expect(now.timeIntervalSince(start) <= MailSchedule.lastingSeconds)
        #expect(now.timeIntervalSince(start) > 3.5 * 86_400)
    }
}
