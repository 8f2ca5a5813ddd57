import CLibcurl
import Dispatch
public import Notices
public import Ports
import Synchronization

/// SMTP by libcurl: STARTTLS or TLS 1.2 and later with a verified certificate, AUTH, time limits.
///
/// libcurl blocks, so each attempt has a thread of its own, four at once; others wait their turn. When the task is
/// cancelled, an attempt ends within a second.
public final class CurlMailTransport: MailTransport {
    public static let secondsToConnect = 15
    public static let secondsInAll = 60
    /// For each answer of the server, the one to QUIT too.
    public static let secondsForAnswer = 30
    private static let atOnce = 4
    /// libcurl is opened with the first mail.
    private static let trouble: String? = kizuna_curl_trouble().map { String(cString: $0) }

    private let server: MailServer
    private let slots = DispatchSemaphore(value: CurlMailTransport.atOnce)
    private let queue = DispatchQueue(label: "kizuna.mail", attributes: .concurrent)
    private let entrance = DispatchQueue(label: "kizuna.mail.entrance")
    private let secondsInAll: Int

    /// - Parameter secondsInAll: for one attempt, from the look-up of the name to the last answer.
    public init(_ server: MailServer, secondsInAll: Int = CurlMailTransport.secondsInAll) {
        self.server = server
        self.secondsInAll = secondsInAll
    }

    public func send(_ mail: MailMessage) async -> MailReply {
        if let trouble = Self.trouble { return .later("libcurl cannot be used: \(trouble)") }
        let attempt = CurlAttempt(server, secondsInAll)
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                entrance.async { [slots, queue] in
                    slots.wait()
                    queue.async {
                        defer { slots.signal() }
                        attempt.run(mail) { continuation.resume(returning: $0) }
                    }
                }
            }
        } onCancel: {
            attempt.giveUp()
        }
    }
}
