import Foundation

/// What came after DATA, and what is wrong with it.
struct MessageContent {
    /// Bytes, CRLF not counted (RFC 5321 §4.5.3.1.6).
    static let longestLine = 998

    var limit = Int.max
    /// The fault that strikes in the middle.
    var fault: MailboxFault?
    var hasLongLine = false
    private(set) var bytes: [UInt8] = []
    /// Also of what was not kept because it is too much.
    private(set) var count = 0
    private(set) var hasNUL = false
    private(set) var hasEightBitHeader = false
    private var isInBody = false

    init(limit: Int = Int.max) { self.limit = limit }

    mutating func append(_ line: ArraySlice<UInt8>) {
        if line.count > Self.longestLine { hasLongLine = true }
        if line.contains(0) { hasNUL = true }
        if !isInBody, line.contains(where: { $0 >= 0x80 }) { hasEightBitHeader = true }
        if line.isEmpty { isInBody = true }
        count += line.count + 2
        guard count <= limit else {
            bytes = []
            return
        }
        bytes += line
        bytes += [0x0D, 0x0A]
    }

    /// Nil when the message can be taken.
    func refusal(_ transaction: SMTPSession.Transaction) -> SMTPReply? {
        if count > limit { return SMTPReply(552, "5.3.4", "Larger than \(limit) bytes") }
        if hasLongLine { return SMTPReply(554, "5.6.0", "A line is longer than \(Self.longestLine) bytes") }
        if hasNUL { return SMTPReply(554, "5.6.0", "The message has a byte 0") }
        if hasEightBitHeader, !transaction.smtpUTF8 {
            return SMTPReply(554, "5.6.7", "A header beyond ASCII needs SMTPUTF8, or encoded words (RFC 2047)")
        }
        return nil
    }
}

extension SMTPSession {
    mutating func message(_ line: [UInt8]) -> [SMTPAction] {
        guard line != [UInt8(ascii: ".")] else { return complete() }
        // RFC 5321 §4.5.2: a dot in front was put there by the client.
        content.append(line.first == UInt8(ascii: ".") ? line.dropFirst() : line[...])
        if let fault = content.fault, content.count >= fault.afterBytes {
            content.fault = nil
            return suffer(fault) ?? [.wait(milliseconds: fault.delayMilliseconds)]
        }
        return []
    }

    private mutating func complete() -> [SMTPAction] {
        phase = .commands
        let finished = content
        content = MessageContent()
        guard let transaction else { return mistake(Self.wrongOrder) }
        self.transaction = nil
        if let refusal = finished.refusal(transaction) { return [.say(refusal)] }
        guard let fault = host.fault(at: .message) else { return keep(finished, transaction) }
        if fault.kind == .loseAnswer {
            _ = keep(finished, transaction)
            phase = .over
            return [.cut]
        }
        return suffer(fault) ?? [.wait(milliseconds: fault.delayMilliseconds)] + keep(finished, transaction)
    }

    private func keep(_ content: MessageContent, _ transaction: Transaction) -> [SMTPAction] {
        let envelope = KeptMessage.Envelope(
            from: transaction.from, to: transaction.to, body: transaction.body, smtpUTF8: transaction.smtpUTF8)
        let transport = KeptMessage.Transport(
            client: client?.name ?? "", greeting: client?.isExtended == true ? "ESMTP" : "SMTP", tls: tls,
            login: login)
        do {
            let id = try host.keep(envelope, transport, raw: content.bytes)
            return [.say(SMTPReply(250, "2.0.0", "Kept as \(id)"))]
        } catch {
            return [.say(SMTPReply(452, "4.3.1", "The message could not be stored"))]
        }
    }
}
