/// ユーザー and 組織.
enum PeopleWords {
    static let users = FrameWords.users
    static let organizations = FrameWords.organizations
    static let usersNote = Text(
        ja: "機器を使う人です。詳しい画面、CSV での取り込み、所属の変更は、これからの版で加わります。",
        en: "The people who use devices. Detailed pages, CSV import and changes come with later versions.")
    static let organizationsNote = Text(
        ja: "部署などの所属です。木の形での管理と設定の引き継ぎは、これからの版で加わります。",
        en: "Departments and the like. The tree and inherited settings come with later versions.")
    static let noUsers = Text(ja: "ユーザーはまだいません。", en: "No users yet.")
    static let noOrganizations = Text(ja: "組織はまだありません。", en: "No organizations yet.")
    static let name = Text(ja: "名前", en: "Name")
    static let reading = Text(ja: "フリガナ (任意)", en: "Reading in kana (optional)")
    static let readingColumn = Text(ja: "フリガナ", en: "Reading")
    static let organization = Text(ja: "組織", en: "Organization")
    static let noOrganization = Text(ja: "(なし)", en: "(none)")
    static let deviceCount = Text(ja: "機器", en: "Devices")
    static let userCount = Text(ja: "ユーザー", en: "Users")
    static func devices(_ count: Int) -> Text {
        Text(ja: "\(count) 台", en: count == 1 ? "1 device" : "\(count) devices")
    }
    static func ofName(_ name: String) -> Text { Text(ja: " (\(name))", en: " (\(name))") }
    static let addUser = Text(ja: "ユーザーを追加する", en: "Add a user")
    static let addOrganization = Text(ja: "組織を追加する", en: "Add an organization")
    static let add = Text(ja: "追加", en: "Add")
    static let logins = Text(ja: "管理サイトを使う人", en: "People who use the console")
    static let loginsNote = Phrase(
        ja:
            "サービス運用者がサーバーで <code>kizuna admin user create</code> を実行すると追加できます。表示されるリンクを本人に渡すと、本人がパスワードを決めます。",
        en:
            "The service operator adds them on the server with <code>kizuna admin user create</code>, which prints a one-time link by which the person sets their password."
    )
    static let login = LoginWords.login
    static let role = Text(ja: "ユーザー種別", en: "User type")
    static let state = Text(ja: "状態", en: "State")
    static let canLogIn = Text(ja: "ログインできます", en: "Can log in")
    static let noPassword = Text(ja: "パスワード設定待ち", en: "No password yet")

    static let userAdded = Text(ja: "ユーザーを追加しました。", en: "User added.")
    static let organizationAdded = Text(ja: "組織を追加しました。", en: "Organization added.")
}
