public import Foundation

/// A message as it came in: what the conversation said, and the bytes.
public struct KeptMessage: Codable, Hashable, Sendable {
    /// What MAIL FROM and RCPT TO said, without angle brackets; the null reverse-path is empty.
    public struct Envelope: Codable, Hashable, Sendable {
        public var from: String
        public var to: [String]
        /// `7BIT` or `8BITMIME`.
        public var body: String
        public var smtpUTF8: Bool
    }

    /// How it came.
    public struct Transport: Codable, Hashable, Sendable {
        /// As EHLO said.
        public var client: String
        /// `ESMTP` or `SMTP`.
        public var greeting: String
        /// Such as `TLSv1.3`; nil without.
        public var tls: String?
        /// The login that was accepted; nil without.
        public var login: String?
    }

    public var id: Int
    /// By the Lab's clock.
    public var receivedAt: Date
    public var envelope: Envelope
    public var transport: Transport
    /// Header and body as sent, dots unstuffed, lines end with CRLF.
    public var raw: Data
}
