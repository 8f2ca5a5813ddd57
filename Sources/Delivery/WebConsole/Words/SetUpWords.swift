/// First run and recovery sheet.
enum SetUpWords {
    static let title = Text(ja: "初期設定", en: "Set-up")
    static let heading = Text(ja: "最初の企業と管理者を作成します", en: "Create the first company and administrator")
    static let intro = Text(
        ja: "このページは一度だけ使えます。終わると、会社のログイン画面が使えるようになります。",
        en: "This page can be used once. Afterwards your company’s login page is ready.")
    static let companyHeading = Text(ja: "企業", en: "Company")
    static let code = LoginWords.company
    static let codeHint = Text(
        ja: "ログイン画面のアドレスになります。3〜31 文字の英小文字、数字、ハイフン。あとから変えられません。",
        en:
            "Part of the address of your login page: 3 to 31 lower-case letters, digits and hyphens. It cannot be changed later."
    )
    static let name = AccountWords.companyName
    static let language = Text(ja: "言語", en: "Language")
    static let timeZone = Text(ja: "タイムゾーン", en: "Time zone")
    static let timeZoneHint = Text(
        ja: "日時と「あと N 日」は、このタイムゾーンで数えます。", en: "All times and “days left” are counted in it.")
    static let brand = Text(ja: "製品名(ブランド)", en: "Product name (brand)")
    static let administratorHeading = Text(ja: "最初の管理者", en: "First administrator")
    static let password = LoginWords.password
    static let again = Text(ja: "パスワード(確認)", en: "Password (again)")
    static let create = Text(ja: "作成する", en: "Create")
    static let then = Text(
        ja: "次の画面で、復旧シートを印刷します。プリンターか、紙とペンを用意してください。",
        en: "Next you will print the recovery sheet. Have a printer, or pen and paper, at hand.")

    // Recovery sheet
    static let sheetTitle = Text(ja: "復旧シート", en: "Recovery sheet")
    static let sheetIntro = Text(
        ja: "このサーバーのマスター鍵です。鍵と証明書は、すべてこのキーで暗号化しています。ディスクが壊れたとき、バックアップを開くために必要です。",
        en:
            "This is the server’s master key. All keys and certificates are encrypted with it. You need it to open a backup after a disk failure."
    )
    static let sheetOnce = Text(
        ja: "保管を確認したあとは、この画面を二度と表示できません。印刷するか書き写して、金庫など、サーバーとは別の安全な場所に保管してください。",
        en:
            "It is never shown again once you confirm that it is kept. Print it or copy it by hand, and keep it in a safe place away from the server."
    )
    static let sheetSecret = Text(
        ja: "写真を撮ったり、ファイルに保存したりしないでください。",
        en: "Do not photograph it or save it to a file.")
    static let installation = Text(ja: "インストール番号", en: "Installation")
    static let madeAt = Text(ja: "作成日時", en: "Made at")
    static let masterKey = Text(ja: "マスター鍵", en: "Master key")
    static let checksum = Text(
        ja: "5 文字ずつの 14 組です。使う文字は 0〜9 と、I・L・O・U を除く A〜Z だけです。各組の最後の 1 文字と最後の組で、書き写しの誤りが分かります。",
        en:
            "14 groups of five. Only 0–9 and A–Z without I, L, O and U occur. The last character of each group, and the last group, reveal copying errors."
    )
    static let confirm = Text(
        ja: "復旧シートを安全な場所に保管しました", en: "The recovery sheet lies in a safe place")
    static let confirmMissing = Text(
        ja: "保管してから、チェックを入れてください。", en: "Put it in a safe place, then tick this box.")
    static let finish = Text(ja: "ログイン画面へ", en: "Go to login")
    static let howToPrint = Text(
        ja: "ブラウザの印刷を使ってください。紙には、下の枠の中だけが残ります。",
        en: "Use your browser’s print command. Only the sheet itself goes on paper.")
    static let storedBy = Text(ja: "保管場所・保管した人", en: "Where it is kept, and by whom")
}
