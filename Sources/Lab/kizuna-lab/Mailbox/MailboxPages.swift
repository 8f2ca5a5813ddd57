import Foundation
import Hummingbird
import SimulatedClock
import SimulatedMailbox
import SimulatedPushPortal

/// The mailbox for people: `/mailbox`, newest first, and each message.
struct MailboxPageRoutes {
    let mailbox: SimulatedMailbox

    func add(to router: Router<BasicRequestContext>) {
        router.get("mailbox") { request, _ -> Response in
            let page = MailboxPage(messages: mailbox.messages, words: MailboxWords(japanese: request.prefersJapanese))
            return .page(page.markup)
        }
        router.post("mailbox/delete") { _, _ -> Response in
            try mailbox.forget()
            return .seeOther("/mailbox")
        }
        router.get("mailbox/:id") { request, context -> Response in
            let message = try MailboxRoutes.message(context, in: mailbox)
            let words = MailboxWords(japanese: request.prefersJapanese)
            return .page(MessagePage(message: message, words: words).markup)
        }
        router.get("mailbox/:id/raw") { _, context -> Response in
            let message = try MailboxRoutes.message(context, in: mailbox)
            return Response(
                status: .ok,
                headers: [
                    .contentType: "message/rfc822", .cacheControl: "no-store",
                    .contentDisposition: "attachment; filename=\"message-\(message.id).eml\"",
                ], body: .init(byteBuffer: ByteBuffer(bytes: message.raw)))
        }
    }
}

/// The texts of the mailbox pages, Japanese or English.
struct MailboxWords {
    let japanese: Bool

    func callAsFunction(_ japaneseText: String, _ english: String) -> String { japanese ? japaneseText : english }

    var title: String { self("メールボックス", "Mailbox") }
    var noSubject: String { self("（件名なし）", "(no subject)") }

    func instant(_ date: Date) -> String {
        RFC3339.text(date).replacing("T", with: " ").replacing("Z", with: " UTC")
    }
}

/// All messages that are kept.
struct MailboxPage {
    let messages: [KeptMessage]
    let words: MailboxWords

    var markup: Markup {
        Layout.lab(title: words.title, japanese: words.japanese, content: Markup([introduction, table]))
    }

    private var introduction: Markup {
        let text = words(
            "このサーバーが送信したメールはすべてここに届き、外部へは送信されません。新しい順に 1000 通まで保存します。",
            "Every mail that the server sends arrives here; nothing leaves this machine. The newest 1000 are kept.")
        let delete: Markup? =
            messages.isEmpty
            ? nil
            : """
            <form class="row" method="post" action="/mailbox/delete"><button>\(words("すべて削除", "Delete all"))</button></form>
            """
        return """
            <div class="plate"><h1>\(words.title)</h1><p>\(text)</p><p>\(words("\(messages.count) 通", "\(messages.count) messages")) \
            <a href="/mailbox">\(words("更新", "Refresh"))</a> · <a href="/mailbox/api/messages">JSON</a></p>\(delete)</div>
            """
    }

    private var table: Markup {
        guard !messages.isEmpty else {
            return "<div class=\"plate\"><p>\(words("メールはまだありません。", "There is no mail yet."))</p></div>"
        }
        let heads: [Markup] = [
            words("件名", "Subject"), words("差出人", "From"), words("宛先", "To"), words("受信日時", "Received"),
        ].map { "<th>\($0)</th>" }
        return """
            <div class="plate rows"><table><thead><tr>\(heads)</tr></thead><tbody>\(messages.map(row))</tbody></table></div>
            """
    }

    private func row(_ message: KeptMessage) -> Markup {
        let mail = ReadMail(message)
        return """
            <tr><td><a href="/mailbox/\(message.id)">\(mail.subject.isEmpty ? words.noSubject : mail.subject)</a></td>
            <td>\(mail.from)</td><td>\(message.envelope.to.joined(separator: ", "))</td>
            <td class="date">\(words.instant(message.receivedAt))</td></tr>
            """
    }
}

/// One message: what a mail program shows, how it came, and its source.
struct MessagePage {
    let message: KeptMessage
    let words: MailboxWords

    var markup: Markup {
        let mail = ReadMail(message)
        let subject = mail.subject.isEmpty ? words.noSubject : mail.subject
        return Layout.lab(
            title: subject, japanese: words.japanese,
            content: Markup([head(mail, subject), problems(mail), content(mail), source].compactMap { $0 }))
    }

    private func head(_ mail: ReadMail, _ subject: String) -> Markup {
        let tls = message.transport.tls ?? words("なし", "none")
        let login = message.transport.login ?? words("なし", "none")
        return """
            <div class="plate"><p><a href="/mailbox">\(words.title)</a></p><h1>\(subject)</h1>
            <dl><dt>\(words("差出人", "From"))</dt><dd>\(mail.from)</dd>
            <dt>\(words("宛先", "To"))</dt><dd>\(mail.toText.isEmpty ? message.envelope.to.joined(separator: ", ") : mail.toText)</dd>
            <dt>\(words("受信日時", "Received"))</dt><dd>\(words.instant(message.receivedAt))</dd>
            <dt>\(words("エンベロープ", "Envelope"))</dt><dd class="mono">&lt;\(message.envelope.from)&gt; → \(message.envelope.to.joined(separator: ", "))</dd>
            <dt>\(words("通信", "Transport"))</dt><dd>TLS: \(tls)、AUTH: \(login)、EHLO \(message.transport.client)</dd></dl></div>
            """
    }

    private func problems(_ mail: ReadMail) -> Markup? {
        guard !mail.problems.isEmpty else { return nil }
        let items = mail.problems.map { problem -> Markup in "<li>\(problem)</li>" }
        return """
            <div class="refusal" role="note"><h2>\(words("規格に合わない点", "Not as the standards ask"))</h2><ul>\(items)</ul></div>
            """
    }

    private func content(_ mail: ReadMail) -> Markup {
        let files = mail.attachments.map { file -> Markup in
            "<li>\(file.fileName.isEmpty ? "–" : file.fileName) (\(file.type), \(file.bytes.count))</li>"
        }
        let list: Markup? = files.isEmpty ? nil : "<h2>\(words("添付ファイル", "Attachments"))</h2><ul>\(files)</ul>"
        let onlyHTML: Markup? =
            mail.text.isEmpty && !mail.html.isEmpty
            ? "<p>\(words("本文は HTML だけです。", "The text is HTML only."))</p><div class=\"mail mono\">\(mail.html)</div>"
            : nil
        return """
            <div class="plate"><h2>\(words("本文", "Text"))</h2><div class="mail" id="text">\(Self.linked(mail.text))</div>\(onlyHTML)\(list)</div>
            """
    }

    private var source: Markup {
        """
        <div class="plate"><details><summary>\(words("ソースを表示", "Show source"))</summary>
        <div class="mail mono" id="source">\(MessageView.text(message.raw))</div></details>
        <p><a href="/mailbox/\(message.id)/raw">\(words("ダウンロード", "Download")) (.eml)</a></p></div>
        """
    }

    /// The text with its http and https addresses as links; anything else is escaped.
    static func linked(_ text: String) -> Markup {
        var pieces: [Markup] = []
        var rest = Substring(text)
        // Addresses are ASCII: Japanese text may follow without a blank.
        while let found = rest.firstMatch(of: /https?:\/\/[A-Za-z0-9\-._~:\/?#\[\]@!$&'()*+,;=%]+/) {
            var address = found.output
            while let last = address.last, ".,;:!?)]'".contains(last) { address.removeLast() }
            pieces.append("\(String(rest[..<address.startIndex]))<a href=\"\(String(address))\">\(String(address))</a>")
            rest = rest[address.endIndex...]
        }
        pieces.append("\(String(rest))")
        return Markup(pieces)
    }
}
