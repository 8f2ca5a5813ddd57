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
    /// Who is told of what concerns the whole installation; nil: only the server's own log is.
    let operatorAddress: MailAddress?

    public init(
        transport: any MailTransport, wording: any NoticeWording, sender: MailAddress?, consoleURL: String,
        operatorAddress: MailAddress? = nil
    ) {
        self.transport = transport
        self.wording = wording
        self.sender = sender
        self.consoleURL = consoleURL
        self.operatorAddress = operatorAddress
    }
}
