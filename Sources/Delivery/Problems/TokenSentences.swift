import Administration
import AutomatedEnrollment
import Foundation

/// Sentences about the file that is uploaded as the ADE token.
struct TokenSentences {
    let timeZone: TimeZone
    let requests: [TokenRequest]

    /// Every refusal begins alike, so that the first words already say what did not happen.
    func refusal(
        _ code: String, _ fact: (String, String), _ meaning: (String, String), _ nextStep: (String, String)
    ) -> Problem {
        Problem(
            code, fact: LocalizedText(ja: "登録できません。" + fact.0, en: "Not registered: " + fact.1),
            meaning: LocalizedText(ja: meaning.0 + "何も変更していません。", en: meaning.1 + " Nothing was changed."),
            nextStep: LocalizedText(ja: nextStep.0, en: nextStep.1))
    }

    func instant(_ date: Date, _ language: Language) -> String { Wording.instant(date, in: timeZone, language) }

    /// What nearly everybody who chose a wrong file has to do.
    private var downloadToken: (String, String) {
        (
            "Apple Business Manager のサーバーの画面で [トークンをダウンロード] を押し、届いた .p7m ファイルを、開かずに選んでください。",
            "Press Download Token on the server's page in Apple Business Manager and choose the .p7m file you receive, without opening it."
        )
    }

    func empty() -> Problem {
        refusal(
            "token-empty", ("ファイルが空です。", "the file is empty."),
            ("ダウンロードが終わる前に保存されたと思われます。", "It was probably saved before the download ended."), downloadToken)
    }

    func truncated() -> Problem {
        refusal(
            "token-truncated", ("ファイルが途中で切れています。", "the file ends too early."),
            ("ダウンロードが終わる前に保存されたと思われます。", "It was probably saved before the download ended."), downloadToken)
    }

    func tooLarge(_ limit: Int) -> Problem {
        refusal(
            "token-too-large",
            ("ファイルが \(Wording.size(limit)) を超えています。", "the file has more than \(Wording.size(limit))."),
            ("トークンのファイルは、ふつう 4 KB ほどです。", "A token file usually has about 4 KB."), downloadToken)
    }

    func publicKey() -> Problem {
        refusal(
            "token-is-public-key", ("これは公開鍵です。トークンではありません。", "this is the public key, not the token."),
            (
                "この画面の 1. でダウンロードした、Apple Business Manager にアップロードするためのファイルです。",
                "It is the file from step 1 of this page, to be uploaded at Apple Business Manager."
            ),
            (
                "Apple Business Manager のサーバーの設定でこのファイルをアップロードして保存し、[トークンをダウンロード] で届く .p7m ファイルを選んでください。",
                "Upload it in the server's settings at Apple Business Manager, save, press Download Token, and choose the .p7m file you receive."
            ))
    }

    func pushCertificate() -> Problem {
        refusal(
            "token-is-push-certificate",
            ("これは Apple Push 証明書です。ADEトークンではありません。", "this is the Apple Push certificate, not the ADE token."),
            (
                "Apple Push Certificates Portal から届いたファイルで、[Apple Push 証明書] の画面で登録します。",
                "It comes from the Apple Push Certificates Portal and is registered on the page Apple Push certificate."
            ), downloadToken)
    }

    func certificate() -> Problem {
        refusal(
            "token-is-certificate", ("これは証明書です。ADEトークンではありません。", "this is a certificate, not the ADE token."),
            ("別のサーバーの公開鍵か、別のサイトの証明書と思われます。", "It is probably another server's public key, or of another site."),
            downloadToken)
    }

    func certificateRequest() -> Problem {
        refusal(
            "token-is-request", ("これは証明書要求(CSR)です。", "this is a certificate request (CSR)."),
            (
                "Apple Push Certificates Portal にアップロードするためのファイルです。",
                "It is the file to upload at the Apple Push Certificates Portal."
            ), downloadToken)
    }

    func privateKey() -> Problem {
        refusal(
            "token-is-private-key",
            ("これは秘密鍵か、秘密鍵の入るファイルです。", "this is a private key, or a file that holds one."),
            (
                "保存も記録もしていません。この秘密鍵は人に知られたものとして扱い、もう使わないでください。",
                "It was neither stored nor logged. Treat this key as exposed and do not use it any more."
            ), downloadToken)
    }

    func webPage() -> Problem {
        refusal(
            "token-is-web-page", ("これはウェブページです。", "this is a web page."),
            (
                "ログインの期限が切れて、トークンの代わりに Apple のログイン画面が保存されたと思われます。",
                "The sign-in had probably expired, and Apple's sign-in page was saved in the token's place."
            ), downloadToken)
    }

    func zipArchive() -> Problem {
        refusal(
            "token-is-zip", ("これは zip ファイルです。", "this is a zip archive."),
            ("中のファイルは調べていません。", "What is inside was not looked at."), downloadToken)
    }

    func notMIME() -> Problem {
        refusal(
            "token-without-header",
            ("トークンのファイルの見出し(MIME)がありません。", "the file has lost its header (MIME)."),
            (
                "メールソフトやエディターで開いて保存し直すと、このようになります。",
                "That happens when a mail program or an editor opens it and saves it again."
            ), downloadToken)
    }

    func notAToken() -> Problem {
        refusal(
            "token-not-recognized", ("これは ADEトークン(.p7m)ではありません。", "this is no ADE token (.p7m)."),
            ("別のファイルを選んだと思われます。", "Another file was probably chosen."), downloadToken)
    }

    func unsupportedEncryption() -> Problem {
        refusal(
            "token-encryption-unknown",
            ("この暗号の方式には対応していません。", "this kind of encryption is not known here."),
            (
                "Apple のファイルは RSA と AES または 3DES で暗号化されています。別の場所で作られたファイルと思われます。",
                "Apple's file is encrypted with RSA and AES or 3DES. It was probably made elsewhere."
            ), downloadToken)
    }
}
