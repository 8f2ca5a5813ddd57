import Foundation

/// One conversation with a client, as RFC 5321 and the announced extensions ask: bytes in, actions out, no network.
struct SMTPSession {
    enum Phase: Equatable {
        case commands
        case login(LoginStep)
        case message
        case over
    }

    enum LoginStep: Equatable {
        case plain
        case loginName
        case loginPassword(name: String)
    }

    struct Transaction {
        var from: String
        var body = "7BIT"
        var smtpUTF8 = false
        var to: [String] = []
    }

    static let longestCommand = 510
    /// RFC 4954 §4.
    static let longestLoginLine = 12_286
    static let mostMistakes = 20

    let host: any SMTPHost
    var lines = LineReader()
    var phase = Phase.commands
    /// What EHLO or HELO said, and which of them.
    var client: (name: String, isExtended: Bool)?
    /// Such as `TLSv1.3`.
    var tls: String?
    var login: String?
    var transaction: Transaction?
    var content = MessageContent()
    private var mistakes = 0

    init(host: any SMTPHost, tls: String? = nil) {
        self.host = host
        self.tls = tls
    }

    /// The greeting.
    mutating func open() -> [SMTPAction] {
        told(
            faulty(.connect) { _ in
                [.say(SMTPReply(220, nil, "\(MailboxIdentity.host) ESMTP Kizuna Lab (simulated)"))]
            })
    }

    /// TLS was agreed on: everything said before is forgotten (RFC 3207 §4.2).
    mutating func encrypted(with version: String) {
        self = SMTPSession(host: host, tls: version)
    }

    /// Nobody has said anything for too long.
    mutating func timedOut() -> [SMTPAction] {
        phase = .over
        return told([.say(SMTPReply(421, "4.4.2", "\(MailboxIdentity.host) Nothing heard for too long")), .close])
    }

    /// What the next line calls for; nil when it has not come yet.
    mutating func step() -> [SMTPAction]? {
        guard phase != .over else { return nil }
        let limit =
            switch phase {
            case .message: MessageContent.longestLine + 1  // a stuffed dot is not counted
            case .login: Self.longestLoginLine
            default: Self.longestLoginLine
            }
        guard let outcome = lines.next(limit: limit) else { return nil }
        switch outcome {
        case .bareLineEnd:
            phase = .over
            return told([.say(SMTPReply(550, "5.5.2", "Bare CR or LF received: lines end with CRLF")), .close])
        case .tooLong:
            guard phase == .message else { return told(mistake(SMTPReply(500, "5.5.2", "Line too long"))) }
            content.hasLongLine = true
            return []
        case .line(let line):
            switch phase {
            case .message: return told(message(line))
            case .login(let step): return told(loginAnswer(line, step))
            default: return told(command(line))
            }
        }
    }

    private mutating func command(_ line: [UInt8]) -> [SMTPAction] {
        guard let text = String(validating: line, as: UTF8.self), !line.contains(0) else {
            return mistake(SMTPReply(500, "5.5.2", "Not understood"))
        }
        let space = text.firstIndex(of: " ") ?? text.endIndex
        let verb = text[..<space].uppercased()
        let argument = space == text.endIndex ? nil : text[text.index(after: space)...]
        guard line.count <= Self.longestCommand || verb == "AUTH" else {
            return mistake(SMTPReply(500, "5.5.2", "Line too long"))
        }
        if ["EHLO", "HELO", "DATA", "STARTTLS", "AUTH"].contains(verb), lines.waiting > 0 {
            // RFC 2920 §3.1; after STARTTLS it would be an injection into what TLS protects.
            phase = .over
            return [.say(SMTPReply(554, "5.5.0", "\(verb) must be the last command of a group")), .close]
        }
        return obey(verb, argument)
    }

    /// A command that was not understood; after too many the connection ends.
    mutating func mistake(_ reply: SMTPReply) -> [SMTPAction] {
        mistakes += 1
        guard mistakes >= Self.mostMistakes else { return [.say(reply)] }
        phase = .over
        return [.say(SMTPReply(421, "4.7.0", "\(MailboxIdentity.host) Too many mistakes")), .close]
    }

    /// Lets a fault come before what would have been done.
    mutating func faulty(
        _ stage: MailboxFault.Stage, recipient: String? = nil, _ body: (inout SMTPSession) -> [SMTPAction]
    ) -> [SMTPAction] {
        guard let fault = host.fault(at: stage, recipient: recipient) else { return body(&self) }
        return suffer(fault) ?? delayed(fault.delayMilliseconds, body)
    }

    private mutating func delayed(_ milliseconds: Int, _ body: (inout SMTPSession) -> [SMTPAction]) -> [SMTPAction] {
        [.wait(milliseconds: milliseconds)] + body(&self)
    }

    /// Nil for those faults after which all goes its way.
    mutating func suffer(_ fault: MailboxFault) -> [SMTPAction]? {
        switch fault.kind {
        case .answer:
            guard fault.code != 421, fault.stage != .body else {
                phase = .over
                return [.say(SMTPReply(fault: fault)), .close]
            }
            return [.say(SMTPReply(fault: fault))]
        case .stall:
            phase = .over
            return [.stall]
        case .cut, .loseAnswer:
            phase = .over
            return [.cut]
        case .garble: return [.garble]
        case .delay: return nil
        }
    }

    private func told(_ actions: [SMTPAction]) -> [SMTPAction] {
        let latency = host.behaviour.latencyMilliseconds
        var all: [SMTPAction] = []
        for action in actions {
            if case .say(let reply) = action {
                host.note(code: reply.code)
                if latency > 0 { all.append(.wait(milliseconds: latency)) }
            }
            all.append(action)
        }
        return all
    }
}
