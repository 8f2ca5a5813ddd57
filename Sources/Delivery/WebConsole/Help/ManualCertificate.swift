/// The certificate: what it is, first registration, deletion, restoration.
enum ManualCertificate {
    static let certificate = ManualChapter(
        title: SettingsWords.pushCertificate,
        blocks: [
            .text(
                Phrase(
                    ja: "Apple Push 証明書は、機器に「連絡してください」と知らせるための証明書です。Apple が発行し、1年間有効です。指示の内容は Apple を通りません。",
                    en:
                        "With the Apple Push certificate devices are asked to call in. Apple issues it for one year. What a device is told does not pass through Apple."
                )),
            .points([
                Phrase(
                    ja: "<b>トピック</b> は、証明書と機器を結ぶ名前です。機器は登録したときのトピックだけを待ちます。更新では、トピックが変わらないことがいちばん大切です。",
                    en:
                        "The <b>topic</b> ties certificate and devices together: a device listens only to the topic it was enrolled with. When renewing, nothing matters more than keeping it."
                ),
                Phrase(
                    ja:
                        "<b>Apple ID</b> には、証明書を取得した Apple ID を残します。更新には同じ Apple ID が必要です。個人のものではなく、会社で引き継げるものを使ってください。",
                    en:
                        "<b>Apple Account</b>: note the one under which the certificate was obtained. Renewal needs the same one; use one that your company can hand on, not a private one."
                ),
                Phrase(
                    ja: "<b>備考</b> には、取得日や担当の部署を書いておくと役に立ちます。削除しても残ります。",
                    en:
                        "<b>Notes</b>: the date it was obtained and the department in charge are worth noting. They survive deletion."
                ),
            ]),
        ])

    static let register = ManualChapter(
        title: Text(ja: "はじめての登録", en: "First registration"),
        blocks: [
            .text(
                Phrase(
                    ja:
                        "<b>設定</b> → <b>サービス環境設定</b> → <b>Apple Push 証明書</b> → <b>編集</b> を開きます。Apple のサイトの画面は英語です。押すボタンは英語のまま書きます。",
                    en:
                        "Open <b>Settings</b> → <b>Service environment</b> → <b>Apple Push certificate</b> → <b>Edit</b>."
                )),
            .steps([
                Phrase(
                    ja: "1. の <b>ダウンロード</b> を押し、署名済みの証明書要求(CSR)ファイルを保存します。ファイルは開かないでください。",
                    en: "Under 1, press <b>Download</b> and save the signed request (CSR). Do not open the file."),
                Phrase(
                    ja:
                        "2. のリンクを開き、Apple ID でログインします。確認コードを求められたら入力します。ブラウザの<b>翻訳機能はオフ</b>にしてください。翻訳すると、ボタンの名前がこの説明と変わります。",
                    en:
                        "Under 2, follow the link and log in with the Apple Account; enter the code if asked. <b>Turn your browser’s translation off</b>: it would change the buttons’ names."
                ),
                Phrase(
                    ja:
                        "<b class=\"apple\" lang=\"en\">Create a Certificate</b> を押し、利用規約(<span lang=\"en\">Terms of Use</span>)にチェックを入れて <b class=\"apple\" lang=\"en\">Accept</b> を押します。",
                    en:
                        "Press <b class=\"apple\">Create a Certificate</b>, tick the terms of use and press <b class=\"apple\">Accept</b>."
                ),
                Phrase(
                    ja: "手順 1 のファイルを選び、<b class=\"apple\" lang=\"en\">Upload</b> を押します。",
                    en: "Choose the file of step 1 and press <b class=\"apple\">Upload</b>."),
                Phrase(
                    ja:
                        "<b class=\"apple\" lang=\"en\">Confirmation</b> の画面で <b class=\"apple\" lang=\"en\">Download</b> を押し、届いた .pem ファイルを保存します。",
                    en:
                        "On the page <b class=\"apple\">Confirmation</b>, press <b class=\"apple\">Download</b> and save the .pem file."
                ),
                Phrase(
                    ja: "編集の画面に戻り、3. で .pem ファイルを選び、Apple ID と備考を入力して <b>保存</b> を押します。「証明書を登録しました。」と表示されたら完了です。",
                    en:
                        "Back on the edit page, choose the .pem file under 3, enter Apple Account and notes, and press <b>Save</b>. “Certificate registered.” says that it is done."
                ),
            ]),
            .text(
                Phrase(
                    ja:
                        "何度ダウンロードしても、同じ証明書要求です。<b>新しい証明書要求を作る</b> を押しても、前の要求は台帳に残り、そこから作られた証明書も登録できます。取得した証明書は、速やかに登録してください。",
                    en:
                        "However often you download, it is the same request. <b>New request</b> adds one; earlier ones stay in the ledger, and certificates made from them can still be registered. Register a certificate promptly once you have it."
                )),
        ])

    static let delete = ManualChapter(
        title: Text(ja: "削除", en: "Deletion"),
        blocks: [
            .text(
                Phrase(
                    ja:
                        "証明書の画面で <b>証明書を削除</b> を押し、内容を確かめて <b>OK</b> を押します。削除すると、本製品で端末を管理できなくなります。備考と Apple ID は残ります。すべての管理者のお知らせに表示されます。",
                    en:
                        "On the certificate’s page press <b>Delete certificate</b>, read what follows, and press <b>OK</b>. Devices can then no longer be managed. Notes and Apple Account stay. Every administrator is told among the notices."
                )),
            .text(
                Phrase(
                    ja:
                        "削除が必要なのは、別のトピックの証明書に替えるときだけです。更新のために削除してはいけません。削除のあとに登録するときは、新しい証明書要求をダウンロードし、Apple のサイトで <b class=\"apple\" lang=\"en\">Create a Certificate</b> を押します。",
                    en:
                        "Deleting is needed only to change to another topic, never to renew. To register afterwards, download a new request and press <b class=\"apple\">Create a Certificate</b> at Apple’s site."
                )),
        ])

    static let restore = ManualChapter(
        title: Text(ja: "元に戻す", en: "Restoring"),
        blocks: [
            .text(
                Phrase(
                    ja: "削除してから 30 日以内は、証明書の画面の <b>元に戻す</b> を押すだけで、同じ証明書に戻ります。機器の操作は必要ありません。",
                    en:
                        "Within 30 days of deletion, press <b>Restore</b> on the certificate’s page: the same certificate is back, and nothing need be done on any device."
                )),
            .text(
                Phrase(
                    ja: "削除のあとに別のトピックの証明書を登録したときは、ワンクリックでは戻せません。新しいトピックで登録した機器があるかもしれないためです。鍵と証明書は 400 日間保管しています。",
                    en:
                        "Once a certificate with another topic has been registered, one click cannot restore it: devices may have been enrolled with the new topic. Key and certificate are kept for 400 days."
                )),
        ])
}
