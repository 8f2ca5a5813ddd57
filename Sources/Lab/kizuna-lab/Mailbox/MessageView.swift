import Foundation
import SimulatedClock
import SimulatedMailbox

/// A message as JSON; see `docs/reference/lab.md`.
struct MessageView: Encodable {
    struct Envelope: Encodable {
        let from: String
        let to: [String]
        let body: String
        let smtputf8: Bool
    }

    struct Header: Encodable {
        let name: String
        let value: String
    }

    struct File: Encodable {
        let name: String
        let type: String
        let size: Int
        let base64: String
    }

    let id: Int
    let received_at: String
    let from: String
    let from_address: String
    /// Of the header; of the envelope when the header names nobody.
    let to: [String]
    let cc: [String]
    let subject: String
    let text: String
    let html: String
    let attachments: [File]
    let date: String
    let message_id: String
    let headers: [Header]
    let envelope: Envelope
    let client: String
    let tls: String?
    let login: String?
    let problems: [String]
    /// UTF-8 when it is, else ISO 8859-1.
    let raw: String
    let raw_base64: String

    init(_ message: KeptMessage) {
        let mail = ReadMail(message)
        id = message.id
        received_at = RFC3339.text(message.receivedAt)
        from = mail.from
        from_address = mail.fromAddress
        to = mail.to.isEmpty ? message.envelope.to : mail.to
        cc = mail.cc
        subject = mail.subject
        text = mail.text
        html = mail.html
        attachments = mail.attachments.map {
            File(name: $0.fileName, type: $0.type, size: $0.bytes.count, base64: Data($0.bytes).base64EncodedString())
        }
        date = mail.date
        message_id = mail.messageID
        headers = mail.headers.map { Header(name: $0.name, value: $0.value) }
        envelope = Envelope(
            from: message.envelope.from, to: message.envelope.to, body: message.envelope.body,
            smtputf8: message.envelope.smtpUTF8)
        client = message.transport.client
        tls = message.transport.tls
        login = message.transport.login
        problems = mail.problems
        raw = Self.text(message.raw)
        raw_base64 = message.raw.base64EncodedString()
    }

    static func text(_ bytes: Data) -> String {
        String(validating: bytes, as: UTF8.self)
            ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }
}
