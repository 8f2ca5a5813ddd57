import Foundation
import Testing

@testable import SimulatedMailbox

struct ConversationTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var tls = true
        var login = true
        var behaviour = MailboxBehaviour()
        /// What the client says, and how each answer begins.
        let exchanges: [(String, [String])]
    }

    static let hello = (
        "EHLO kizuna.example\r\n",
        [
            "250-mailbox", "250-PIPELINING", "250-SIZE 10485760", "250-8BITMIME", "250-SMTPUTF8",
            "250-AUTH PLAIN LOGIN", "250 ENHANCEDSTATUSCODES",
        ]
    )
    static let mail = ("MAIL FROM:<a@x.example>\r\n", ["250 2.1.0"])
    static let to = ("RCPT TO:<b@x.example>\r\n", ["250 2.1.5"])
    static let data = ("DATA\r\n", ["354 End data"])

    static let rows: [Row] = [
        Row(
            testDescription: "a message is taken",
            exchanges: [
                hello, mail, to, data, ("Subject: x\r\n\r\n..y\r\n.\r\n", ["250 2.0.0 Kept as 1"]),
                ("QUIT\r\n", ["221 2.0.0", "[close]"]),
            ]),
        Row(
            testDescription: "commands of a group are answered one by one",
            exchanges: [
                hello,
                (
                    "MAIL FROM:<> SIZE=12 BODY=8BITMIME\r\nRCPT TO:<postmaster>\r\nRCPT TO:<\"a b\"@x.example>\r\nDATA\r\n",
                    ["250", "250", "250", "354"]
                ),
            ]),
        Row(
            testDescription: "before TLS mail is refused, and AUTH neither offered nor taken", tls: false, login: false,
            exchanges: [
                (
                    "EHLO [127.0.0.1]\r\n",
                    [
                        "250-mailbox", "250-PIPELINING", "250-SIZE", "250-8BITMIME", "250-SMTPUTF8", "250-STARTTLS",
                        "250 ENHANCEDSTATUSCODES",
                    ]
                ),
                ("MAIL FROM:<a@x.example>\r\n", ["530 5.7.0 Must issue a STARTTLS"]),
                ("RCPT TO:<b@x.example>\r\n", ["530"]), ("DATA\r\n", ["530"]),
                ("AUTH PLAIN AGtpenVuYQBzZWNyZXQ=\r\n", ["530"]), ("STARTTLS now\r\n", ["501"]),
                ("STARTTLS\r\n", ["220 2.0.0", "[TLS]"]),
            ]),
        Row(
            testDescription: "what is sent behind STARTTLS ends the conversation", tls: false, login: false,
            exchanges: [
                ("EHLO x.example\r\n", ["250-", "250-", "250-", "250-", "250-", "250-", "250 "]),
                ("STARTTLS\r\nMAIL FROM:<a@x.example>\r\n", ["554 5.5.0", "[close]"]),
            ]),
        Row(
            testDescription: "without a login mail is refused", login: false,
            exchanges: [
                hello, ("MAIL FROM:<a@x.example>\r\n", ["530 5.7.0 Authentication required"]),
                ("AUTH CRAM-MD5\r\n", ["504"]), ("AUTH\r\n", ["501"]),
                ("AUTH PLAIN *** \r\n", ["501"]), ("AUTH PLAIN !!!!\r\n", ["501 5.5.2"]),
                ("AUTH PLAIN AGtpenVuYQB3cm9uZw==\r\n", ["535 5.7.8"]),
                ("AUTH PLAIN\r\n", ["334 "]), ("*\r\n", ["501 5.7.0"]),
                ("AUTH LOGIN\r\n", ["334 VXNlcm5hbWU6"]), ("a2l6dW5h\r\n", ["334 UGFzc3dvcmQ6"]),
                ("c2VjcmV0\r\n", ["235 2.7.0"]),
                ("AUTH PLAIN AGtpenVuYQBzZWNyZXQ=\r\n", ["503"]), mail,
            ]),
        Row(
            testDescription: "the order of commands is held",
            exchanges: [
                ("MAIL FROM:<a@x.example>\r\n", ["503"]), ("AUTH PLAIN\r\n", ["503"]), hello,
                ("RCPT TO:<b@x.example>\r\n", ["503"]), ("DATA\r\n", ["503"]), mail,
                ("MAIL FROM:<a@x.example>\r\n", ["503"]), ("DATA\r\n", ["503 5.5.1 No valid"]),
                ("STARTTLS\r\n", ["503"]),
                ("RSET\r\n", ["250"]), ("RCPT TO:<b@x.example>\r\n", ["503"]),
            ]),
        Row(
            testDescription: "what is not understood is told apart",
            exchanges: [
                ("EHLO\r\n", ["501"]), ("EHLO -x\r\n", ["501"]), hello, ("GET / HTTP/1.1\r\n", ["500 5.5.2"]),
                ("BDAT 3\r\n", ["502"]), ("NOOP x\r\n", ["250"]), ("RSET x\r\n", ["501"]),
                ("QUIT x\r\n", ["501"]), ("VRFY a\r\n", ["252"]), ("MAIL FROM: <a@x.example>\r\n", ["501"]),
                ("MAIL FROM:a@x.example\r\n", ["501"]),
                ("MAIL FROM:<a>\r\n", ["501"]), ("MAIL FROM:<a..b@x.example>\r\n", ["501"]),
                ("MAIL FROM:<a@x..example>\r\n", ["501"]),
                ("MAIL FROM:<a@x.example> FOO=1\r\n", ["555"]), ("MAIL FROM:<a@x.example> SIZE=x\r\n", ["501"]),
                ("MAIL FROM:<a@x.example> SIZE=1 SIZE=1\r\n", ["501"]),
                ("MAIL FROM:<a@x.example> SIZE=99999999999999999999\r\n", ["552 5.3.4"]),
                ("MAIL FROM:<あ@x.example>\r\n", ["553 5.6.7"]),
                mail, ("RCPT TO:<>\r\n", ["501"]),
                ("RCPT TO:<b@x.example> NOTIFY=NEVER\r\n", ["555"]),
            ]),
        Row(
            testDescription: "after twenty mistakes the conversation ends",
            exchanges: [
                (
                    String(repeating: "X\r\n", count: 25),
                    Array(repeating: "500", count: 19) + ["421 4.7.0", "[close]"]
                )
            ]),
        Row(
            testDescription: "an address beyond ASCII is taken with SMTPUTF8",
            exchanges: [
                hello, ("MAIL FROM:<あ@x.example> SMTPUTF8\r\n", ["250"]), ("RCPT TO:<い@日本.example>\r\n", ["250"]),
            ]),
        Row(
            testDescription: "HELO knows no parameters",
            exchanges: [("HELO x.example\r\n", ["250 mailbox"]), ("MAIL FROM:<a@x.example> SIZE=1\r\n", ["555"]), mail]),
        Row(
            testDescription: "a line of 512 bytes is a command, a longer one is not",
            exchanges: [
                ("NOOP " + String(repeating: "x", count: 505) + "\r\n", ["250"]),
                ("NOOP " + String(repeating: "x", count: 506) + "\r\n", ["500 5.5.2 Line too long"]),
                ("NOOP " + String(repeating: "x", count: 40_000) + "\r\n", ["500 5.5.2 Line too long"]),
                ("NOOP\r\n", ["250"]),
            ]),
        Row(testDescription: "LF alone ends the conversation", exchanges: [("NOOP\n", ["550 5.5.2", "[close]"])]),
        Row(
            testDescription: "CR alone ends the conversation",
            exchanges: [("NOOP\rQUIT\r\n", ["550 5.5.2", "[close]"])]),
        Row(
            testDescription: "a message with LF alone is refused at once",
            exchanges: [hello, mail, to, data, ("Subject: x\n\nMAIL FROM\r\n", ["550 5.5.2", "[close]"])]),
        Row(
            testDescription: "a dot between bare line ends does not end a message",
            exchanges: [
                hello, mail, to, data, ("x\r\n\r\ny\n.\nMAIL FROM:<evil@x.example>\r\n", ["550 5.5.2", "[close]"]),
            ]),
        Row(
            testDescription: "a line of 998 bytes is taken, also with a stuffed dot",
            exchanges: [
                hello, mail, to, data,
                (
                    "a: b\r\n\r\n.." + String(repeating: "x", count: 997) + "\r\n" + String(repeating: "x", count: 998)
                        + "\r\n.\r\n", ["250"]
                ),
            ]),
        Row(
            testDescription: "a line of 999 bytes is not",
            exchanges: [
                hello, mail, to, data,
                ("a: b\r\n\r\n" + String(repeating: "x", count: 999) + "\r\n.\r\n", ["554 5.6.0 A line"]), mail,
            ]),
        Row(
            testDescription: "nor is one without end",
            exchanges: [
                hello, mail, to, data, (String(repeating: "x", count: 90_000) + "\r\n.\r\n", ["554 5.6.0 A line"]),
            ]),
        Row(
            testDescription: "a byte 0 is refused",
            exchanges: [hello, mail, to, data, ("a: b\r\n\r\n\0\r\n.\r\n", ["554 5.6.0"])]),
        Row(
            testDescription: "eight bits in the header need SMTPUTF8, in the body they are taken",
            exchanges: [
                hello, mail, to, data, ("a: b\r\n\r\nあ\r\n.\r\n", ["250"]),
                ("MAIL FROM:<a@x.example> BODY=8BITMIME\r\n", ["250"]), to, data,
                ("a: あ\r\n\r\nx\r\n.\r\n", ["554 5.6.7"]), ("MAIL FROM:<a@x.example> BODY=8BITMIME\r\n", ["250"]), to,
                data, ("a: b\r\n\r\nあ\r\n.\r\n", ["250"]),
            ]),
        Row(
            testDescription: "too large is refused in front and behind", behaviour: small,
            exchanges: [
                ("EHLO x.example\r\n", ["250-", "250-", "250-SIZE 20", "250-", "250-", "250-", "250 "]),
                ("MAIL FROM:<a@x.example> SIZE=21\r\n", ["552 5.3.4"]), mail, to,
                ("RCPT TO:<c@x.example>\r\n", ["452 4.5.3"]), data, ("a: b\r\n\r\n0123456789\r\n.\r\n", ["250"]), mail,
                to, data, ("a: b\r\n\r\n01234567890\r\n.\r\n", ["552 5.3.4"]),
            ]),
        Row(
            testDescription: "refused and greylisted recipients", behaviour: picky,
            exchanges: [
                hello, mail, ("RCPT TO:<Gone@x.example>\r\n", ["550 5.1.1 <Gone@x.example>"]),
                ("RCPT TO:<b@closed.example>\r\n", ["550 5.1.1"]), ("RCPT TO:<b@x.example>\r\n", ["451 4.7.1"]),
                ("RCPT TO:<b@x.example>\r\n", ["451 4.7.1"]), to,
            ]),
        Row(
            testDescription: "STARTTLS and SMTPUTF8 that are not offered are not understood", tls: false, login: false,
            behaviour: plain,
            exchanges: [
                ("EHLO x.example\r\n", ["250-", "250-", "250-", "250-8BITMIME", "250 ENH"]), ("STARTTLS\r\n", ["502"]),
                ("AUTH PLAIN\r\n", ["538 5.7.11"]),
                ("MAIL FROM:<a@x.example> SMTPUTF8\r\n", ["555"]), mail,
            ]),
    ]

    private static let small = changed {
        $0.sizeLimit = 20
        $0.mostRecipients = 1
    }
    private static let picky = changed {
        $0.refusedRecipients = ["gone@x.example", "@closed.example"]
        $0.greylistedTimes = 2
    }
    private static let plain = changed {
        $0.offersStartTLS = false
        $0.requiresTLS = false
        $0.requiresLogin = false
        $0.offersSMTPUTF8 = false
    }

    private static func changed(_ body: (inout MailboxBehaviour) -> Void) -> MailboxBehaviour {
        var behaviour = MailboxBehaviour()
        body(&behaviour)
        return behaviour
    }

    @Test(arguments: rows)
    func `answers as RFC 5321 asks`(_ row: Row) {
        var talk = Talk(FakeHost(row.behaviour), tls: row.tls, login: row.login)
        #expect(talk.open() == ["220 mailbox.kizuna-lab.example ESMTP Kizuna Lab (simulated)"])
        for (line, beginnings) in row.exchanges {
            let answers = talk.say(line)
            #expect(
                answers.count == beginnings.count && zip(answers, beginnings).allSatisfy { $0.hasPrefix($1) },
                "\(line.prefix(80)): \(answers)")
        }
    }

    @Test(arguments: rows.filter { !$0.testDescription.contains("behind STARTTLS") })
    func `says the same when bytes come one by one`(_ row: Row) {
        var whole = Talk(FakeHost(row.behaviour), tls: row.tls, login: row.login)
        var pieces = whole
        pieces.session = Talk(FakeHost(row.behaviour), tls: row.tls, login: row.login).session
        for (line, _) in row.exchanges { #expect(whole.say(line) == pieces.say(line, inPieces: true)) }
    }

    @Test func `keeps envelope, bytes and how it came`() throws {
        let host = FakeHost()
        var talk = Talk(host)
        _ = talk.say("EHLO kizuna.example\r\nMAIL")
        _ = talk.say("EHLO kizuna.example\r\n")
        talk = Talk(host)
        for line in [
            "EHLO kizuna.example\r\n",
            "MAIL FROM:<a@x.example> BODY=8BITMIME\r\nRCPT TO:<b@x.example>\r\nRCPT TO:<c@y.example>\r\nDATA\r\n",
        ] { _ = talk.say(line) }
        #expect(talk.say("Subject: x\r\n\r\n..\r\n...あ\r\n.\r\n") == ["250 2.0.0 Kept as 1"])
        let kept = try #require(host.kept.first)
        #expect(kept.raw == "Subject: x\r\n\r\n.\r\n..あ\r\n")
        #expect(
            kept.envelope
                == .init(from: "a@x.example", to: ["b@x.example", "c@y.example"], body: "8BITMIME", smtpUTF8: false))
        #expect(kept.transport == .init(client: "kizuna.example", greeting: "ESMTP", tls: "TLSv1.3", login: "kizuna"))
    }

    @Test func `TLS forgets what was said before`() {
        var talk = Talk(FakeHost(), tls: false)
        _ = talk.say("EHLO kizuna.example\r\n")
        talk.session.encrypted(with: "TLSv1.3")
        #expect(talk.session.login == nil)
        #expect(talk.say("MAIL FROM:<a@x.example>\r\n").first?.hasPrefix("503") == true)
    }

    struct Trouble: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let fault: MailboxFault
        let said: [String]
        var kept = 0
    }

    static let troubles: [Trouble] = [
        Trouble(
            testDescription: "421 in greeting", fault: .init(.answer, at: .connect, code: 421),
            said: ["421 4.0.0 Try", "[close]"]),
        Trouble(testDescription: "mute from the start", fault: .init(.stall, at: .connect), said: ["[stall]"]),
        Trouble(testDescription: "EHLO cut", fault: .init(.cut, at: .ehlo), said: ["220", "[cut]"]),
        Trouble(
            testDescription: "a recipient that is gone",
            fault: .init(.answer, at: .rcpt, recipient: "c@x.example", code: 550),
            said: [
                "220", "250-", "250-", "250-", "250-", "250-", "250-", "250 ", "250", "250", "550 5.0.0", "354", "250",
                "221", "[close]",
            ], kept: 1),
        Trouble(
            testDescription: "cut in the middle", fault: .init(.cut, at: .body, afterBytes: 6),
            said: ["220", "250-", "250-", "250-", "250-", "250-", "250-", "250 ", "250", "250", "250", "354", "[cut]"]),
        Trouble(
            testDescription: "refused behind the message", fault: .init(.answer, at: .message, code: 554, text: "Spam"),
            said: [
                "220", "250-", "250-", "250-", "250-", "250-", "250-", "250 ", "250", "250", "250", "354",
                "554 5.0.0 Spam", "221", "[close]",
            ]),
        Trouble(
            testDescription: "cut behind the message", fault: .init(.cut, at: .message),
            said: ["220", "250-", "250-", "250-", "250-", "250-", "250-", "250 ", "250", "250", "250", "354", "[cut]"]),
        Trouble(
            testDescription: "the answer gets lost", fault: .init(.loseAnswer, at: .message),
            said: ["220", "250-", "250-", "250-", "250-", "250-", "250-", "250 ", "250", "250", "250", "354", "[cut]"],
            kept: 1),
        Trouble(
            testDescription: "slow", fault: .init(.delay, at: .mail, delayMilliseconds: 7),
            said: [
                "220", "250-", "250-", "250-", "250-", "250-", "250-", "250 ", "[wait 7]", "250", "250", "250", "354",
                "250", "221", "[close]",
            ], kept: 1),
        Trouble(
            testDescription: "no SMTP", fault: .init(.garble, at: .quit),
            said: [
                "220", "250-", "250-", "250-", "250-", "250-", "250-", "250 ", "250", "250", "250", "354", "250",
                "[garble]",
            ], kept: 1),
    ]

    @Test(arguments: troubles)
    func `a fault strikes at its stage`(_ trouble: Trouble) {
        let host = FakeHost(faults: [trouble.fault])
        var talk = Talk(host)
        var said = talk.open()
        for line in [
            "EHLO kizuna.example\r\n", "MAIL FROM:<a@x.example>\r\n", "RCPT TO:<b@x.example>\r\n",
            "RCPT TO:<c@x.example>\r\n", "DATA\r\n", "a: b\r\n\r\n", "text\r\n.\r\n", "QUIT\r\n",
        ] { said += talk.say(line) }
        #expect(said.count == trouble.said.count && zip(said, trouble.said).allSatisfy { $0.hasPrefix($1) }, "\(said)")
        #expect(host.kept.count == trouble.kept)
    }

    @Test func `faults pass, strike, and are used up`() {
        var plan = MailFaultPlan()
        plan.add([.init(.cut, at: .mail, count: 2, after: 1), .init(.stall, at: .rcpt, count: nil)])
        #expect((0..<4).map { _ in plan.next(at: .mail, recipient: nil) != nil } == [false, true, true, false])
        #expect((0..<4).map { _ in plan.next(at: .rcpt, recipient: "x") != nil } == [true, true, true, true])
    }

    @Test(arguments: [
        #"{"kind": "cut"}"#, #"{"kind": "cut", "stage": "nowhere"}"#, #"{"kind": "cut", "stage": "mail", "often": 3}"#,
        #"{"kind": "answer", "stage": "mail", "code": 99}"#,
        #"{"kind": "lose_answer", "stage": "mail"}"#, #"{"kind": "answer", "stage": "mail", "text": "a\r\nb"}"#,
    ])
    func `an order that makes no sense is refused`(_ json: String) {
        #expect(throws: (any Error).self) { try JSONDecoder().decode(MailboxFault.self, from: Data(json.utf8)) }
    }
}
