import Administration
import Foundation
import MDMProtocol
import Ports
import Synchronization
import Testing
import Webhooks

@testable import UseCases

/// Answers as it is told, and keeps what it was sent.
private final class RecordingSender: WebhookSender {
    struct Sent: Sendable {
        let body: String
        let headers: [String: String]
        let host: String
    }

    private let state = Mutex<(sent: [Sent], answers: [String: WebhookOutcome])>(([], [:]))

    func answer(_ outcome: WebhookOutcome, at host: String) { state.withLock { $0.answers[host] = outcome } }
    var sent: [Sent] { state.withLock { $0.sent } }

    func post(
        _ body: [UInt8], headers: [(name: String, value: String)], to address: WebhookAddress
    ) async -> WebhookOutcome {
        let sent = Sent(
            body: String(decoding: body, as: UTF8.self),
            headers: Dictionary(headers.map { ($0.name, $0.value) }, uniquingKeysWith: { one, _ in one }),
            host: address.host)
        return state.withLock { state in
            state.sent.append(sent)
            return state.answers[address.host] ?? .answered(status: 200, answer: "ok")
        }
    }
}

@Suite struct SendWebhooksTests {
    private let test: TestInstallation
    private let sender = RecordingSender()
    private let principal: Principal
    private var installation: Installation { test.installation }
    private var manage: ManageWebhooks { ManageWebhooks(installation) }

    init() async throws {
        test = try await TestInstallation(importingVendor: false)
        principal = Principal(
            company: test.company,
            user: User(
                id: UserID(stored: "u1"), companyID: test.company.id, login: "taro", role: .administrator,
                createdAt: test.clock.now), tokenHash: [], steppedUpAt: test.clock.now)
    }

    private func add(
        _ host: String, _ format: WebhookFormat = .own, kinds: Set<String> = ["person-created"],
        omitsPayload: Bool = false
    ) async throws -> WebhookID {
        try await manage.add(
            .init(url: "https://\(host)/hook?token=x", kinds: kinds, omitsPayload: omitsPayload), format: format,
            by: principal
        ).id
    }

    private func happen(_ names: String...) async throws {
        for name in names {
            _ = try await ManageDirectory(installation).addPerson(
                name: name, reading: "", organization: nil, by: test.actor, in: test.company.scope)
        }
    }

    private func work() async throws {
        let send = SendWebhooks(installation, sender: sender)
        for claim in try await send.claim(limit: 10) { try await send.serve(claim) }
    }

    private func deliveries(_ id: WebhookID) async throws -> [WebhookDelivery] {
        try await manage.show(id, in: test.company.scope).1
    }

    @Test func `an entry of the log is sent to those who ask for its kind, signed, in order, once`() async throws {
        let mine = try await add("a.example")
        _ = try await add("b.example", kinds: ["logged-in"])
        try await happen("一", "二")
        try await work()
        try await work()
        #expect(sender.sent.map(\.host) == ["a.example", "a.example"])
        #expect(sender.sent.first?.body.contains(#""kind":"person-created""#) == true)
        #expect(sender.sent.first?.body.contains("一") == true && sender.sent.last?.body.contains("二") == true)
        #expect(sender.sent.first?.headers["X-Kizuna-Signature"]?.hasPrefix("t=1795230000,v1=") == true)
        #expect(try await deliveries(mine).map(\.state) == [.delivered, .delivered])
    }

    @Test func `another company's events are not told`() async throws {
        _ = try await add("a.example")
        let other = try await TestInstallation.company("other", in: installation)
        _ = try await ManageDirectory(installation).addPerson(
            name: "secret", reading: "", organization: nil, by: test.actor, in: other.scope)
        try await work()
        #expect(sender.sent.isEmpty)
    }

    @Test func `a receiver that is not well keeps its order and holds up nobody else`() async throws {
        let sick = try await add("sick.example")
        _ = try await add("well.example")
        sender.answer(.failed(.timedOut), at: "sick.example")
        try await happen("一", "二")
        try await work()
        #expect(sender.sent.filter { $0.host == "sick.example" }.count == 1)
        #expect(sender.sent.filter { $0.host == "well.example" }.count == 2)
        // Within the pause nothing is tried; after it the oldest comes first.
        try await work()
        #expect(sender.sent.count == 3)
        sender.answer(.answered(status: 200, answer: ""), at: "sick.example")
        test.clock.advance(seconds: 7)
        try await work()
        let bodies = sender.sent.filter { $0.host == "sick.example" }.map(\.body)
        #expect(bodies.count == 3 && bodies[1].contains("一") && bodies[2].contains("二"))
        #expect(try await deliveries(sick).allSatisfy { $0.state == .delivered })
        #expect(try await manage.show(sick, in: test.company.scope).0.failures == 0)
    }

    @Test func `one that is refused waits by itself, those behind it go on`() async throws {
        let id = try await add("a.example")
        sender.answer(.answered(status: 404, answer: "no"), at: "a.example")
        try await happen("一", "二")
        try await work()
        #expect(sender.sent.count == 2)
        #expect(try await deliveries(id).allSatisfy { $0.state == .waiting && $0.lastStatus == 404 })
    }

    @Test func `after three days it is given up, visibly, and can be sent by hand`() async throws {
        let id = try await add("a.example")
        sender.answer(.answered(status: 500, answer: "broken"), at: "a.example")
        try await happen("一")
        for _ in 0..<40 where try await deliveries(id).first?.state == .waiting {
            try await work()
            test.clock.advance(seconds: 8 * 3_600)
        }
        let given = try #require(try await deliveries(id).first)
        #expect(given.state == .givenUp && given.lastAnswer == "broken" && given.attempts > 5)
        sender.answer(.answered(status: 200, answer: "thanks"), at: "a.example")
        try await TryWebhook(installation, sender: sender).again(given.id, of: id, by: principal)
        #expect(try await deliveries(id).first?.state == .delivered)
    }

    @Test func `what was sent but not recorded is sent again`() async throws {
        _ = try await add("a.example")
        try await happen("一")
        let send = SendWebhooks(installation, sender: sender)
        // A node claims it and dies.
        #expect(try await send.claim(limit: 10).count == 1)
        #expect(try await send.claim(limit: 10).isEmpty)
        test.clock.advance(seconds: 31)
        try await work()
        #expect(sender.sent.count == 1)
    }

    @Test func `one that is switched off is told nothing, and what waited comes when it is on again`() async throws {
        let id = try await add("a.example")
        try await happen("before")
        try await manage.setEnabled(false, id, by: principal)
        try await happen("while off")
        try await work()
        #expect(sender.sent.isEmpty)
        try await manage.setEnabled(true, id, by: principal)
        try await work()
        #expect(sender.sent.count == 1 && sender.sent.first?.body.contains("before") == true)
        try await manage.delete(id, by: principal)
        #expect(try await manage.list(in: test.company.scope).isEmpty)
    }

    @Test func `a device's message is sealed in the store, and sent with its exact bytes`() async throws {
        let id = try await add("a.example", .mdm, kinds: ["mdm.CheckOut"])
        let lean = try await add("b.example", .mdm, kinds: ["mdm.CheckOut"], omitsPayload: true)
        let body = Array("<plist>\u{0}\u{1F}secret</plist>".utf8)
        for kind in [MDMEventKind.checkOut, .authenticate] {
            try await TellDeviceMessage(installation)(
                DeviceMessage(kind, body, from: Channel(deviceID: "UDID")), in: test.company.scope)
        }
        let stored = try #require(try await deliveries(id).first)
        let sealed = try await installation.store.read {
            try $0.delivery(stored.id, in: test.company.scope)?.sealedBody
        }
        #expect(try #require(sealed).count > body.count)
        #expect(String(decoding: try #require(sealed), as: UTF8.self).contains("UDID") == false)
        try await work()
        let full = try #require(sender.sent.first { $0.host == "a.example" })
        #expect(full.body.contains(Data(body).base64EncodedString()))
        #expect(full.headers["X-Hmac-Signature"]?.count == 44)
        #expect(sender.sent.first { $0.host == "b.example" }?.body.contains("raw_payload") == false)
        #expect(sender.sent.count == 2)
        #expect(try await deliveries(lean).count == 1)
    }

    @Test func `a company that wants no messages is asked about once`() async throws {
        let message = DeviceMessage(.checkOut, [1], from: Channel(deviceID: "UDID"))
        #expect(try await Telling.prepare(message, installation, in: test.company.scope) == nil)
        #expect(installation.webhooks.wishes(in: test.company.scope).known?.isEmpty == true)
        _ = try await add("a.example", .mdm, kinds: ["mdm.CheckOut"])
        #expect(try await Telling.prepare(message, installation, in: test.company.scope) != nil)
    }

    @Test func `a test that fails is not tried again by itself`() async throws {
        let id = try await add("a.example")
        sender.answer(.failed(.noSuchName), at: "a.example")
        try await TryWebhook(installation, sender: sender).test(id, by: principal)
        let tried = try #require(try await deliveries(id).first)
        #expect(tried.kind == "test" && tried.state == .givenUp && tried.lastAnswer == "no-such-name")
        #expect(try await SendWebhooks(installation, sender: sender).claim(limit: 10).isEmpty)
    }

    @Test(arguments: [
        ("https://127.0.0.1/", WebhookError.addressNotPermitted("127.0.0.1")),
        ("https://[::1]/", .addressNotPermitted("::1")), ("http://example.jp/", .notEncrypted),
        ("https://2130706433/", .address(.oddHost("2130706433"))), ("ftp://example.jp/", .address(.notHTTP)),
    ]) func `an address that leads inside is refused when it is entered`(_ url: String, _ error: WebhookError)
        async throws
    {
        await #expect(throws: error) {
            _ = try await manage.add(
                .init(url: url, kinds: ["logged-in"], omitsPayload: false), format: .own, by: principal)
        }
    }

    @Test func `old deliveries are forgotten`() async throws {
        let id = try await add("a.example")
        try await happen("一")
        try await work()
        test.clock.advance(days: 8)
        try await ForgetDeliveries(installation)()
        #expect(try await deliveries(id).isEmpty)
    }

    @Test func `a dead receiver keeps three days of events and no more`() async throws {
        let id = try await add("dead.example")
        sender.answer(.failed(.timedOut), at: "dead.example")
        // One event every hour for five days.
        for hour in 0..<120 {
            try await happen("\(hour)")
            try await work()
            try await ForgetDeliveries(installation)()
            test.clock.advance(seconds: 3_600)
        }
        try await ForgetDeliveries(installation)()
        let scope = test.company.scope
        let all = try await installation.store.read { try $0.deliveries(of: id, limit: 1_000, in: scope) }
        #expect(all.count == 120)
        #expect(all.filter { $0.state == .waiting }.count == 72)
        #expect(all.filter { $0.state == .givenUp }.count == 48)
        // Switched off, nothing of it comes months later.
        try await manage.setEnabled(false, id, by: principal)
        test.clock.advance(days: 4)
        try await ForgetDeliveries(installation)()
        #expect(try await deliveries(id).allSatisfy { $0.state == .givenUp && $0.dueAt == nil })
    }

    @Test func `more than a webhook may keep is given up, and its page can say so`() async throws {
        let id = try await add("dead.example")
        sender.answer(.failed(.timedOut), at: "dead.example")
        try await happen("一", "二", "三")
        try await ForgetDeliveries(installation, bound: DeliveryBound(deliveries: 2, bytes: 1_000))()
        let kept = try await deliveries(id)
        #expect(kept.map(\.state) == [.waiting, .waiting, .givenUp] && kept.last?.lastAnswer == "no-room")
        #expect(try await manage.condition(of: id, in: test.company.scope).overflowed == 1)
        try await TryWebhook(installation, sender: sender).again(try #require(kept.last).id, of: id, by: principal)
        #expect(sender.sent.last?.body.contains("一") == true)
    }

    @Test func `an entry that the log does not hold any more is given up, and no other is sent for it`() async throws {
        let id = try await add("a.example")
        try await happen("一", "二")
        let scope = test.company.scope
        try await installation.store.write { transaction in
            let first = try #require(
                try transaction.auditEntries(in: scope, before: nil, limit: 100).first {
                    $0.draft.subject == "一" && $0.draft.event == .personCreated
                })
            try transaction.dropAuditEntries(through: KeptEntry(first), in: scope)
        }
        try await work()
        #expect(sender.sent.count == 1 && sender.sent.first?.body.contains("二") == true)
        let states = try await deliveries(id)
        #expect(states.map(\.state) == [.delivered, .givenUp] && states.last?.lastAnswer == "event-gone")
        #expect(try await manage.show(id, in: scope).0.failures == 0)
    }

    @Test func `what the receiver refuses makes no pause longer`() async throws {
        let id = try await add("a.example")
        sender.answer(.answered(status: 404, answer: "deploying"), at: "a.example")
        for number in 0..<9 { try await happen("\(number)") }
        try await work()
        #expect(sender.sent.count == 9)
        #expect(try await manage.show(id, in: test.company.scope).0.failures == 0)
        #expect(try await !manage.condition(of: id, in: test.company.scope).isReached)
        sender.answer(.answered(status: 502, answer: ""), at: "a.example")
        try await happen("ten")
        try await work()
        sender.answer(.answered(status: 200, answer: ""), at: "a.example")
        test.clock.advance(seconds: 7)
        try await work()
        #expect(sender.sent.last?.body.contains("ten") == true)
    }

    @Test func `a test that arrives ends the pause, and one that does not makes none`() async throws {
        let id = try await add("a.example")
        sender.answer(.failed(.timedOut), at: "a.example")
        try await happen("一")
        for _ in 0..<12 {
            try await work()
            test.clock.advance(seconds: 3 * 3_600)
        }
        try await work()
        let (tried, failures) = (sender.sent.count, try await manage.show(id, in: test.company.scope).0.failures)
        let trial = TryWebhook(installation, sender: sender)
        try await trial.test(id, by: principal)
        #expect(try await manage.show(id, in: test.company.scope).0.failures == failures)
        try await work()
        #expect(sender.sent.count == tried + 1)
        sender.answer(.answered(status: 200, answer: ""), at: "a.example")
        test.clock.advance(seconds: 1)
        try await trial.test(id, by: principal)
        try await work()
        #expect(sender.sent.last?.body.contains("一") == true)
        #expect(try await deliveries(id).filter { $0.state == .waiting }.isEmpty)
        #expect(try await manage.condition(of: id, in: test.company.scope).isReached)
    }

    @Test func `a test that arrives takes nothing from the node that sends`() async throws {
        let id = try await add("a.example")
        try await happen("一")
        let send = SendWebhooks(installation, sender: sender)
        #expect(try await send.claim(limit: 10).count == 1)
        try await TryWebhook(installation, sender: sender).test(id, by: principal)
        #expect(try await send.claim(limit: 10).isEmpty)
    }

    @Test func `the calendar's address leads to the company until it is replaced or revoked`() async throws {
        let manage = ManageCalendar(installation)
        let first = try await manage.make(by: principal).reveal()
        #expect(first.count == 64)
        #expect(try await ReadCalendar(installation)(token: first)?.company.id == test.company.id)
        let second = try await manage.make(by: principal).reveal()
        #expect(try await ReadCalendar(installation)(token: first) == nil)
        #expect(try await ReadCalendar(installation)(token: second) != nil)
        try await manage.revoke(by: principal)
        #expect(try await ReadCalendar(installation)(token: second) == nil)
    }
}
