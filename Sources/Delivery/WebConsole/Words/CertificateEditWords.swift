/// The edit page, to the letter of the manual (S0 §2.1.1, §3.2.1).
enum CertificateEditWords {
    static let crumb = CertificateWords.edit

    static let step1 = Text(
        ja: "1. 署名済みの証明書要求(CSR)ファイルの生成とダウンロード",
        en: "1. Generate and download the signed certificate request (CSR) file")
    static let step1Text = Text(
        ja: "署名済みの証明書要求(CSR)ファイルをダウンロードしてください。",
        en: "Download the signed certificate request (CSR) file.")
    static let download = Text(ja: "ダウンロード", en: "Download")
    static func pending(_ date: String) -> Text {
        Text(
            ja: "\(date) に生成した要求を、もう一度ダウンロードできます。",
            en: "This is the request made on \(date); you may download it again.")
    }
    static let newRequest = Text(ja: "新しい証明書要求を作る", en: "New request")
    static let newRequestNote = Text(
        ja: "前の要求から作られた証明書も、引き続き登録できます。",
        en: "A certificate made from an earlier request can still be registered.")

    static let step2 = Text(ja: "2. 証明書ファイルの取得", en: "2. Obtain the certificate file")
    static let step2Text = Text(
        ja: "以下のリンクより「Apple Push Certificates Portal」にログインし証明書を取得してください。証明書ファイルは、署名済みの証明書要求(CSR)をアップロードすることで取得できます。",
        en:
            "Log in to the “Apple Push Certificates Portal” with the link below and obtain the certificate. You receive the certificate file by uploading the signed certificate request (CSR)."
    )
    static let portalAddress = "https://identity.apple.com/pushcert/"
    static let browserNote = Text(
        ja:
            "※Internet ExplorerではApple Push Certificates Portalサイトを表示できないため、Safari、Google Chrome、Firefox等のブラウザで開いてください。",
        en:
            "* Internet Explorer cannot show the Apple Push Certificates Portal; use Safari, Google Chrome, Firefox or another browser."
    )
    static let yearNote = Text(
        ja: "※証明書を1年に1回更新する必要があります。証明書の有効期限が切れた場合、本製品はご利用いただけなくなります。",
        en: "* The certificate must be renewed once a year. When it has expired, this product can no longer be used.")
    static func account(_ appleID: String) -> Text {
        Text(ja: "前回の Apple ID: \(appleID)", en: "Apple Account used last time: \(appleID)")
    }

    static let step3 = Text(ja: "3. 証明書ファイルの登録", en: "3. Register the certificate file")
    static let step3Text = Text(
        ja: "2.より作成した証明書ファイルを指定してください。",
        en: "Choose the certificate file obtained in step 2.")
    static let choose = Text(ja: "ファイルを選択", en: "Choose file")
    static let noFile = Text(ja: "選択されていません", en: "No file chosen")
    static let fileHint = Text(
        ja: "Apple のサイトでダウンロードした .pem ファイルです。CSR や p12 は登録できません。",
        en: "The .pem file downloaded from Apple’s site. A CSR or p12 cannot be registered.")
    static let fileRefused = Text(
        ja: "この証明書は登録していません。別のファイルを選んでください。",
        en: "This certificate was not registered. Choose another file.")
    static let fileTooLarge = Text(
        ja: "選んだファイルは 64 KB を超えています。証明書ファイルは、ふつう 2 KB ほどです。Apple のサイトでダウンロードした .pem ファイルを選んでください。",
        en:
            "The chosen file has more than 64 KB; a certificate file usually has about 2 KB. Choose the .pem file downloaded from Apple’s site."
    )
    static let appleID = Text(
        ja: "Apple ID (証明書発行の際に使用されたApple IDを以下に記載してください。)",
        en: "Apple Account (enter the Apple Account that was used to obtain the certificate)")
    static let notes = CertificateWords.notes
    static let notesHint = Text(
        ja: "Apple Push 証明書の取得日の入力をお勧めします。",
        en: "We recommend noting the date on which the certificate was obtained.")

    // Signpost
    static let signpost = Text(ja: "更新のときに選ぶ行", en: "The row to choose when renewing")
    static let renewRow = Phrase(
        ja:
            "Apple のサイトでは、<code>UID=</code> の値がこのトピックと同じ行の <b class=\"apple\" lang=\"en\">Renew</b> を押します。<b class=\"apple\" lang=\"en\">Create a Certificate</b> は押しません。",
        en:
            "At Apple’s site, press <b class=\"apple\">Renew</b> on the row whose <code>UID=</code> equals this topic. Do not press <b class=\"apple\">Create a Certificate</b>."
    )
    static let createRow = Phrase(
        ja:
            "新しく登録するときは、Apple のサイトで <b class=\"apple\" lang=\"en\">Create a Certificate</b> を押します。Apple ID は個人のものでなく、会社で引き継げるものを使ってください。1 年ごとの更新に、同じ Apple ID が必要です。",
        en:
            "To register a new certificate, press <b class=\"apple\">Create a Certificate</b> at Apple’s site. Use an Apple Account that your company can hand over, not a personal one: the same account is needed for the renewal each year."
    )

    // Deleted topic with devices
    static func devicesStillListen(_ devices: Int) -> Text {
        Text(
            ja: "\(devices) 台が、削除した証明書のトピックを待っています。",
            en: devices == 1
                ? "1 device still listens to the deleted certificate’s topic."
                : "\(devices) devices still listen to the deleted certificate’s topic.")
    }
    static let devicesStillListenMeaning = Text(
        ja: "別のトピックの証明書を登録すると、これらの機器は構成プロファイルを再インストールするまで管理できません。",
        en:
            "If a certificate with another topic is registered, they cannot be managed until the configuration profile is installed again."
    )
    static func restoreInstead(_ date: String) -> Text {
        Text(
            ja: "機器をそのまま管理し続けるには、\(date) までに元に戻してください。",
            en: "To go on managing them, restore the certificate by \(date).")
    }
    static let confirmTopic = Text(
        ja: "別のトピックになっても登録します。機器は登録し直します。",
        en: "Register it even if its topic differs. The devices will be enrolled again.")
    static let confirmTopicMissing = Text(
        ja: "別のトピックの証明書を登録するには、チェックを入れてください。",
        en: "To register a certificate with another topic, tick this box.")

    // Conflict
    static func conflict(_ who: String, _ when: String) -> Text {
        Text(
            ja: "\(when) に \(who) が先に変更しました。", en: "Already changed by \(who) at \(when).")
    }
    static let conflictMeaning = Text(
        ja: "あなたの変更は保存していません。入力した内容は下に残っています。",
        en: "Your change was not saved. What you entered is kept below.")
    static let conflictStep = Text(
        ja: "いまの証明書を確かめ、必要ならファイルを選び直して保存してください。",
        en: "Look at the present certificate; if it is still needed, choose the file again and save.")
    static let conflictLook = Text(ja: "いまの証明書を見る", en: "See the present certificate")
}
