/// The ADE token on dashboard, view, edit and delete page.
enum TokenWords {
    static let title = SettingsWords.adeToken
    static let cardTitle = DashboardWords.adeTitle
    static let token = Text(ja: "トークン", en: "Token")
    static let registered = Text(ja: "登録されているトークン", en: "Registered token")
    static let consumerKey = Text(ja: "サーバーの識別子", en: "Server key")
    static let server = Text(ja: "サーバー名", en: "Server name")
    static let organization = Text(ja: "組織名", en: "Organization")
    static let delete = Text(ja: "トークンを削除", en: "Delete token")

    // Dashboard
    static let notRegistered = CertificateWords.notRegistered
    static let what = Text(
        ja: "購入した機器を、開封時に自動で登録するためのトークンです。",
        en: "The token with which purchased devices enroll by themselves when unpacked.")

    static let failing = Text(ja: "使えません", en: "Cannot be used")
    static let look = Text(ja: "すべきことを見る", en: "See what to do")

    // State
    static let none = Text(ja: "トークンは登録されていません。", en: "No token is registered.")
    static let noneMeaning = Text(
        ja: "Apple Business Manager で購入した機器を、開封時に自動で登録するためのトークンです。登録しなくても、案内から機器を登録できます。",
        en:
            "With the token, devices bought through Apple Business Manager enroll by themselves when unpacked. Without it devices are still enrolled by invitation."
    )
    static let noneStep = Text(
        ja: "[編集] を押し、1. から 3. の順に進めてください。", en: "Press Edit and follow steps 1 to 3.")
    static func renew(_ days: Int) -> Text {
        Text(
            ja: "トークンの有効期限まで、あと \(days) 日です。",
            en: days == 1 ? "The token expires in 1 day." : "The token expires in \(days) days.")
    }
    static let renewMeaning = Text(
        ja: "期限が切れると、新しい機器の一覧と自動登録の割り当てが更新されなくなります。登録済みの機器はそのまま管理できます。",
        en:
            "Once it has expired, new devices and assignments are no longer brought up to date. Devices that are enrolled stay managed."
    )
    static let renewStep = Text(
        ja: "Apple Business Manager で同じサーバーのトークンをダウンロードし、登録してください。",
        en: "Download the token of the same server at Apple Business Manager, and register it.")
    static func expired(_ instant: String) -> Text {
        Text(ja: "トークンの有効期限が \(instant) に切れました。", en: "The token expired at \(instant).")
    }

    // Messages
    static let doneRegistered = Text(ja: "トークンを登録しました。", en: "Token registered.")
    static let doneChanged = Text(ja: "トークンを変更しました。", en: "Token changed.")
    static let doneDeleted = Text(ja: "トークンを削除しました。", en: "Token deleted.")

    // Edit page
    static let step1 = Text(ja: "1. 公開鍵のダウンロード", en: "1. Download the public key")
    static let step1Text = Text(
        ja: "公開鍵ファイルをダウンロードしてください。秘密鍵は、このサーバーから出ません。",
        en: "Download the public key file. The private key never leaves this server.")
    static func pending(_ date: String) -> Text {
        Text(
            ja: "\(date) に生成した公開鍵を、もう一度ダウンロードできます。",
            en: "This is the public key made on \(date); you may download it again.")
    }
    static let newKey = Text(ja: "新しい公開鍵を作る", en: "New public key")
    static let newKeyNote = Text(
        ja: "前の公開鍵で暗号化されたトークンも、引き続き登録できます。",
        en: "A token encrypted for an earlier public key can still be registered.")
    static let step2 = Text(ja: "2. Apple Business Manager", en: "2. Apple Business Manager")
    static let step2Text = Text(
        ja:
            "以下のリンクより Apple Business Manager (または Apple School Manager) にログインし、デバイス管理サーバーの設定に公開鍵をアップロードして保存し、トークンをダウンロードしてください。",
        en:
            "Log in to Apple Business Manager (or Apple School Manager) with the link below, upload the public key in the settings of the device management server, save, and download the token."
    )
    static let managerAddress = "https://business.apple.com/"
    static let yearNote = Text(
        ja: "※トークンを1年に1回更新する必要があります。更新では、同じサーバーを選んでください。",
        en: "* The token must be renewed once a year. When renewing, choose the same server.")
    static let formerNote = Text(
        ja: "※新しいトークンをダウンロードすると、前のトークンは無効になります。速やかに登録してください。",
        en: "* Downloading a new token makes the former one invalid. Register it promptly.")
    static func sameServer(_ key: String) -> Text {
        Text(ja: "登録中のサーバーの識別子: \(key)", en: "Key of the registered server: \(key)")
    }
    static let step3 = Text(ja: "3. トークンの登録", en: "3. Register the token")
    static let step3Text = Text(
        ja: "2.よりダウンロードしたトークンファイルを指定してください。", en: "Choose the token file downloaded in step 2.")
    static let fileHint = Text(
        ja: "「…_Token_…_smime.p7m」という名前のファイルです。開かずに選んでください。",
        en: "The file is named “…_Token_…_smime.p7m”. Choose it without opening it.")
    static let fileRefused = Text(
        ja: "このトークンは登録していません。別のファイルを選んでください。", en: "This token was not registered. Choose another file.")
    static let fileTooLarge = Text(
        ja: "選んだファイルは 64 KB を超えています。トークンファイルは、ふつう 4 KB ほどです。",
        en: "The chosen file has more than 64 KB; a token file usually has about 4 KB.")

    // Deletion
    static let deleteHeading = Text(ja: "トークンを削除しますか", en: "Delete the token?")
    static let deleteMeaning = Text(
        ja: "トークンを削除すると、新しい機器の自動登録の割り当てができなくなります。登録済みの機器はそのまま管理できます。",
        en: "Once the token is deleted, no new devices are assigned. Devices that are enrolled stay managed.")
    static let deleteNote = Text(
        ja: "元に戻すには、Apple Business Manager でトークンをダウンロードし直します。",
        en: "To go back, download a token anew at Apple Business Manager.")

    // History
    static let historyNote = Text(
        ja: "使わなくなったトークンの中身は、消去しています。", en: "What was in tokens no longer in use has been erased.")
    static let retired = Text(ja: "更新済み", en: "Renewed")
}
