public import Ports

extension Problem {
    /// The master key and what it opens. The path stands in ``operatorDetail`` only.
    public init(_ error: SecretVaultError) {
        switch error {
        case .masterKeyMissing(let path):
            self.init(
                "master-key-missing",
                fact: LocalizedText(ja: "マスター鍵のファイルがありません。", en: "The master key file is missing."),
                meaning: LocalizedText(
                    ja: "データの中の秘密鍵は、マスター鍵がないと開けません。データは変更していません。",
                    en: "The private keys in the data cannot be opened without it. The data were not changed."),
                nextStep: LocalizedText(
                    ja: "ファイルを元の場所に戻してください。ファイルが失われたときは、復旧シートが必要です。手順はガイド operate.md にあります。",
                    en:
                        "Put the file back in its place. If it is lost, the recovery sheet is needed; the guide operate.md says how."
                ),
                operatorDetail: path)
        case .masterKeyUnusable(let path, let reason):
            self.init(
                "master-key-unusable",
                fact: LocalizedText(ja: "マスター鍵のファイルを使えません。", en: "The master key file cannot be used."),
                meaning: LocalizedText(
                    ja: "ほかの利用者が読める状態か、内容の長さが違います。この状態では起動しません。",
                    en: "Other users can read it, or its length is not right. The server does not start like this."),
                nextStep: LocalizedText(
                    ja: "ファイルの所有者をサーバーの利用者にし、chmod 0400 を実行してください。内容が違うときは、正しいファイルに戻してください。",
                    en:
                        "Give the file to the server's user and run chmod 0400 on it; if its content is wrong, put the right file back."
                ),
                operatorDetail: "\(path): \(reason)")
        case .masterKeyWrong(let path):
            self.init(
                "master-key-wrong",
                fact: LocalizedText(
                    ja: "このマスター鍵は、このデータのものではありません。", en: "This master key does not belong to this data."),
                meaning: LocalizedText(
                    ja: "データは別のマスター鍵で封印されています。データは変更していません。",
                    en: "The data were sealed under another master key. They were not changed."),
                nextStep: LocalizedText(
                    ja: "このデータを作ったときのマスター鍵のファイルを置いてください。失われたときは、その復旧シートが必要です。",
                    en:
                        "Use the master key file with which this data was made. If it is lost, its recovery sheet is needed."
                ),
                operatorDetail: path)
        case .doesNotOpen:
            self.init(
                "sealed-data-does-not-open",
                fact: LocalizedText(ja: "封印されたデータを開けません。", en: "A sealed value does not open."),
                meaning: LocalizedText(
                    ja: "保存された内容が書き換えられたか、別の場所から移されたものです。使わずに止めました。",
                    en: "What was stored was altered, or moved here from another place. It was not used."),
                nextStep: LocalizedText(
                    ja: "サービスの運用者に連絡してください。運用者は、バックアップと比べて原因を調べてください。",
                    en: "Tell the service operator, who compares with the backup and looks for the cause."))
        }
    }

    /// The database. Its own words stand in ``operatorDetail`` only.
    public init(_ error: StoreError) {
        switch error {
        case .cannotOpen(let detail):
            self.init(
                "database-cannot-open",
                fact: LocalizedText(ja: "データベースを開けません。", en: "The database cannot be opened."),
                meaning: LocalizedText(
                    ja: "場所や権限が違うか、新しい版の製品が作ったデータベースです。データは変更していません。",
                    en: "Its place or its permissions are wrong, or a newer version made it. The data were not changed."
                ),
                nextStep: LocalizedText(
                    ja: "データの場所と権限を確かめてください。新しい版で使ったデータは、その版以降で開いてください。",
                    en:
                        "Check the data directory and its permissions; open data of a newer version with that version or later."
                ),
                operatorDetail: detail)
        case .conflict(let detail):
            self.init(
                "database-conflict",
                fact: LocalizedText(ja: "ほかの変更と重なったため、保存しませんでした。", en: "Not saved: another change came in between."),
                meaning: LocalizedText(ja: "何も変更していません。", en: "Nothing was changed."),
                nextStep: LocalizedText(
                    ja: "画面を開き直し、今の内容を確かめてから、もう一度操作してください。",
                    en: "Open the page again, look at the present state, then repeat."),
                operatorDetail: detail)
        case .unavailable(let detail):
            self.init(
                "database-unavailable",
                fact: LocalizedText(ja: "今は処理できません。", en: "This cannot be done now."),
                meaning: LocalizedText(
                    ja: "データの保存先が応答していません。保存が済んだと表示されたものは失われていません。",
                    en: "The place where data are kept does not answer. Nothing that was confirmed as saved is lost."),
                nextStep: LocalizedText(
                    ja: "少し待ってから、もう一度操作してください。続くときは、サービスの運用者に連絡してください。",
                    en: "Wait a little and repeat. If it goes on, tell the service operator."),
                operatorDetail: detail)
        case .unreadable(let detail):
            self.init(
                "database-unreadable",
                fact: LocalizedText(ja: "保存された値を読み取れません。", en: "A stored value cannot be read."),
                meaning: LocalizedText(
                    ja: "この版の製品が知らない値です。推測で使うことはしません。データは変更していません。",
                    en: "This version does not know the value and does not guess. The data were not changed."),
                nextStep: LocalizedText(
                    ja: "サービスの運用者に、製品の版とデータの版が合っているか確かめるよう依頼してください。",
                    en: "Ask the service operator to check that the product's version and the data's belong together."),
                operatorDetail: detail)
        }
    }
}
