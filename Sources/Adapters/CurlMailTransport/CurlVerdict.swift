import CLibcurl
import Notices
import Ports

/// What one attempt's end means for the mail.
struct CurlVerdict {
    let result: CURLcode
    /// The server's last line before its goodbye.
    let said: String
    /// What libcurl says of it; empty: nothing beyond the code.
    let detail: String
    let verification: Int
    /// To its last byte: the server may have it.
    let isWholeMailGiven: Bool
    /// By 220; a server that opens with 554 takes no mail at all, now.
    let isGreeted: Bool

    /// X509_V_ERR_CERT_NOT_YET_VALID and X509_V_ERR_CERT_HAS_EXPIRED of OpenSSL.
    private static let outOfTime = [9, 10]

    var reply: MailReply {
        if result == CURLE_OK { return .accepted(said) }
        if result == CURLE_ABORTED_BY_CALLBACK { return .later("Kizuna was stopped in the middle.") }
        if isAboutMail, let code = Int(said.prefix(3)), code >= 400 {
            // Only an answer about this mail or this address is final: 5xx to MAIL, RCPT or DATA. A refused login or a
            // missing STARTTLS is ours to mend.
            return [550, 551, 552, 553, 554, 556, 501, 521].contains(code) && isGreeted
                ? .refused(said) : .later(said)
        }
        let reason = detail.isEmpty ? String(cString: curl_easy_strerror(result)) : detail
        guard let trouble else { return .later(said.isEmpty ? reason : "\(said) (\(reason))") }
        return .later(trouble.stored(trouble == .loginRefused && !said.isEmpty ? said : reason))
    }

    /// The server answered to MAIL, RCPT or DATA, or ended there.
    private var isAboutMail: Bool {
        [CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_WEIRD_SERVER_REPLY].contains(result)
    }

    private var trouble: MailTrouble? {
        switch result {
        case CURLE_COULDNT_RESOLVE_HOST: .hostUnknown
        case CURLE_COULDNT_CONNECT: .notReached
        case CURLE_USE_SSL_FAILED: .noTLS
        case CURLE_SSL_CONNECT_ERROR: .tlsFailed
        case CURLE_SSL_CACERT_BADFILE: .authoritiesUnreadable
        case CURLE_LOGIN_DENIED: .loginRefused
        case CURLE_OPERATION_TIMEDOUT: isWholeMailGiven ? .answerLost : .timedOut
        case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE, CURLE_WEIRD_SERVER_REPLY:
            isWholeMailGiven ? .answerLost : .connectionLost
        case CURLE_PEER_FAILED_VERIFICATION:
            // libcurl compares the names itself, after OpenSSL found the chain right, and then leaves 0 or 1 here.
            verification <= 1
                ? .certificateOfAnother
                : Self.outOfTime.contains(verification) ? .certificateExpired : .certificateNotTrusted
        default: nil
        }
    }
}
