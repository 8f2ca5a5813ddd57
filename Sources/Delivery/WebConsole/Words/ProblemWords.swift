import Administration

/// Pages that stand in for another: what happened, what it means, what to do.
enum ProblemWords {
    static let toDashboard = Text(ja: "ダッシュボードへ", en: "To the dashboard")
    static let toLogin = Text(ja: "ログイン画面へ", en: "To the login page")

    static let notFound = Text(ja: "このページはありません。", en: "There is no such page.")
    static let notFoundMeaning = Text(
        ja: "アドレスが異なるか、なくなったページです。", en: "The address differs, or the page is gone.")
    static let notFoundStep = Text(
        ja: "アドレスを確かめるか、上のメニューから選んでください。",
        en: "Check the address, or choose from the menu above.")

    static let notFoundStepOutside = Text(ja: "アドレスを確かめてください。", en: "Check the address.")

    static let forbidden = Text(ja: "この操作をする権限がありません。", en: "You do not have the right to do this.")
    static func forbiddenMeaning(_ right: Text, role: Text?) -> Text {
        Text(
            ja: "必要な権限は「\(right.ja)」です。" + (role.map { "あなたのユーザー種別は「\($0.ja)」です。" } ?? ""),
            en: "It needs the right “\(right.en)”." + (role.map { " Your user type is “\($0.en)”." } ?? ""))
    }
    static let forbiddenStep = Text(
        ja: "必要なときは、管理者に依頼してください。この試みはログに残りました。",
        en: "If you need it, ask an administrator. This attempt has been logged.")

    static let formTooOld = Text(ja: "この画面からは保存できませんでした。", en: "This page could not be saved from.")
    static let formTooOldMeaning = Text(
        ja: "画面を開いたあとに、ログインし直したためと思われます。何も変更していません。",
        en: "You have probably logged in again since it was opened. Nothing was changed.")
    static let formTooOldStep = Text(
        ja: "ブラウザの「戻る」で画面に戻り、再読み込みしてから操作してください。",
        en: "Go back, reload the page, and do it there.")

    static let conflict = Text(ja: "ほかの利用者が先に変更しました。", en: "Somebody else has changed this first.")
    static let conflictMeaning = Text(
        ja: "あなたの変更は保存していません。先の変更はそのまま残っています。",
        en: "Your change was not saved. The other change stays as it is.")
    static let conflictStep = Text(
        ja: "いまの内容を確かめてから、必要ならもう一度操作してください。",
        en: "Look at the present state; if it is still needed, do it again.")

    static let tooLarge = Text(ja: "送られたファイルが大きすぎます。", en: "The file that was sent is too large.")
    static func tooLargeMeaning(_ kilobytes: Int) -> Text {
        Text(
            ja: "受け付けられるのは \(kilobytes) KB までです。証明書ファイルは、ふつう 2 KB ほどです。何も変更していません。",
            en: "At most \(kilobytes) KB are accepted. A certificate file usually has about 2 KB. Nothing was changed.")
    }
    static let tooLargeStep = Text(
        ja: "Apple のサイトで Download を押して届いた .pem ファイルを選んでください。",
        en: "Choose the .pem file that you receive when you press Download at Apple’s site.")

    static let throttled = Text(ja: "操作が続いたため、しばらく受け付けていません。", en: "Too many requests came in a row.")
    static func throttledStep(_ minutes: Int) -> Text {
        Text(ja: "約 \(minutes) 分後に操作してください。", en: "Please wait about \(minutes) min.")
    }

    static let notUnderstood = Text(ja: "送られた内容を読み取れませんでした。", en: "What was sent could not be read.")
    static let notUnderstoodMeaning = Text(ja: "何も変更していません。", en: "Nothing was changed.")
    static let notUnderstoodStep = Text(
        ja: "ブラウザの「戻る」で画面に戻り、再読み込みしてから操作してください。",
        en: "Go back, reload the page, and do it there.")

    static let linkNotValid = Text(ja: "このリンクは使えません。", en: "This link cannot be used.")
    static let linkNotValidMeaning = Text(
        ja: "すでに使われたか、有効期限が過ぎています。リンクは一度だけ使えます。",
        en: "It has been used, or its time is over. A link works once.")
    static let linkNotValidStep = Text(
        ja: "必要なときは、新しいリンクの発行を管理者またはサービス運用者に依頼してください。",
        en: "If you need one, ask an administrator or the service operator for a new link.")

    static let failure = Text(ja: "処理を終えられませんでした。", en: "This could not be finished.")
    static let failureMeaning = Text(
        ja: "サーバー側の問題です。途中までの変更は残っていません。",
        en: "The trouble is on the server’s side. Nothing was left half done.")
    static let failureStep = Text(
        ja: "続くときは、追跡番号をサービス運用者に伝えてください。サーバーのログで原因が分かります。",
        en: "If it goes on, tell the service operator the reference: it finds the cause in the server’s log.")

    static let unavailable = Text(ja: "いまは処理できません。", en: "This cannot be done right now.")
    static let unavailableMeaning = Text(
        ja: "データベースが応答していません。何も変更していません。",
        en: "The database does not answer. Nothing was changed.")
    static let unavailableStep = Text(
        ja: "1 分ほど待ってから再読み込みしてください。続くときは、追跡番号をサービス運用者に伝えてください。",
        en: "Wait a minute, then reload. If it goes on, tell the service operator the reference.")
}
