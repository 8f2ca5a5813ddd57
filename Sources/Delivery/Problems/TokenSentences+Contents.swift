import Administration
import AutomatedEnrollment
import Foundation

/// What a token file holds, and what it says.
extension TokenSentences {
    func keyNotRequestedHere(_ recipient: String) -> Problem {
        let name = Wording.quoted(recipient, limit: 80)
        let newest = requests.first.map(\.createdAt)
        let ours =
            newest.map {
                (
                    "この会社の最新の公開鍵は \(instant($0, .japanese)) に生成したものです。",
                    "This company's newest public key was made at \(instant($0, .english))."
                )
            } ?? ("この会社では、まだ公開鍵を生成していません。", "This company has made no public key yet.")
        return refusal(
            "token-of-another-key",
            (
                name.isEmpty ? "このトークンは、この会社の公開鍵で暗号化されていません。" : "このトークンは、別の公開鍵(\(name))で暗号化されています。",
                name.isEmpty
                    ? "this token is not encrypted for a public key of this company."
                    : "this token is encrypted for another public key (\(name))."
            ),
            (
                ours.0 + "別のサーバーの公開鍵が Apple Business Manager に残っていると思われます。",
                ours.1 + " Another server's public key is probably still in Apple Business Manager."
            ),
            (
                "1. で公開鍵をダウンロードし、Apple Business Manager のサーバーの設定でアップロードして保存してから、トークンをダウンロードし直してください。",
                "Download the public key in step 1, upload it in the server's settings at Apple Business Manager and save; then download the token again."
            ))
    }

    func notDecrypted(_ requestedAt: Date) -> Problem {
        refusal(
            "token-does-not-open",
            (
                "\(instant(requestedAt, .japanese)) に生成した公開鍵のトークンですが、開けません。",
                "it is for the public key made at \(instant(requestedAt, .english)), but does not open."
            ), ("途中で書き換わったと思われます。", "It was probably altered on its way."), downloadAgain)
    }

    private var downloadAgain: (String, String) {
        (
            "Apple Business Manager でトークンをダウンロードし直し、届いた .p7m ファイルを、開かずに選んでください。",
            "Download the token again at Apple Business Manager and choose the .p7m file you receive, without opening it."
        )
    }

    func damagedContent() -> Problem {
        refusal(
            "token-content-damaged", ("トークンの中身を読み取れません。", "what is inside the token cannot be read."),
            ("Apple の形式と異なります。", "It is not in Apple's form."), downloadAgain)
    }

    func valueMissing(_ name: String) -> Problem {
        let name = Wording.quoted(name, limit: 40)
        return refusal(
            "token-value-missing", ("トークンに \(name) がありません。", "the token lacks \(name)."),
            ("Apple の形式と異なります。", "It is not in Apple's form."), downloadAgain)
    }

    func expired(_ date: Date) -> Problem {
        refusal(
            "token-expired",
            (
                "このトークンの有効期限は \(instant(date, .japanese)) に切れています。",
                "this token expired at \(instant(date, .english))."
            ), ("以前にダウンロードしたファイルと思われます。", "It was probably downloaded long ago."), downloadAgain)
    }

    func otherServer(_ registered: String, _ offered: String) -> Problem {
        let (old, new) = (Wording.quoted(registered, limit: 60), Wording.quoted(offered, limit: 60))
        return refusal(
            "token-of-another-server",
            (
                "このトークンは、Apple Business Manager の別のサーバーのものです。",
                "this token belongs to another server in Apple Business Manager."
            ),
            (
                "登録中のサーバーは \(old)、選んだトークンのサーバーは \(new) です。登録すると、登録中のサーバーに割り当てた機器が自動登録できなくなります。",
                "The registered server is \(old), the chosen token's is \(new). Devices assigned to the registered one could not enroll by themselves any more."
            ),
            (
                "Apple Business Manager で、登録中のサーバーを選んでトークンをダウンロードしてください。サーバーを替えるときは、先に登録中のトークンを削除してください。",
                "Choose the registered server at Apple Business Manager and download its token. To change the server, delete the registered token first."
            ))
    }

    func older(_ offered: Date, than registered: Date) -> Problem {
        refusal(
            "token-older",
            ("登録中のトークンより古いものです。", "it is older than the registered token."),
            (
                "有効期限は \(instant(offered, .japanese)) で、登録中のものは \(instant(registered, .japanese)) です。新しいトークンをダウンロードすると、前のトークンは無効になります。",
                "It expires at \(instant(offered, .english)), the registered one at \(instant(registered, .english)). Downloading a new token makes the former one invalid."
            ), downloadAgain)
    }

    func alreadyRegistered() -> Problem {
        refusal(
            "token-already-registered", ("登録中のトークンと同じものです。", "it is the token that is registered."),
            ("更新は済んでいないか、前のファイルを選んでいます。", "It was not renewed, or the former file was chosen."), downloadAgain)
    }

    func noFile() -> Problem {
        refusal(
            "token-not-chosen", ("ファイルが選択されていません。", "no file was chosen."), ("", ""),
            ("届いた .p7m ファイルを選び、[保存] を押してください。", "Choose the .p7m file you received and press Save."))
    }

    func noTokenRegistered() -> Problem {
        Problem(
            "token-not-registered",
            fact: LocalizedText(ja: "ADEトークンは登録されていません。", en: "No ADE token is registered."),
            meaning: LocalizedText(
                ja: "この操作は、登録中のトークンに対して行うものです。何も変更していません。",
                en: "This is done to a registered token. Nothing was changed."),
            nextStep: LocalizedText(
                ja: "ADEトークンの [編集] から、1. から 3. の順に登録してください。",
                en: "Register one with steps 1 to 3 under Edit on the ADE token's page."))
    }

    func keyUnusable(_ request: String) -> Problem {
        let shown = Wording.quoted(request, limit: 20)
        return Problem(
            "token-key-unusable",
            fact: LocalizedText(
                ja: "公開鍵 \(shown) の秘密鍵を開けません。", en: "The private key of public key \(shown) does not open."),
            meaning: LocalizedText(
                ja: "この公開鍵で暗号化されたトークンは読めません。何も変更していません。",
                en: "A token encrypted for it cannot be read. Nothing was changed."),
            nextStep: LocalizedText(
                ja: "新しい公開鍵を作り、Apple Business Manager にアップロードし直してください。サービスの運用者にも、このコードを伝えてください。",
                en:
                    "Make a new public key and upload it at Apple Business Manager. Tell the service operator this code too."
            ))
    }
}
