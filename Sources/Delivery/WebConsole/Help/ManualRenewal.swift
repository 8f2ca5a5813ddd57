/// Renewal, and what expiry means.
enum ManualRenewal {
    static let renew = ManualChapter(
        title: Text(ja: "年に1回の更新", en: "Yearly renewal"),
        blocks: [
            .text(
                Phrase(
                    ja: "有効期限の 60 日前から更新してください。期限の前に更新すれば、機器側での操作は必要ありません。",
                    en: "Renew from 60 days before expiry on. Renewed in time, nothing need be done on the devices.")),
            .steps([
                Phrase(
                    ja: "<b>編集</b> を開き、画面の <b>トピック</b> を確かめます。この画面は印刷して手順書として使えます。",
                    en: "Open <b>Edit</b> and note the <b>topic</b> shown. The page prints as a guide."),
                Phrase(
                    ja: "1. の <b>ダウンロード</b> を押し、CSR ファイルを保存します。",
                    en: "Under 1, press <b>Download</b> and save the CSR."),
                Phrase(
                    ja: "2. のリンクを開き、<b>前回と同じ Apple ID</b> でログインします。翻訳機能はオフにします。",
                    en:
                        "Under 2, follow the link and log in with <b>the same Apple Account as last time</b>. Turn translation off."
                ),
                Phrase(
                    ja: "一覧の行の ⓘ を押し、<code>UID=</code> の値がトピックと同じ行を探します。同じように見える行があるので、必ず確かめます。",
                    en:
                        "Press ⓘ on the rows and find the one whose <code>UID=</code> equals the topic. Rows look alike: do check."
                ),
                Phrase(
                    ja:
                        "その行の <b class=\"apple\" lang=\"en\">Renew</b> を押し、CSR ファイルを選んで <b class=\"apple\" lang=\"en\">Upload</b> を押します。<b class=\"apple\" lang=\"en\">Create a Certificate</b> と <b class=\"apple\" lang=\"en\">Revoke</b> は押しません。",
                    en:
                        "Press <b class=\"apple\">Renew</b> on that row, choose the CSR and press <b class=\"apple\">Upload</b>. Press neither <b class=\"apple\">Create a Certificate</b> nor <b class=\"apple\">Revoke</b>."
                ),
                Phrase(
                    ja: "<b class=\"apple\" lang=\"en\">Download</b> を押し、.pem ファイルを保存します。",
                    en: "Press <b class=\"apple\">Download</b> and save the .pem file."),
                Phrase(
                    ja: "3. で .pem ファイルを選び、備考に取得日を書いて <b>保存</b> を押します。「証明書を変更しました。」と表示されたら、有効期限を確かめます。",
                    en:
                        "Under 3, choose the .pem file, note the date, and press <b>Save</b>. When it says “Certificate changed.”, check the date of expiry."
                ),
            ]),
        ])

    static let expiry = ManualChapter(
        title: Text(ja: "有効期限が切れると", en: "What expiry means"),
        blocks: [
            .points([
                Phrase(
                    ja: "機器に指示が届かなくなります。ロックやワイプもできません。機器の設定とアプリは、そのまま残ります。",
                    en:
                        "Devices cannot be reached: neither lock nor wipe works. Settings and apps on the devices stay as they are."
                ),
                Phrase(
                    ja:
                        "期限が切れたあとでも、<b>同じトピックの行を <span class=\"apple\" lang=\"en\">Renew</span> で更新</b>できます。<span lang=\"en\">Expired</span> と表示された行でも押せます。登録すると、機器は再び管理できます。",
                    en:
                        "Even then <b>the row with the same topic can be renewed</b>: <span class=\"apple\">Renew</span> works on rows that say Expired. After registration the devices can be managed again."
                ),
                Phrase(
                    ja: "別のトピックの証明書に替えると、すべての機器で構成プロファイルの再インストールが必要です。",
                    en:
                        "With a certificate of another topic, the configuration profile must be installed again on every device."
                ),
            ])
        ])
}
