import Administration
import Foundation
import Testing

@testable import AutomatedEnrollment

@Suite struct DeviceFetchTests {
    func page(_ serials: [String] = [], cursor: String, more: Bool) -> DevicePage {
        DevicePage(
            entries: serials.map { .init(device: TokenDevice(serialNumber: $0)) }, cursor: cursor, hasMore: more)
    }

    @Test func `everything is fetched first, then changes with the last cursor`() {
        var fetch = DeviceFetch()
        #expect(fetch.take(page(cursor: "c1", more: true)) == .goOn)
        #expect(fetch.phase == .full && fetch.cursor == "c1")
        #expect(fetch.take(page(cursor: "c2", more: false)) == .roundEnded)
        #expect(fetch.phase == .changes && fetch.cursor == "c2" && fetch.round == 1)
        #expect(fetch.take(page(cursor: "c3", more: true)) == .goOn)
        #expect(fetch.take(page(cursor: "c4", more: false)) == .done)
        #expect(fetch == DeviceFetch(phase: .changes, cursor: "c4", round: 1))
    }

    @Test(arguments: [ServiceProblem.expiredCursor, .invalidCursor])
    func `a cursor that Apple forgot begins a new round`(_ problem: ServiceProblem) {
        var fetch = DeviceFetch(phase: .changes, cursor: "old", round: 4)
        #expect(fetch.take(problem) == .goOn)
        #expect(fetch == DeviceFetch(phase: .full, cursor: nil, round: 5))
        #expect(fetch.take(problem) == .stop(problem), "without a cursor there is nothing to forget")
    }

    @Test func `an exhausted cursor of the fetch is the first of the changes`() {
        var fetch = DeviceFetch(phase: .full, cursor: "c9", round: 2)
        #expect(fetch.take(.exhaustedCursor) == .roundEnded)
        #expect(fetch == DeviceFetch(phase: .changes, cursor: "c9", round: 2))
    }

    @Test func `the same cursor with more to follow stops`() {
        var fetch = DeviceFetch(phase: .changes, cursor: "c1", round: 1)
        #expect(fetch.take(page(cursor: "c1", more: true)) == .stop(.unreadable))
        #expect(fetch.take(page(cursor: "", more: true)) == .stop(.unreadable))
        #expect(fetch.take(page(cursor: "c1", more: false)) == .done)
    }

    @Test(arguments: [ServiceProblem.termsNotSigned, .accessDenied, .throttled(retryAfterSeconds: 9), .unreadable])
    func `what no rule knows stops and keeps the place`(_ problem: ServiceProblem) {
        let before = DeviceFetch(phase: .changes, cursor: "c1", round: 3)
        var fetch = before
        #expect(fetch.take(problem) == .stop(problem))
        #expect(fetch == before)
    }

    @Test func `of a serial number the newest word counts, whatever its place`() throws {
        let json = """
            {"cursor":"c","more_to_follow":false,"something_new":1,"devices":[
            {"serial_number":"A","op_type":"deleted","op_date":"2026-11-21T10:00:00Z"},
            {"serial_number":"A","op_type":"added","op_date":"2026-11-21T09:00:00Z"},
            {"serial_number":"B","op_type":"added","op_date":"2026-11-21T09:00:00Z","profile_status":"odd"},
            {"serial_number":"B","op_type":"modified","op_date":"2026-11-21T11:00:00Z","profile_status":"pushed",
             "profile_uuid":"P","device_assigned_date":""},
            {"serial_number":""},{"model":"none"}]}
            """
        let newest = try DevicePage(json: Array(json.utf8)).newest
        #expect(newest.map(\.device.serialNumber) == ["A", "B"])
        #expect(newest.map(\.isDeleted) == [true, false])
        #expect(newest.last?.device.profileStatus == .pushed && newest.last?.device.assignedAt == nil)
    }

    @Test(arguments: ["", "[]", "{\"devices\":{}}", "{\"cursor\":1}"])
    func `what is no page is unreadable`(_ text: String) {
        #expect(throws: ServiceProblem.unreadable) { try DevicePage(json: Array(text.utf8)) }
    }

    @Test(arguments: [
        (403, "\"T_C_NOT_SIGNED\"", ServiceProblem.termsNotSigned), (403, "T_C_NOT_SIGNED\n", .termsNotSigned),
        (400, "{\"code\":\"EXPIRED_CURSOR\",\"message\":\"x\"}", .expiredCursor),
        (400, "\"EXHAUSTED_CURSOR\"", .exhaustedCursor), (400, "INVALID_CURSOR", .invalidCursor),
        (403, "\"ACCESS_DENIED\"", .accessDenied), (429, "", .throttled(retryAfterSeconds: 7)),
        (500, "\"INTERNAL\"", .refused(status: 500, word: "INTERNAL")),
    ]) func `Apple's words in all their forms`(_ status: Int, _ body: String, _ expected: ServiceProblem) {
        #expect(
            ServiceProblem(status: status, body: Array(body.utf8), retryAfterSeconds: 7, isSession: false) == expected)
    }

    @Test func `at the session 401 is about the token, and the clock has its own word`() {
        func problem(_ body: String) -> ServiceProblem {
            ServiceProblem(status: 401, body: Array(body.utf8), retryAfterSeconds: nil, isSession: true)
        }
        #expect(problem("oauth_problem=token_rejected") == .tokenRejected("oauth_problem=token_rejected"))
        #expect(problem("oauth_problem_adv=timestamp_refused") == .clockRefused)
    }

    /// RFC 5849 gives no HMAC-SHA1 value for these; computed with Python's hmac module.
    @Test func `the OAuth header is signed as Apple computes it`() {
        let token = ServerToken(
            consumerKey: "CK_1", consumerSecret: .init("CS/1"), accessToken: .init("AT_1"), accessSecret: .init("AS+1"),
            expiresAt: .distantFuture)
        let header = OAuthHeader.make(
            for: token, url: "https://mdmenrollment.apple.com/session", nonce: "n 1",
            at: Date(timeIntervalSince1970: 1_795_300_000))
        #expect(header.hasPrefix("OAuth realm=\"ADM\", oauth_consumer_key=\"CK_1\", oauth_nonce=\"n%201\""))
        #expect(header.contains("oauth_signature=\"r5ijobfMPk4HM1fvKS3vWJLAric%3D\""))
    }

    @Test func `a profile always waits for its configuration`() throws {
        let settings = try SetupSettings(name: " 標準 ", skippedItems: ["Siri", "Nonsense"]).checked()
        let json = settings.json(url: "https://mdm.example.jp/enroll/ade/x")
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json)) as? [String: Any])
        #expect(object["profile_name"] as? String == "標準")
        #expect(object["await_device_configured"] as? Bool == true && object["is_supervised"] as? Bool == true)
        #expect(object["skip_setup_items"] as? [String] == ["Siri"])
        #expect(object["url"] as? String == "https://mdm.example.jp/enroll/ade/x")
        #expect(object["department"] == nil)
        #expect(SetupSettings(stored: settings.stored) == settings)
        #expect(throws: SetupSettings.Problem.nameInvalid(limit: 125)) { try SetupSettings(name: " \n").checked() }
    }
}

@Suite struct AssignmentAnswerTests {
    @Test func `words for each device are read, and a call that was not carried out is no failure of any`() throws {
        func read(_ json: String) throws -> [String: String] {
            try AssignmentAnswer(json: Array(json.utf8)).devices
        }
        #expect(
            try read(#"{"profile_uuid":"P","devices":{"A":"SUCCESS","B":"NOT_ACCESSIBLE","C":"THROTTLED"}}"#)
                == ["A": "SUCCESS", "B": "NOT_ACCESSIBLE", "C": "THROTTLED"])
        #expect(throws: ServiceProblem.throttled(retryAfterSeconds: 90)) {
            try read(#"{"response_status":"THROTTLED","retry_after_seconds":90}"#)
        }
        #expect(throws: ServiceProblem.throttled(retryAfterSeconds: 7)) {
            try read(#"{"devices":{"A":"THROTTLED","B":"THROTTLED"},"retry_after_seconds":"7"}"#)
        }
        #expect(throws: ServiceProblem.throttled(retryAfterSeconds: nil)) { try read(#""THROTTLED""#) }
        #expect(throws: ServiceProblem.unreadable) { try read("[1]") }
        #expect(throws: ServiceProblem.unreadable) { try read("<html>") }
    }

    @Test func `how long to wait is read from the body, too`() {
        let body = Array(#"{"code":"THROTTLED","retry_after_seconds":120}"#.utf8)
        func problem(_ header: Int?) -> ServiceProblem {
            ServiceProblem(status: 429, body: body, retryAfterSeconds: header, isSession: false)
        }
        #expect(problem(nil) == .throttled(retryAfterSeconds: 120) && problem(5) == .throttled(retryAfterSeconds: 5))
    }

    @Test func `every problem has its label`() {
        let all: [ServiceProblem] = [
            .termsNotSigned, .tokenRejected(""), .accessDenied, .clockRefused, .expiredCursor, .invalidCursor,
            .exhaustedCursor, .profileUnknown, .throttled(retryAfterSeconds: nil), .refused(status: 1, word: ""),
            .unreachable(""), .unreadable,
        ]
        #expect(Set(all.map(\.code)) == Set(ServiceProblem.codes))
    }
}
