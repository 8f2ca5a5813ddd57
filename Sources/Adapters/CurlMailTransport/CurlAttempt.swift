import Administration
import CLibcurl
import Foundation
import Notices
import Ports
import Synchronization

/// One conversation with the mail server.
struct CurlAttempt {
    private let server: MailServer
    private let seconds: Int
    private let stop: Stop

    init(_ server: MailServer, _ seconds: Int, _ stop: Stop) {
        self.server = server
        self.seconds = seconds
        self.stop = stop
    }

    /// - Parameter tell: called once, as soon as the answer is known. Saying good-bye to the server comes after it, and
    ///   takes up to ``CurlMailTransport/secondsForAnswer`` more where it does not answer.
    func run(_ mail: MailMessage, tell: (MailReply) -> Void) {
        guard let handle = curl_easy_init() else { return tell(.later("libcurl gave no handle.")) }
        let transfer = Transfer(mail.wire)
        // libcurl holds addresses in it until then.
        defer { withExtendedLifetime(transfer) { curl_easy_cleanup(handle) } }
        tell(reply(handle, mail, transfer))
    }

    private func reply(_ handle: UnsafeMutableRawPointer, _ mail: MailMessage, _ transfer: Transfer) -> MailReply {
        var recipients: UnsafeMutablePointer<curl_slist>?
        recipients = curl_slist_append(nil, "<\(mail.recipient)>")
        defer { curl_slist_free_all(recipients) }
        guard recipients != nil, prepare(handle, mail, recipients, transfer) else {
            return .later("libcurl does not know an option that is needed.")
        }
        let result = curl_easy_perform(handle)
        return CurlVerdict(
            result: result, said: transfer.lastLine, detail: transfer.complaint,
            verification: kizuna_curl_verify_result(handle), isWholeMailGiven: transfer.isOver,
            isGreeted: transfer.isGreeted
        ).reply
    }

    private func prepare(
        _ handle: UnsafeMutableRawPointer, _ mail: MailMessage, _ recipients: UnsafeMutablePointer<curl_slist>?,
        _ transfer: Transfer
    ) -> Bool {
        let context = Unmanaged.passUnretained(transfer).toOpaque()
        var results = [
            // The name said in EHLO is the sender's domain.
            kizuna_curl_set_text(handle, CURLOPT_URL, server.url + mail.sender.domain),
            kizuna_curl_set_text(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps"),
            kizuna_curl_set_number(handle, CURLOPT_NOSIGNAL, 1),
            kizuna_curl_set_number(handle, CURLOPT_CONNECTTIMEOUT, CurlMailTransport.secondsToConnect),
            kizuna_curl_set_number(handle, CURLOPT_TIMEOUT, seconds),
            kizuna_curl_set_number(
                handle, CURLOPT_SERVER_RESPONSE_TIMEOUT, min(seconds, CurlMailTransport.secondsForAnswer)),
            kizuna_curl_set_number(handle, CURLOPT_NOPROGRESS, 0),
            kizuna_curl_set_progress(handle, Stop.ask),
            kizuna_curl_set_pointer(handle, CURLOPT_XFERINFODATA, Unmanaged.passUnretained(stop).toOpaque()),
            kizuna_curl_set_text(handle, CURLOPT_MAIL_FROM, "<\(mail.sender)>"),
            kizuna_curl_set_list(handle, CURLOPT_MAIL_RCPT, recipients),
            kizuna_curl_set_number(handle, CURLOPT_UPLOAD, 1),
            kizuna_curl_set_size(handle, CURLOPT_INFILESIZE_LARGE, curl_off_t(transfer.size)),
            kizuna_curl_set_transfer(handle, CURLOPT_READFUNCTION, Transfer.give),
            kizuna_curl_set_pointer(handle, CURLOPT_READDATA, context),
            kizuna_curl_set_transfer(handle, CURLOPT_HEADERFUNCTION, Transfer.hear),
            kizuna_curl_set_pointer(handle, CURLOPT_HEADERDATA, context),
            kizuna_curl_set_transfer(handle, CURLOPT_WRITEFUNCTION, Transfer.hear),
            kizuna_curl_set_pointer(handle, CURLOPT_WRITEDATA, context),
            kizuna_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, transfer.complaintBuffer),
        ]
        if server.security != .plain {
            results += [
                kizuna_curl_set_number(handle, CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue)),
                kizuna_curl_set_number(handle, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)),
                kizuna_curl_set_number(handle, CURLOPT_SSL_VERIFYPEER, 1),
                kizuna_curl_set_number(handle, CURLOPT_SSL_VERIFYHOST, 2),
            ]
            if let file = server.authorityFile {
                results.append(kizuna_curl_set_text(handle, CURLOPT_CAINFO, file))
                results.append(kizuna_curl_set_text(handle, CURLOPT_CAPATH, nil))
            }
        }
        if let login = server.login {
            results.append(kizuna_curl_set_text(handle, CURLOPT_USERNAME, login))
            results.append(kizuna_curl_set_text(handle, CURLOPT_PASSWORD, server.password?.reveal() ?? ""))
        }
        return results.allSatisfy { $0 == CURLE_OK }
    }
}

/// Ends an attempt from outside; libcurl asks about once a second.
final class Stop: Sendable {
    private let isAsked = Atomic(false)

    func now() { isAsked.store(true, ordering: .relaxed) }

    static let ask: kizuna_curl_progress = { context, _, _, _, _ in
        guard let context else { return 0 }
        return Unmanaged<Stop>.fromOpaque(context).takeUnretainedValue().isAsked.load(ordering: .relaxed) ? 1 : 0
    }
}

/// What libcurl's callbacks read and write during one attempt, all on its thread.
private final class Transfer {
    private let bytes: [UInt8]
    private var position = 0
    private var heard: [UInt8] = []
    /// libcurl writes into it why an attempt failed, ended by a zero.
    let complaintBuffer: UnsafeMutablePointer<CChar>

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        complaintBuffer = .allocate(capacity: Int(CURL_ERROR_SIZE))
        complaintBuffer.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit { complaintBuffer.deallocate() }

    var complaint: String { String(cString: complaintBuffer) }

    var size: Int { bytes.count }
    var isOver: Bool { position == bytes.count }
    /// The server has greeted: what it says then is not about the server itself.
    var isGreeted: Bool { heard.starts(with: Array("220".utf8)) }

    /// The server's last line before its goodbye (221), at most 500 octets, readable: libcurl says QUIT after a refusal.
    var lastLine: String {
        let text = String(decoding: heard.suffix(2000), as: UTF8.self)
        let line = text.split(whereSeparator: \.isNewline).last { !$0.hasPrefix("221") }.map(String.init) ?? ""
        return String(line.prefix(500)).replacing("\0", with: "\u{FFFD}")
    }

    static let give: kizuna_curl_transfer = { buffer, size, count, context in
        guard let buffer, let context else { return 0 }
        let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
        let part = transfer.bytes[transfer.position...].prefix(size * count)
        part.withUnsafeBytes { source in
            if let base = source.baseAddress {
                UnsafeMutableRawPointer(buffer).copyMemory(from: base, byteCount: source.count)
            }
        }
        transfer.position += part.count
        return part.count
    }

    static let hear: kizuna_curl_transfer = { buffer, size, count, context in
        guard let buffer, let context else { return 0 }
        let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
        transfer.heard += UnsafeRawBufferPointer(start: buffer, count: size * count)
        // A server that never stops talking is listened to, but not remembered.
        if transfer.heard.count > 16_384 { transfer.heard.removeFirst(transfer.heard.count - 4_096) }
        return size * count
    }
}
