import Measurements
import Notices
import Ports

/// The mail transport with counters beside it, for `kizuna_mail_attempts_total`.
struct CountedMailTransport: MailTransport {
    private let transport: any MailTransport
    private let attempts: CounterFamily

    init(_ transport: any MailTransport, _ attempts: CounterFamily) {
        self.transport = transport
        self.attempts = attempts
    }

    func send(_ mail: MailMessage) async -> MailReply {
        let reply = await transport.send(mail)
        switch reply {
        case .accepted: attempts.add("accepted")
        case .refused: attempts.add("refused")
        case .later: attempts.add("failed")
        }
        return reply
    }
}
