public import Foundation

/// A text mail from the product to one address, as it stands on the wire (RFC 5322, RFC 2045, RFC 2047).
///
/// Whatever is put into a header is one line of it: line breaks and other control characters become spaces before
/// anything is encoded, so no value begins a header of its own. The body is base64, so that no server on the way
/// needs 8BITMIME or breaks a line.
public struct MailMessage: Sendable, Equatable {
    public let senderName: String
    public let sender: MailAddress
    public let recipient: MailAddress
    public let subject: String
    /// Lines ended by LF.
    public let text: String
    /// Without brackets; the same at each attempt, so that a mail sent twice is recognised as one.
    public let messageID: String
    public let date: Date
    public let timeZone: TimeZone

    public init(
        senderName: String, sender: MailAddress, recipient: MailAddress, subject: String, text: String,
        messageID: String, date: Date, timeZone: TimeZone
    ) {
        self.senderName = senderName
        self.sender = sender
        self.recipient = recipient
        self.subject = subject
        self.text = text
        self.messageID = messageID
        self.date = date
        self.timeZone = timeZone
    }

    /// Everything that follows DATA, without the final dot; lines end with CRLF and are no longer than 78 octets.
    public var wire: [UInt8] {
        var lines = [
            "Date: \(MailDate(date, timeZone))",
            "From: " + HeaderWords.encode(senderName, after: 6, before: 3 + sender.description.utf8.count)
                + " <\(sender)>",
            "To: <\(recipient)>",
            "Subject: " + HeaderWords.encode(subject, after: 9),
            "Message-ID: <\(HeaderWords.ascii(messageID))>",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=UTF-8",
            "Content-Transfer-Encoding: base64",
            "Auto-Submitted: auto-generated",
            "",
        ]
        let body = Data(text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n").utf8)
        lines += body.base64EncodedString(options: [.lineLength76Characters, .endLineWithCarriageReturn])
            .split(whereSeparator: \.isNewline).map(String.init)
        return Array((lines.joined(separator: "\r\n") + "\r\n").utf8)
    }
}

/// RFC 5322 §3.3: `Tue, 20 Jan 2015 01:15:02 +0900`.
struct MailDate: CustomStringConvertible {
    let description: String

    init(_ date: Date, _ timeZone: TimeZone) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        let parts = calendar.dateComponents(
            [.weekday, .day, .month, .year, .hour, .minute, .second], from: date)
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        func named(_ names: [String], _ number: Int?) -> String {
            let index = (number ?? 1) - 1
            return names.indices.contains(index) ? names[index] : ""
        }
        func two(_ number: Int?) -> String { (number ?? 0) < 10 ? "0\(number ?? 0)" : "\(number ?? 0)" }
        let offset = timeZone.secondsFromGMT(for: date) / 60
        let zone = "\(offset < 0 ? "-" : "+")\(two(abs(offset) / 60))\(two(abs(offset) % 60))"
        let time = "\(two(parts.hour)):\(two(parts.minute)):\(two(parts.second))"
        description =
            "\(named(days, parts.weekday)), \(parts.day ?? 1) \(named(months, parts.month)) \(parts.year ?? 1970) "
            + "\(time) \(zone)"
    }
}
