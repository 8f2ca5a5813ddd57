/// Sections that later versions fill: what will be there, and what one can do today.
enum LaterWords {
    static let badge = Text(ja: "準備中", en: "In preparation")
    static let willBe = Text(ja: "ここでできるようになること", en: "What will be here")
    static let today = Text(ja: "いまできること", en: "What you can do today")

    static func content(of model: LaterModel) -> (name: Text, will: [Text], today: [Phrase]) {
        switch model {
        case .devices: (FrameWords.devices, devicesWill, devicesToday)
        case .users: (FrameWords.users, usersWill, usersToday)
        case .organizations: (FrameWords.organizations, organizationsWill, organizationsToday)
        case .adeToken: (SettingsWords.adeToken, adeWill, adeToday)
        case .notifications: (SettingsWords.notifications, noticesWill, noticesToday)
        }
    }

    private static let devicesWill = [
        Text(
            ja: "iPhone、iPad、Mac を登録し、一覧で状態を見ます。",
            en: "Enroll iPhone, iPad and Mac, and see their state in a list."),
        Text(
            ja: "機器ごとに、情報、トピック、指示の届き方を確かめます。",
            en: "For each device: its facts, its topic, and how commands reach it."),
        Text(ja: "同期、ロック、ワイプなどの指示を送ります。", en: "Send commands: synchronize, lock, wipe and others."),
    ]
    private static let devicesToday = [
        Phrase(
            ja: "機器の登録に必要な Apple Push 証明書を、先に用意できます。",
            en: "Prepare the Apple Push certificate, which enrollment needs.")
    ]
    private static let usersWill = [
        Text(
            ja: "管理サイトを使う人と、機器を使う人を、一覧で管理します。",
            en: "Manage the people who use the console and the people who use devices."),
        Text(
            ja: "ユーザー種別(管理者、操作者、閲覧者、ロック・ワイプ)を決めます。",
            en: "Give each a user type: administrator, operator, viewer, lock and wipe."),
    ]
    private static let usersToday = [
        Phrase(
            ja:
                "サービス運用者がサーバーで <code>kizuna admin user create</code> を実行すると、管理者または閲覧者を作成できます。表示されるリンクを本人に渡すと、本人がパスワードを決めます。リンクは一度だけ使えます。",
            en:
                "On the server, the service operator runs <code>kizuna admin user create</code> to create an administrator or viewer. It prints a one-time link, by which the person sets the own password."
        ),
        Phrase(
            ja: "自分のパスワードと表示言語は、右上の名前から変えられます。",
            en: "Your own password and language: follow your name at the top right."),
    ]
    private static let organizationsWill = [
        Text(ja: "部署を木の形で作り、機器とユーザーを割り当てます。", en: "Draw departments as a tree, and put devices and users into them."),
        Text(ja: "設定を上の組織から受け継ぎます。", en: "Inherit settings from the organization above."),
    ]
    private static let organizationsToday = [
        Phrase(
            ja: "企業そのものは、サービス運用者が <code>kizuna admin company create</code> で作成します。",
            en:
                "Companies themselves are created by the service operator with <code>kizuna admin company create</code>."
        )
    ]
    private static let adeWill = [
        Text(
            ja: "Apple Business Manager・Apple School Manager のサーバートークンを登録し、1年ごとに更新します。",
            en: "Register the server token of Apple Business Manager or Apple School Manager, and renew it each year."),
        Text(
            ja: "残り日数をダッシュボードに表示します。", en: "See its days left on the dashboard."),
    ]
    private static let adeToday = [
        Phrase(
            ja: "準備は必要ありません。サーバートークン(.p7m)は、Apple Push 証明書の画面では登録できません。",
            en: "Nothing to prepare. A server token (.p7m) cannot be registered on the Apple Push certificate’s page.")
    ]
    private static let noticesWill = [
        Text(
            ja: "有効期限などを、だれに、いつ、メールで知らせるかを決めます。項目「ApplePush 証明書有効期限」があります。",
            en:
                "Decide whom to tell by mail, and when, about expiry and other events, among them “Apple Push certificate expiry”."
        ),
        Text(ja: "テストメールを送り、届いたことを確かめます。", en: "Send a test mail and see it arrive."),
    ]
    private static let noticesToday = [
        Phrase(
            ja: "まだメールは送られません。有効期限は、ダッシュボードで確かめてください。",
            en: "No mail is sent yet. See the dashboard for the date of expiry."),
        Phrase(
            ja: "監視ツールからは <code>kizuna certificate status --warn 60</code> で確かめられます。60 日以下、期限切れ、未登録のとき、終了コードが 1 になります。",
            en:
                "Monitoring tools can run <code>kizuna certificate status --warn 60</code>: it exits with 1 at 60 days or fewer, when expired, and when none is registered."
        ),
    ]
}
