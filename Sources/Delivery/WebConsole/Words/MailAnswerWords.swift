import Notices

/// What a mail server said, or why it could not be asked, in the reader's language.
enum MailAnswerWords {
    /// One line: the sentence, and behind it what the machines said.
    static func line(_ stored: String, in c: ViewContext) -> String {
        guard let (trouble, detail) = MailTrouble.read(stored) else { return stored }
        let words = c(sentence(trouble))
        return detail.isEmpty ? words : "\(words) (\(detail))"
    }

    static func sentence(_ trouble: MailTrouble) -> Text {
        switch trouble {
        case .hostUnknown:
            Text(
                ja: "メールサーバーの名前が見つかりません。--smtp を確かめてください。",
                en: "The mail server’s name was not found. Check --smtp.")
        case .notReached:
            Text(
                ja: "メールサーバーに接続できません。サーバーが動いているか、ポートとファイアウォールを確かめてください。",
                en: "The mail server was not reached. Check that it runs, its port, and firewalls.")
        case .noTLS:
            Text(
                ja: "メールサーバーが STARTTLS に対応していないため、送っていません。TLS のポートを --smtp に指定してください。",
                en: "The mail server does not offer STARTTLS; nothing was sent. Name a port with TLS in --smtp.")
        case .tlsFailed:
            Text(
                ja: "メールサーバーとの TLS 接続ができません。--smtp の smtp:// と smtps:// 、ポートを確かめてください。",
                en: "No TLS connection to the mail server. Check smtp:// or smtps:// and the port in --smtp.")
        case .certificateExpired:
            Text(
                ja: "メールサーバーの証明書の有効期間外のため、送っていません。メールサーバーの証明書を更新してください。",
                en: "The mail server’s certificate is not valid today; nothing was sent. Renew it on the mail server.")
        case .certificateNotTrusted:
            Text(
                ja: "メールサーバーの証明書の発行元を信頼できないため、送っていません。社内の認証局なら --smtp-ca-file に指定してください。",
                en: """
                    The authority of the mail server’s certificate is not trusted; nothing was sent. Name a private \
                    authority with --smtp-ca-file.
                    """)
        case .certificateOfAnother:
            Text(
                ja: "メールサーバーの証明書が別のホスト名のものなので、送っていません。--smtp のホスト名を証明書に合わせてください。",
                en: """
                    The mail server’s certificate is for another host name; nothing was sent. Name the host in --smtp as \
                    its certificate does.
                    """)
        case .authoritiesUnreadable:
            Text(
                ja: "--smtp-ca-file のファイルを読めません。PEM 形式か確かめてください。",
                en: "The file of --smtp-ca-file cannot be read. Check that it is PEM.")
        case .loginRefused:
            Text(
                ja: "メールサーバーがログインを拒みました。--smtp のログイン名と --smtp-password-file を確かめてください。",
                en: "The mail server refused the login. Check the login in --smtp, and --smtp-password-file.")
        case .timedOut:
            Text(
                ja: "メールサーバーが時間内に答えませんでした。後でもう一度送ります。",
                en: "The mail server did not answer in time. It is tried again later.")
        case .connectionLost:
            Text(
                ja: "メールサーバーとの接続が途中で切れました。後でもう一度送ります。",
                en: "The connection to the mail server broke off. It is tried again later.")
        case .answerLost:
            Text(
                ja: "メールを送り終えましたが、メールサーバーの応答を受け取れませんでした。もう一度送るため、同じメール (同じ Message-ID) が 2 通届くことがあります。",
                en: """
                    The whole mail was sent, but no answer came. It is sent again, so the same mail (with the same                     Message-ID) may arrive twice.
                    """)
        }
    }
}
