import Administration
import Foundation
import MDMProtocol
import Testing
import Webhooks

@Suite struct EventTests {
    private let instant = Date(timeIntervalSince1970: 1_795_230_000.123)

    private func text(_ json: JSONText) -> String { String(decoding: json.bytes, as: UTF8.self) }

    @Test func `a check-in has the shape of MicroMDM's event, with NanoMDM's additions`() {
        let event = MDMEvent(
            kind: .tokenUpdate, id: "e1", createdAt: instant, channel: Channel(deviceID: "UDID-1"),
            rawPayload: Array("<plist/>".utf8), tally: 1)
        #expect(
            text(event.json)
                == #"{"topic":"mdm.TokenUpdate","event_id":"e1","created_at":"2026-11-21T03:00:00.123Z","#
                + #""checkin_event":{"udid":"UDID-1","ids":{"id":"UDID-1","type":"Device"},"#
                + #""raw_payload":"PHBsaXN0Lz4=","token_update_tally":1}}"#)
    }

    @Test func `a report has status and command, and its topic is always mdm.Connect`() {
        let event = MDMEvent(
            kind: .idle, id: "e1", createdAt: instant, channel: Channel(deviceID: "E", isUserEnrollment: true),
            rawPayload: nil, status: "Idle")
        #expect(
            text(event.json)
                == #"{"topic":"mdm.Connect","event_id":"e1","created_at":"2026-11-21T03:00:00.123Z","#
                + #""acknowledge_event":{"enrollment_id":"E","ids":{"id":"E","type":"User Enrollment (Device)"},"#
                + #""status":"Idle"}}"#)
    }

    @Test func `an entry of the log is told with who, when and what`() {
        let entry = AuditEntry(
            sequence: 7,
            draft: AuditDraft(
                .personCreated, by: .user(UserID(stored: "u"), login: "taro"), at: instant, subject: "\"名\u{1}",
                after: [AuditField("name", "x")]), previousHash: [], hash: [])
        #expect(
            text(OwnEvent(entry, company: "sample", certificate: nil).json)
                == #"{"event_id":"sample-7","kind":"person-created","created_at":"2026-11-21T03:00:00.123Z","#
                + #""company":"sample","sequence":7,"actor":{"kind":"user","login":"taro"},"subject":"\"名\u0001","#
                + #""before":{},"after":{"name":"x"}}"#)
    }

    /// RFC 4231, test case 2.
    @Test func `signatures are HMAC-SHA256`() {
        let body = Array("what do ya want for nothing?".utf8)
        #expect(WebhookSignature.mdm(body, key: Array("Jefe".utf8)) == "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=")
        let own = WebhookSignature.own(body, key: Array("Jefe".utf8), at: instant)
        #expect(own.hasPrefix("t=1795230000,v1=") && own.utf8.count == 16 + 64)
    }

    @Test func `pauses grow, spread, and stop growing`() {
        #expect(DeliverySchedule.pause(failures: 1, random: 0.5) == 5)
        #expect(DeliverySchedule.pause(failures: 99, random: 1) == DeliverySchedule.longestPauseSeconds)
        var last = 0.0
        for failures in 1...12 {
            let pause = DeliverySchedule.pause(failures: failures, random: 0.5)
            #expect(pause >= last)
            last = pause
        }
        #expect(DeliverySchedule.pause(failures: 3, random: 0) == 96)
    }

    @Test(arguments: [
        (200, WebhookFormat.mdm, DeliveryVerdict.delivered), (204, .mdm, .refused), (204, .own, .delivered),
        (302, .own, .refused), (400, .own, .refused), (404, .mdm, .refused), (408, .own, .unwell), (429, .own, .unwell),
        (500, .mdm, .unwell), (503, .own, .unwell), (100, .own, .unwell), (0, .own, .unwell),
    ]) func `an answer holds up what is behind it only when the receiver is not well`(
        _ status: Int, _ format: WebhookFormat, _ verdict: DeliveryVerdict
    ) {
        #expect(DeliveryVerdict(status: status, format: format) == verdict)
    }
}
