/// Something that goes wrong at a stage of the next conversations.
///
/// Faults are asked in the order in which they were given; the first that fits is used up by one.
/// `{"kind": "answer", "stage": "rcpt", "code": 550, "recipient": "gone@example.jp", "count": 2}`
public struct MailboxFault: Hashable, Sendable {
    public enum Kind: String, Codable, Hashable, Sendable, CaseIterable {
        /// `code` and `text` instead of what would have been said; 421 also ends the connection.
        case answer
        /// No answer, ever; the connection lives on.
        case stall
        /// The connection ends without a word.
        case cut
        /// At `message` only: the message is kept, then the connection ends without a word.
        case loseAnswer = "lose_answer"
        /// An answer that is no SMTP.
        case garble
        /// `delay_ms` pass first, then all goes its way.
        case delay
    }

    public enum Stage: String, Codable, Hashable, Sendable, CaseIterable {
        case connect, ehlo, starttls
        /// After the 220 to STARTTLS.
        case handshake
        case auth, mail, rcpt, data
        /// In the middle of the message, after `after_bytes` of it.
        case body
        /// The whole message is there, its answer is due.
        case message
        case quit
    }

    public var kind: Kind
    public var stage: Stage
    /// How often; nil: until cleared.
    public var count: Int?
    /// So many fitting ones pass unharmed first.
    public var after: Int
    /// At `rcpt` only: this address.
    public var recipient: String?
    public var code: Int
    public var text: String
    public var delayMilliseconds: Int
    public var afterBytes: Int

    public init(
        _ kind: Kind, at stage: Stage, count: Int? = 1, after: Int = 0, recipient: String? = nil, code: Int = 451,
        text: String = "Try again later", delayMilliseconds: Int = 1000, afterBytes: Int = 1
    ) {
        self.kind = kind
        self.stage = stage
        self.count = count
        self.after = after
        self.recipient = recipient
        self.code = code
        self.text = text
        self.delayMilliseconds = delayMilliseconds
        self.afterBytes = afterBytes
    }

    /// - Throws: ``MailboxError/badFault(_:)`` that names what is wrong.
    public func validate() throws {
        guard (200...599).contains(code) else { throw MailboxError.badFault("“code” is a number from 200 to 599.") }
        guard text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }), text.utf8.count <= 400 else {
            throw MailboxError.badFault("“text” is at most 400 characters of ASCII on one line.")
        }
        guard count ?? 1 >= 1, after >= 0, afterBytes >= 1, (0...600_000).contains(delayMilliseconds) else {
            throw MailboxError.badFault(
                "“count” and “after_bytes” are 1 or more, “after” 0 or more, “delay_ms” to 600000.")
        }
        if kind == .loseAnswer, stage != .message {
            throw MailboxError.badFault("Only the answer to a message can be lost: “stage” must be “message”.")
        }
    }
}

extension MailboxFault: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case kind, stage, count, after, recipient, code, text
        case delayMilliseconds = "delay_ms"
        case afterBytes = "after_bytes"
    }

    public init(from decoder: any Decoder) throws {
        let unknown = try AnyKey.unknown(in: decoder, known: CodingKeys.allCases.map(\.rawValue))
        if let unknown { throw MailboxError.badFault(unknown) }
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            try values.decode(Kind.self, forKey: .kind), at: try values.decode(Stage.self, forKey: .stage),
            // Written as null it means: until cleared.
            count: values.contains(.count) ? try values.decodeIfPresent(Int.self, forKey: .count) : 1,
            after: try values.decodeIfPresent(Int.self, forKey: .after) ?? 0,
            recipient: try values.decodeIfPresent(String.self, forKey: .recipient),
            code: try values.decodeIfPresent(Int.self, forKey: .code) ?? 451,
            text: try values.decodeIfPresent(String.self, forKey: .text) ?? "Try again later",
            delayMilliseconds: try values.decodeIfPresent(Int.self, forKey: .delayMilliseconds) ?? 1000,
            afterBytes: try values.decodeIfPresent(Int.self, forKey: .afterBytes) ?? 1)
        try validate()
    }
}

/// The faults that were ordered and are not used up.
struct MailFaultPlan {
    private(set) var faults: [MailboxFault] = []

    mutating func add(_ more: [MailboxFault]) { faults += more }
    mutating func clear() { faults = [] }

    /// The fault for this stage, used up by one; nil when none fits, as nearly always.
    mutating func next(at stage: MailboxFault.Stage, recipient: String?) -> MailboxFault? {
        for index in faults.indices where faults[index].stage == stage {
            let fault = faults[index]
            if let wanted = fault.recipient, wanted.lowercased() != recipient?.lowercased() { continue }
            if fault.after > 0 {
                faults[index].after -= 1
                continue
            }
            if let count = fault.count {
                if count <= 1 { faults.remove(at: index) } else { faults[index].count = count - 1 }
            }
            return fault
        }
        return nil
    }
}
