public import Administration
public import Foundation

/// What a mail has to say, before it is put into words.
public struct MailNotice: Sendable {
    public enum Content: Sendable {
        /// Entries of the company's log, oldest first.
        case events([AuditEntry])
        /// A step that nobody has confirmed; to the second contact.
        case unconfirmed(AuditEntry)
        case test
    }

    public let content: Content
    public let company: Company
    public let language: Language
    /// Where the console is, without a final slash.
    public let consoleURL: String
    /// The address in the mail: `/` and 32 characters.
    public let link: String
    public let writtenAt: Date

    public init(
        content: Content, company: Company, language: Language, consoleURL: String, link: String, writtenAt: Date
    ) {
        self.writtenAt = writtenAt
        self.content = content
        self.company = company
        self.language = language
        self.consoleURL = consoleURL
        self.link = link
    }
}
