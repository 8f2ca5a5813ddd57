import Administration
import Foundation

/// Certificates of the right kind at the wrong time.
extension UploadSentences {
    private var renewTheRow: LocalizedText {
        text(
            "\(signIn.ja)登録中のトピックと UID= が同じ行の Renew を押し、届いた .pem ファイルを選んでください。初めての登録のときは Create a Certificate です。\(noted.ja)",
            "\(signIn.en) Press Renew on the row whose UID= is the registered topic and choose the .pem file you receive. For a first registration press Create a Certificate.\(noted.en)"
        )
    }

    func expired(_ instant: Date) -> Problem {
        refusal(
            "certificate-expired",
            text(
                "この証明書の有効期限は \(self.instant(instant, .japanese)) に切れています。",
                "this certificate expired at \(self.instant(instant, .english))."),
            text(
                "前の年の証明書か、Renew の前に Download を押した証明書と思われます。",
                "It is probably last year's, or Download was pressed before Renew."),
            renewTheRow)
    }

    func notYetValid(_ instant: Date) -> Problem {
        refusal(
            "certificate-not-yet-valid",
            text(
                "この証明書が有効になるのは \(self.instant(instant, .japanese)) からです。",
                "this certificate is valid only from \(self.instant(instant, .english))."),
            text(
                "証明書は正しくても、サーバーの時計が遅れていると、まだ有効でないと判断されます。",
                "The certificate may be right: a server clock that is slow makes it look too early."),
            text(
                "サービスの運用者に、サーバーの時計を確かめるよう依頼してください。時計が正しければ、その日時を過ぎてからもう一度登録してください。",
                "Ask the service operator to check the server's clock. If it is right, register the file again after that time."
            ))
    }

    func older(_ offered: Date, than registered: Date) -> Problem {
        refusal(
            "certificate-older",
            text("この証明書は、登録中の証明書より古いものです。", "this certificate is older than the registered one."),
            text(
                "有効期限は、選んだファイルが \(instant(offered, .japanese))、登録中の証明書が \(instant(registered, .japanese)) です。前回ダウンロードしたファイルを選んだと思われます。",
                "The chosen file expires at \(instant(offered, .english)), the registered certificate at \(instant(registered, .english)). A file of an earlier download was probably chosen."
            ),
            renewTheRow)
    }

    func alreadyRegistered() -> Problem {
        refusal(
            "certificate-already-registered",
            text("この証明書は、すでに登録されています。", "this certificate is already registered."),
            text(
                "登録中の証明書と同じファイルです。有効期限も同じままです。",
                "The file is the registered certificate itself; its date of expiry stays."),
            text(
                "更新するときは、Apple のサイトで Renew を押してから、新しく届いた .pem ファイルを選んでください。更新が済んでいれば、何もする必要はありません。",
                "To renew, press Renew on Apple's site first and choose the new .pem file. If you have renewed already, there is nothing to do."
            ))
    }
}
