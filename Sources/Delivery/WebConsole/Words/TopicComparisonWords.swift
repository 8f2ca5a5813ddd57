/// Two ties, when the topics differ.
enum TopicComparisonWords {
    static let heading = Text(ja: "トピックの比較", en: "The two topics")
    static let registered = Text(ja: "登録中のトピック", en: "Registered topic")
    static let offered = Text(ja: "選んだファイルのトピック", en: "Topic of the chosen file")
    static let reached = Text(ja: "に届きます", en: "can be reached")
    static func registeredDrawing(_ devices: Int) -> Text {
        Text(
            ja: "登録中のトピックには \(devices) 台がつながっています。",
            en: "\(CertificateWords.devices(devices).en) hang from the registered topic.")
    }
    static let offeredDrawing = Text(
        ja: "選んだファイルのトピックには 1 台もつながっていません。", en: "No device hangs from the topic of the chosen file.")

    static let toDo = Text(ja: "次にすること", en: "What to do next")
    static let probably = Phrase(
        ja:
            "Apple のサイトで <b class=\"apple\" lang=\"en\">Create a Certificate</b> を押したか、別の行の <b class=\"apple\" lang=\"en\">Renew</b> を押したと思われます。",
        en:
            "At Apple’s site, <b class=\"apple\">Create a Certificate</b> was probably pressed, or <b class=\"apple\">Renew</b> on another row."
    )
    static func open(_ link: HTML, account: HTML?) -> Phrase {
        Phrase(
            ja: account.map { "\(link) を開き、\($0) でログインします。" } ?? "\(link) を開き、ログインします。",
            en: account.map { "Open \(link) and log in as \($0)." } ?? "Open \(link) and log in.")
    }
    static let find = Phrase(
        ja: "一覧の各行の ⓘ を押し、<code>UID=</code> が「登録中のトピック」と同じ行を探します。",
        en: "Press ⓘ on the rows of the list and find the one whose <code>UID=</code> equals the registered topic.")
    static let renew = Phrase(
        ja: "その行の <b class=\"apple\" lang=\"en\">Renew</b> を押し、同じ CSR をアップロードします。届いたファイルを下の 3. で登録します。",
        en:
            "Press <b class=\"apple\">Renew</b> on that row, upload the same CSR, and register the file you receive in step 3 below."
    )
    static func deletion(_ devices: Int) -> Text {
        Text(
            ja: "異なるトピック値の Apple Push 証明書を使用するときは、まず既存の Apple Push 証明書の削除を行ってください。"
                + (devices == 0 ? "" : "削除すると、\(devices) 台は再登録するまで管理できません。"),
            en: "To use an Apple Push certificate with another topic, first delete the existing one."
                + (devices == 0
                    ? "" : " Then \(CertificateWords.devices(devices).en) cannot be managed until enrolled again."))
    }
}
