public import Notices
public import Ports

/// What a server needs to tell people by mail; an installation without it tells nobody, and says so on its screens.
public struct MailFacilities: Sendable {
    let transport: any MailTransport
    let wording: any NoticeWording
    /// Sender of every mail; nil: the brand's.
    let sender: MailAddress?
    /// Where the console is, without a final slash: links lead there.
    let consoleURL: String

    public init(
        transport: any MailTransport, wording: any NoticeWording, sender: MailAddress?, consoleURL: String
    ) {
        self.transport = transport
        self.wording = wording
        self.sender = sender
        self.consoleURL = consoleURL
    }
}
