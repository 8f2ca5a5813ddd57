import AutomatedEnrollment
import Foundation
import Measurements
import Notices
import Ports
import Testing

@testable import kizuna

@Suite struct MetricsTests {
    private let now = Date(timeIntervalSince1970: 1_795_230_000)

    private func scrape(_ troubles: [String: Int] = [:]) -> String {
        let expiries = Expiry.Kind.allCases.map {
            Expiry(
                kind: $0, companyCode: "sample", subject: "s", identifier: "i", notAfter: now.addingTimeInterval(60),
                since: now)
        }
        let figures = StoreFigures(
            companies: 1, companiesWithoutCertificate: 0, devices: [], waitingCommands: 0, oldestCommand: nil,
            dueWakeUps: 0, oldestDueWakeUp: nil, unreachableDevices: 0,
            outboxes: ["webhook", "mail", "log-export"].map {
                .init(name: $0, waiting: 3, oldest: now.addingTimeInterval(-5), givenUp: 1)
            }, tokenTroubles: troubles)
        var page = MetricsPage()
        StoreReading(figures: figures, expiries: expiries, at: now).write(to: &page)
        page.add(Telemetry())
        return page.text
    }

    @Test func `everything that ends and every outbox is in a scrape`() {
        let text = scrape()
        for kind in Expiry.Kind.allCases {
            #expect(
                text.contains(
                    #"kizuna_expires_in_seconds{kind="\#(kind.rawValue)",company="sample",subject="s"} 60"#))
        }
        for outbox in ["webhook", "mail", "log-export"] {
            #expect(text.contains(#"kizuna_outbox_waiting{outbox="\#(outbox)"} 3"#))
            #expect(text.contains(#"kizuna_outbox_oldest_age_seconds{outbox="\#(outbox)"} 5"#))
            #expect(text.contains(#"kizuna_outbox_given_up{outbox="\#(outbox)"} 1"#))
        }
        #expect(text.contains(#"kizuna_mail_attempts_total{outcome="accepted"} 0"#))
    }

    @Test func `tokens that cannot be used are counted by what Apple said`() {
        let text = scrape(["terms-not-signed": 2])
        #expect(text.contains(#"kizuna_ade_tokens_failing{problem="terms-not-signed"} 2"#))
        #expect(text.contains(#"kizuna_ade_tokens_failing{problem="token-rejected"} 0"#))
    }

    @Test(arguments: [
        (MailReply.accepted(""), "accepted"), (.refused(""), "refused"), (.later(""), "failed"),
    ]) func `what the mail server says is counted`(_ reply: MailReply, _ outcome: String) async throws {
        struct Scripted: MailTransport {
            let reply: MailReply
            func send(_ mail: MailMessage) async -> MailReply { reply }
        }
        let family = CounterFamily(["accepted", "refused", "failed"])
        let address = try MailAddress("a@example.jp")
        let message = MailMessage(
            senderName: "K", sender: address, recipient: address, subject: "s", text: "t", messageID: "m", date: now,
            timeZone: .gmt)
        #expect(await CountedMailTransport(Scripted(reply: reply), family).send(message) == reply)
        #expect(family.values.filter { $0.value > 0 }.map(\.label) == [outcome])
    }
}
