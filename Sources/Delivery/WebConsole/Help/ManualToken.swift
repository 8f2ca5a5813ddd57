/// The ADE token: what it is, registration, renewal, devices that enroll by themselves.
enum ManualToken {
    static let chapter = ManualChapter(
        title: SettingsWords.adeToken,
        blocks: [
            .text(
                Phrase(
                    ja:
                        "ADEトークンを登録すると、Apple Business Manager または Apple School Manager で購入した機器が、開封時に自動で登録されます。トークンは1年間有効です。",
                    en:
                        "With the ADE token registered, devices bought through Apple Business Manager or Apple School Manager enroll by themselves when unpacked. A token is valid for a year."
                )),
            .steps([
                Phrase(
                    ja:
                        "<b>設定</b> → <b>サービス環境設定</b> → <b>ADEトークン</b> → <b>編集</b> を開き、1. の <b>ダウンロード</b> を押して公開鍵を保存します。",
                    en:
                        "Open <b>Settings</b> → <b>Service environment</b> → <b>ADE token</b> → <b>Edit</b> and press <b>Download</b> under 1 to save the public key."
                ),
                Phrase(
                    ja:
                        "2. のリンクから Apple Business Manager にログインし、デバイス管理サーバーを追加(更新のときは同じサーバーを選択)して公開鍵をアップロードし、保存します。続けてトークンをダウンロードします。",
                    en:
                        "Under 2, log in to Apple Business Manager, add a device management server (when renewing, choose the same one), upload the public key and save. Then download the token."
                ),
                Phrase(
                    ja: "3. で、届いた .p7m ファイルを選び、<b>保存</b> を押します。「トークンを登録しました。」と表示されたら完了です。",
                    en:
                        "Under 3, choose the .p7m file and press <b>Save</b>. “Token registered.” says that it is done."
                ),
            ]),
            .text(
                Phrase(
                    ja:
                        "新しいトークンをダウンロードすると、前のトークンは無効になります。ダウンロードしたら、速やかに登録してください。別のサーバーのトークンは、登録中のトークンを削除するまで登録できません。",
                    en:
                        "Downloading a new token makes the former one invalid: register it promptly. The token of another server cannot be registered until the registered one is deleted."
                )),
        ])
}
