/// Login, set-password, account.
enum LoginWords {
    static let title = Text(ja: "ログイン", en: "Log in")
    static let heading = Text(ja: "管理サイトにログイン", en: "Log in to the console")
    static let company = Text(ja: "企業コード", en: "Company code")
    static let login = Text(ja: "ログインID", en: "Login ID")
    static let password = Text(ja: "パスワード", en: "Password")
    static let hint = Text(
        ja: "ログインできないときは、会社の管理者に連絡してください。",
        en: "If you cannot log in, ask your company’s administrator.")

    static let failed = Text(ja: "ログインできません。", en: "Not logged in.")
    static let failedMeaning = Text(
        ja: "企業コード、ログインID、パスワードのいずれかが登録と異なります。",
        en: "The company code, login ID or password differs from what is registered.")
    static let failedStep = Text(
        ja: "大文字・小文字と入力モードを確かめて、入力し直してください。",
        en: "Check upper and lower case and the input mode, then enter them again.")

    static let throttled = Text(ja: "いまはログインを受け付けていません。", en: "Logging in is paused.")
    static let throttledMeaning = Text(
        ja: "異なるパスワードが続けて入力されたため、しばらく停止しています。",
        en: "Too many passwords that did not fit were entered in a row.")
    static func throttledStep(_ minutes: Int) -> Text {
        Text(ja: "約 \(minutes) 分後にログインしてください。", en: "Log in again in about \(minutes) min.")
    }

    static let loggedOut = Text(ja: "ログアウトしました。", en: "You have logged out.")
    static let sessionEnded = Text(ja: "もう一度ログインしてください。", en: "Please log in again.")
    static let sessionEndedMeaning = Text(
        ja: "しばらく操作がなかったため、ログアウトしました。ログインすると、元のページに戻ります。",
        en: "The session ended after a while without activity. After login you return to the page you asked for.")
    static let passwordSet = Text(ja: "パスワードを設定しました。", en: "Password set.")
    static let passwordSetStep = Text(ja: "新しいパスワードでログインしてください。", en: "Log in with the new password.")
    static let formTooOld = Text(ja: "ログイン画面の有効時間が過ぎました。", en: "This login page was open for too long.")
    static let formTooOldStep = Text(ja: "もう一度入力してください。", en: "Please enter your details again.")
}

/// The own account and the page behind a one-time link.
enum AccountWords {
    static let title = Text(ja: "自分の設定", en: "My account")
    static let companyName = Text(ja: "企業名", en: "Company")
    static let role = Text(ja: "ユーザー種別", en: "User type")
    static let language = Text(ja: "表示言語", en: "Language")
    static let saveLanguage = Text(ja: "表示言語を保存", en: "Save language")
    static let mailHeading = Text(ja: "メールアドレス", en: "Mail address")
    static let mailHint = Text(
        ja: "有効期限などのお知らせが届きます。空にすると、あなたにはメールが届きません。",
        en: "Notices of expiry and other events reach you here. Empty: no mail reaches you.")
    static let saveMail = Text(ja: "メールアドレスを保存", en: "Save mail address")
    static let passwordHeading = Text(ja: "パスワードの変更", en: "Change password")
    static let current = Text(ja: "現在のパスワード", en: "Current password")
    static let new = Text(ja: "新しいパスワード", en: "New password")
    static let again = Text(ja: "新しいパスワード(確認)", en: "New password (again)")
    static let rule = Text(
        ja: "12 文字以上。長い文が安全で覚えやすくなります。記号や数字を入れる必要はありません。",
        en: "At least 12 characters. A long phrase is safe and easy to remember; digits and symbols are not needed.")
    static let change = Text(ja: "パスワードを変更", en: "Change password")
    static let changeNote = Text(
        ja: "変更すると、ほかのブラウザのログインは終了します。", en: "Your sessions in other browsers end when it changes.")

    static let setTitle = Text(ja: "パスワードの設定", en: "Set password")
    static let set = Text(ja: "パスワードを設定", en: "Set password")
    static let linkOnce = Text(
        ja: "このページは一度だけ使えます。設定が終わると、リンクは無効になります。",
        en: "This page can be used once. The link ends when the password is set.")
}
