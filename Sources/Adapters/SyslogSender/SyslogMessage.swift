import Foundation
import Ports

/// One record as RFC 5424 writes it, framed by its length (RFC 5425 §4.3).
struct SyslogMessage {
    let record: LogRecord
    let host: String
    let process: String

    /// Facility 13, log audit; severity 5 (notice) for what is a notice, else 6 (informational).
    private var priority: Int { 13 * 8 + (record.isNotice ? 5 : 6) }

    /// `LENGTH SP MESSAGE`, length in octets.
    var frame: [UInt8] {
        let message = Array(text.utf8)
        return Array("\(message.count) ".utf8) + message
    }

    /// The message's text is the record in JSON, UTF-8 with a byte order mark (§6.4).
    var text: String {
        let time = LogRecord.instant(record.receivedAt)
        return "<\(priority)>1 \(time) \(name(host, 255)) kizuna \(name(process, 128)) \(name(record.event, 32)) "
            + "\(structuredData) \u{FEFF}\(record.jsonText)"
    }

    /// 32473 is the enterprise number for examples (RFC 5612): this product has none of its own.
    private var structuredData: String {
        let parameters: [(String, String)] = [
            ("company", record.company), ("log", record.log), ("number", String(record.number)),
            ("event", record.event), ("actor", record.actor), ("device", record.device),
            ("occurredAt", LogRecord.instant(record.occurredAt)), ("hash", record.hash),
        ]
        let said = parameters.filter { !$0.1.isEmpty }.map { "\($0.0)=\"\(escaped($0.1))\"" }
        return "[kizuna@32473 \(said.joined(separator: " "))]"
    }

    /// §6.3.3: `"`, `\` and `]` are escaped. Control characters would be legal there and break others' readers.
    private func escaped(_ value: String) -> String {
        var result = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"", "\\", "]": result += "\\\(scalar)"
            case _ where scalar.properties.generalCategory == .control: result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Printable ASCII without blanks, at most so long; `-` for nothing.
    private func name(_ text: String, _ longest: Int) -> String {
        let kept = text.unicodeScalars.filter { (33...126).contains($0.value) }.prefix(longest)
        return kept.isEmpty ? "-" : String(String.UnicodeScalarView(kept))
    }
}
