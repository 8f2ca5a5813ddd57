/// An answer of the server: code, enhanced code (RFC 2034) and text, as it goes over the wire.
struct SMTPReply: Hashable, Sendable {
    let code: Int
    /// Such as `5.1.1`; nil where RFC 2034 wants none (greeting, EHLO, 334, 354).
    let enhanced: String?
    let lines: [String]

    init(_ code: Int, _ enhanced: String? = nil, _ lines: String...) {
        self.init(code, enhanced, lines: lines)
    }

    init(_ code: Int, _ enhanced: String?, lines: [String]) {
        self.code = code
        self.enhanced = enhanced
        self.lines = lines.isEmpty ? [""] : lines
    }

    /// For a fault: the enhanced code follows from the class.
    init(fault: MailboxFault) {
        self.init(fault.code, "\(fault.code / 100).0.0", fault.text)
    }

    var wire: String {
        var text = ""
        for (index, line) in lines.enumerated() {
            text += "\(code)\(index == lines.count - 1 ? " " : "-")\(enhanced.map { $0 + " " } ?? "")\(line)\r\n"
        }
        return text
    }
}

/// What the connection is to do next, in order.
enum SMTPAction: Hashable, Sendable {
    case say(SMTPReply)
    /// Something that is no SMTP.
    case garble
    case wait(milliseconds: Int)
    /// TLS begins with the next byte in either direction.
    case startTLS
    /// After what was said has left.
    case close
    case cut
    /// Nothing is read or said any more.
    case stall
}

/// What a conversation needs of the mailbox around it.
protocol SMTPHost: AnyObject, Sendable {
    var behaviour: MailboxBehaviour { get }
    func fault(at stage: MailboxFault.Stage, recipient: String?) -> MailboxFault?
    func accepts(login: String, password: String) -> Bool
    /// True so many times as the behaviour says for this pair.
    func greylists(from: String, to: String) -> Bool
    /// On the disk when this returns.
    func keep(_ envelope: KeptMessage.Envelope, _ transport: KeptMessage.Transport, raw: [UInt8]) throws -> Int
    /// For the counters: every answer's code.
    func note(code: Int)
}

extension SMTPHost {
    func fault(at stage: MailboxFault.Stage) -> MailboxFault? { fault(at: stage, recipient: nil) }
}
