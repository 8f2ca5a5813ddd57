public import Foundation

/// A message as a mail program shows it, and everything about it that is not as the RFCs ask.
///
/// Own reader, so that a fault of the server's writer is not shared: RFC 5322, 2045–2047, 2231. Bounded: 500 fields,
/// 100 parts, five levels.
public struct ReadMail: Sendable {
    public struct Attachment: Hashable, Sendable {
        /// Empty without.
        public let fileName: String
        /// Such as `text/calendar`.
        public let type: String
        public let bytes: [UInt8]
    }

    /// Decoded; empty without.
    public private(set) var subject = ""
    /// Decoded, such as `通知 <no-reply@example.jp>`.
    public private(set) var from = ""
    public private(set) var fromAddress = ""
    /// Bare addresses.
    public private(set) var to: [String] = []
    public private(set) var cc: [String] = []
    /// To as people read it.
    public private(set) var toText = ""
    public private(set) var date = ""
    public private(set) var messageID = ""
    /// Lines end with LF.
    public private(set) var text = ""
    public private(set) var html = ""
    public private(set) var attachments: [Attachment] = []
    /// Name and decoded value of every field, as they stand.
    public private(set) var headers: [(name: String, value: String)] = []
    /// What the RFCs forbid or ask for in vain; empty for a good message.
    public private(set) var problems: [String] = []

    private var parts = 0

    /// Also names what the conversation said otherwise than the message is. Servers take eight bits that nobody
    /// announced, so this one does, too.
    public init(_ message: KeptMessage) {
        self.init(message.raw)
        if message.envelope.body == "7BIT", !message.envelope.smtpUTF8, message.raw.contains(where: { $0 >= 0x80 }) {
            problems.append("the body has bytes beyond ASCII, sent without BODY=8BITMIME")
        }
    }

    public init(_ raw: Data) {
        let bytes = [UInt8](raw)
        let header = MailHeaders(bytes[...])
        problems = header.problems
        headers = header.fields.map { ($0.name, EncodedWords.decode($0.value.trimmed).text) }
        readFields(header)
        read(header, bytes[header.end...], depth: 0)
        var seen: Set<String> = []
        problems = problems.filter { seen.insert($0).inserted }
    }

    private mutating func readFields(_ header: MailHeaders) {
        for name in ["From", "Date", "Message-ID"] where header.count(name) == 0 { problems.append("no \(name)") }
        // RFC 5322 §3.6.
        for name in [
            "From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Message-ID", "In-Reply-To", "References", "Subject",
            "Date", "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
        ] where header.count(name) > 1 { problems.append("\(name) stands \(header.count(name)) times") }
        if let value = header.first("Subject") {
            let decoded = EncodedWords.decode(value)
            subject = decoded.text
            problems += decoded.problems.map { "Subject: \($0)" }
        }
        let senders = addresses("From", header)
        from = senders.map(\.text).joined(separator: ", ")
        fromAddress = senders.first?.address ?? ""
        let receivers = addresses("To", header)
        to = receivers.map(\.address)
        toText = receivers.map(\.text).joined(separator: ", ")
        cc = addresses("Cc", header).map(\.address)
        date = header.first("Date") ?? ""
        messageID = header.first("Message-ID") ?? ""
        if !messageID.isEmpty, !(messageID.hasPrefix("<") && messageID.hasSuffix(">") && messageID.contains("@")) {
            problems.append("Message-ID is not <left@right>")
        }
        if !date.isEmpty, !Self.isDate(date) { problems.append("Date is not as RFC 5322 §3.3 asks") }
    }

    private mutating func addresses(_ name: String, _ header: MailHeaders) -> [MailAddress] {
        guard let value = header.first(name) else { return [] }
        let read = MailAddresses.read(value)
        problems += read.problems.map { "\(name): \($0)" }
        return read.addresses
    }

    private mutating func read(_ header: MailHeaders, _ body: ArraySlice<UInt8>, depth: Int) {
        parts += 1
        guard parts <= 100, depth <= 5 else { return problems.append("too many parts, or too deep") }
        let type = HeaderParameters(header.first("Content-Type") ?? "text/plain; charset=us-ascii")
        problems += type.problems
        if depth == 0, header.first("Content-Type") != nil, header.first("MIME-Version")?.hasPrefix("1.0") != true {
            problems.append("no MIME-Version: 1.0")
        }
        if type.value.hasPrefix("multipart/") { return readParts(type, body, depth: depth) }
        let encoding = (header.first("Content-Transfer-Encoding") ?? "7bit").trimmed
        let decoded = TransferEncoding.decode(body, as: encoding)
        problems += decoded.problems
        let disposition = HeaderParameters(header.first("Content-Disposition") ?? "")
        problems += disposition.problems
        let fileName = disposition.parameters["filename"] ?? type.parameters["name"] ?? ""
        guard ["text/plain", "text/html"].contains(type.value), disposition.value != "attachment" else {
            attachments.append(
                Attachment(
                    fileName: EncodedWords.decode(fileName).text, type: type.value, bytes: decoded.bytes))
            return
        }
        let charset = type.parameters["charset"] ?? "us-ascii"
        let words: String
        if let good = Charset.decode(decoded.bytes, as: charset) {
            words = good
        } else {
            problems.append("the text does not decode as \(charset)")
            words = String(decoding: decoded.bytes, as: UTF8.self)
        }
        let lines = words.replacingOccurrences(of: "\r\n", with: "\n")
        if type.value == "text/html" { html += lines } else { text += lines }
    }

    private mutating func readParts(_ type: HeaderParameters, _ body: ArraySlice<UInt8>, depth: Int) {
        guard let boundary = type.parameters["boundary"], (1...70).contains(boundary.utf8.count) else {
            return problems.append("multipart without a boundary of 1 to 70 characters")
        }
        let delimiter = Array("--\(boundary)".utf8)
        var starts: [Int] = []
        var ends: [Int] = []
        var isClosed = false
        var position = body.startIndex
        while position < body.endIndex, !isClosed, starts.count <= 100 {
            let lineEnd = body[position...].firstIndex(of: 0x0A) ?? body.endIndex
            let line = body[position..<lineEnd]
            if line.starts(with: delimiter) {
                let rest = line.dropFirst(delimiter.count).filter { $0 != 0x0D && $0 != 0x20 && $0 != 0x09 }
                if rest.isEmpty || rest == Array("--".utf8) {
                    if !starts.isEmpty { ends.append(max(position - 2, starts.last ?? position)) }
                    isClosed = !rest.isEmpty
                    if !isClosed { starts.append(min(lineEnd + 1, body.endIndex)) }
                }
            }
            position = min(lineEnd + 1, body.endIndex)
            if lineEnd == body.endIndex { break }
        }
        if !isClosed { problems.append("multipart is not closed") }
        if ends.count < starts.count { ends.append(body.endIndex) }
        for (start, end) in zip(starts, ends) where start <= end {
            let part = body[start..<end]
            let header = MailHeaders(part)
            problems += header.problems
            read(header, part[header.end...], depth: depth + 1)
        }
    }

    /// `Sat, 21 Nov 2026 12:00:00 +0900`; the day of the week may be left out, obsolete zones may not stand.
    private static func isDate(_ text: String) -> Bool {
        let pattern =
            /((Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d{1,2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d(:\d\d)? [+-]\d{4}( \(.*\))?/
        return text.wholeMatch(of: pattern) != nil
    }
}
