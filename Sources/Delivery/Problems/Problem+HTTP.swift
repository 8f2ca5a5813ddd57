public import Administration
public import Foundation

/// What the edge itself has to say. The status code is chosen where the answer is sent.
extension Problem {
    /// 404, the same for what never existed and for what belongs to another company.
    public static let notFound = Problem(
        "not-found",
        fact: LocalizedText(ja: "ページが見つかりません。", en: "There is no such page."),
        meaning: LocalizedText(
            ja: "アドレスが違うか、このページで見られるものがありません。", en: "The address is not right, or there is nothing for you at it."),
        nextStep: LocalizedText(
            ja: "アドレスを確かめるか、左上の製品名からダッシュボードに戻ってください。",
            en: "Check the address, or go back to the dashboard by the product's name at the top left."))

    /// 403: says which right is missing and who has it.
    public static func forbidden(_ permission: Permission) -> Problem {
        let right = permission.name
        let roles = Role.allCases.filter { $0.permits(permission) }
        return Problem(
            "forbidden",
            fact: LocalizedText(
                ja: "この操作には「\(right.ja)」の権限が必要です。", en: "This needs the right “\(right.en)”."),
            meaning: LocalizedText(
                ja: "ログイン中の利用者には、この権限がありません。権限があるのは次のユーザー種別です: \(roles.map(\.name.ja).joined(separator: "、"))。",
                en:
                    "You do not have it. These roles do: \(roles.map(\.name.en).joined(separator: ", "))."),
            nextStep: LocalizedText(
                ja: "必要なときは、会社の管理者に依頼してください。", en: "If you need it, ask your company's administrator."))
    }

    /// 409: somebody else was first (P-21). `changedBy` is a login, or empty for the service operator.
    public static func conflict(changedBy login: String, at instant: Date, timeZone: TimeZone) -> Problem {
        let name = Wording.quoted(login, limit: 64)
        let who =
            name.isEmpty
            ? LocalizedText(ja: "サービスの運用者", en: "the service operator") : LocalizedText(ja: "\(name) さん", en: name)
        return Problem(
            "already-changed",
            fact: LocalizedText(
                ja: "\(who.ja)が \(Wording.instant(instant, in: timeZone, .japanese)) に、すでに変更しています。",
                en: "Already changed by \(who.en) at \(Wording.instant(instant, in: timeZone, .english))."),
            meaning: LocalizedText(
                ja: "この画面を開いた後の変更です。入力した内容は保存していません。先の変更は失われていません。",
                en: "That was after you opened this page. Your entries were not saved; the earlier change is not lost."),
            nextStep: LocalizedText(
                ja: "今の内容を確かめてから、必要ならもう一度保存してください。",
                en: "Look at the present state, then save again if it is still needed."))
    }

    /// 413: a request body beyond what is read at all.
    public static let tooLarge = Problem(
        "request-too-large",
        fact: LocalizedText(ja: "送られた内容が大きすぎます。", en: "What was sent is too large."),
        meaning: LocalizedText(
            ja: "受け付ける大きさを超えたため、途中で読むのをやめました。何も変更していません。",
            en: "It is beyond what is accepted and was not read to the end. Nothing was changed."),
        nextStep: LocalizedText(
            ja: "証明書ファイルは数 KiB です。選んだファイルを確かめてください。",
            en: "A certificate file takes a few KiB. Check the file you chose."))

    /// 429
    public static let throttled = Problem(
        "throttled",
        fact: LocalizedText(ja: "短い間に操作が続いたため、受け付けていません。", en: "Not accepted: too many requests in a short time."),
        meaning: LocalizedText(ja: "何も変更していません。", en: "Nothing was changed."),
        nextStep: LocalizedText(ja: "少し待ってから、もう一度操作してください。", en: "Wait a little, then repeat."))

    /// 500 and 503: anything unforeseen. `reference` finds it in the log.
    public static func unavailable(reference: String) -> Problem {
        let shown = Wording.quoted(reference, limit: 64)
        return Problem(
            "unavailable",
            fact: LocalizedText(
                ja: "処理を終えられませんでした(追跡番号 \(shown))。", en: "This could not be finished (reference \(shown))."),
            meaning: LocalizedText(
                ja: "サーバーの側の原因です。入力に問題はありません。保存が済んだと表示されたものは失われていません。",
                en: "The cause is in the server, not in what you entered. Nothing that was confirmed as saved is lost."),
            nextStep: LocalizedText(
                ja: "少し待ってから、もう一度操作してください。続くときは、サービスの運用者に追跡番号を伝えてください。",
                en: "Wait a little and repeat. If it goes on, tell the service operator the reference."))
    }

    /// The form's CSRF token does not belong to this session: signed in anew, or sent from elsewhere.
    public static let formExpired = Problem(
        "form-expired",
        fact: LocalizedText(ja: "この画面は古くなっています。", en: "This page is out of date."),
        meaning: LocalizedText(
            ja: "開いた後にログインし直したか、別の場所から送られた操作です。何も変更していません。",
            en: "You signed in anew since it was opened, or it was sent from elsewhere. Nothing was changed."),
        nextStep: LocalizedText(
            ja: "画面を開き直して、もう一度操作してください。", en: "Open the page again and repeat."))

    /// 422: [保存] with nothing entered at all.
    public static let fileNotChosen = Problem(
        "file-not-chosen",
        fact: LocalizedText(ja: "証明書ファイルが選択されていません。", en: "No certificate file was chosen."),
        meaning: LocalizedText(ja: "何も変更していません。", en: "Nothing was changed."),
        nextStep: LocalizedText(
            ja: "[ファイルを選択] を押し、Apple のサイトから届いた .pem ファイルを選んでください。",
            en: "Press [Choose file] and choose the .pem file you received from Apple's site."))

    /// 400 and 415: the request is not one of this product's forms.
    public static let requestNotUnderstood = Problem(
        "request-not-understood",
        fact: LocalizedText(ja: "送られた内容を読み取れません。", en: "What was sent cannot be read."),
        meaning: LocalizedText(
            ja: "この製品の画面が送る形ではありません。何も変更していません。",
            en: "It is not in the form that this product's pages send. Nothing was changed."),
        nextStep: LocalizedText(ja: "画面を開き直して、もう一度操作してください。", en: "Open the page again and repeat."))
}
