/// Login, account, set-up, dashboard, settings, log.
enum ManualBasics {
    static let login = ManualChapter(
        title: Text(ja: "ログイン", en: "Logging in"),
        blocks: [
            .text(
                Phrase(
                    ja:
                        "会社のアドレス(例: <code>/sample</code>)を開き、企業コード、ログインID、パスワードを入力して <b>ログイン</b> を押します。企業コードはアドレスから入力済みになります。",
                    en:
                        "Open your company’s address, for example <code>/sample</code>, enter company code, login ID and password, and press <b>Log in</b>. The company code is filled from the address."
                )),
            .points([
                Phrase(
                    ja: "30 分間操作がないとき、またはログインから 12 時間たつと、ログインは終了します。もう一度ログインすると、元のページに戻ります。",
                    en:
                        "A session ends after 30 minutes without activity, and 12 hours after login at the latest. Log in again and you return to the page you asked for."
                ),
                Phrase(
                    ja: "異なるパスワードが続くと、しばらくログインできなくなります。画面に表示された時間だけ待ってください。",
                    en: "After many passwords that do not fit, logging in pauses. Wait for the time shown."),
                Phrase(
                    ja: "パスワードを忘れたときは、サービス運用者が <code>kizuna admin user</code> の命令で新しい設定用リンクを発行します。",
                    en:
                        "If a password is forgotten, the service operator issues a new one-time link with <code>kizuna admin user</code>."
                ),
            ]),
        ])

    static let account = ManualChapter(
        title: AccountWords.title,
        blocks: [
            .text(
                Phrase(
                    ja: "右上の企業名とログインIDを押すと開きます。表示言語とパスワードを変えられます。パスワードは 12 文字以上です。変えると、ほかのブラウザのログインは終了します。",
                    en:
                        "Follow company name and login ID at the top right. There you change language and password. A password has at least 12 characters. When it changes, your sessions in other browsers end."
                )),
            .text(
                Phrase(
                    ja:
                        "できることは、ユーザー種別で決まります。<b>管理者</b> はすべて。<b>操作者</b> は、証明書、ロック、ワイプ以外のすべて。<b>閲覧者</b> は見るだけで、編集や証明書要求のダウンロードはできません。<b>ロック・ワイプ</b> は、見ることと、ロック、ワイプができます。",
                    en:
                        "What you may do depends on your user type. An <b>administrator</b> may do everything. An <b>operator</b> may do everything but the certificate, lock and wipe. A <b>viewer</b> only looks, and can neither edit nor download a request. <b>Lock and wipe</b> may look, lock and wipe."
                )),
        ])

    static let setUp = ManualChapter(
        title: Text(ja: "初期設定", en: "Set-up"),
        blocks: [
            .text(
                Phrase(
                    ja: "ダッシュボードの「ここからかんたん初期設定」は、項目ごとにいまの状態を確かめて表示します。",
                    en: "“Easy setup starts here” on the dashboard checks each step as it is right now.")),
            .steps([
                Phrase(
                    ja:
                        "<b>ベンダー証明書を取り込む。</b>サービス運用者が、サーバーで <code>kizuna vendor import</code> を実行します。証明書要求(CSR)に署名するための証明書で、Apple の開発者サイトで取得したものです。",
                    en:
                        "<b>Import the vendor certificate.</b> On the server, the service operator runs <code>kizuna vendor import</code>. It signs the requests (CSR) and comes from Apple’s developer site."
                ),
                Phrase(
                    ja: "<b>Apple Push 証明書を登録する。</b><a href=\"#register\">はじめての登録</a>のとおりです。",
                    en: "<b>Register the Apple Push certificate.</b> See <a href=\"#register\">first registration</a>."),
                Phrase(
                    ja:
                        "<b>機器が接続するアドレスを設定する。</b>サービス運用者が、機器から届くアドレスを <code>--devices-url https://…</code> で設定し、サーバーを再起動します。",
                    en:
                        "<b>Set the address that devices call.</b> The service operator configures an address that devices can reach with <code>--devices-url https://…</code> and restarts the server."
                ),
                Phrase(
                    ja: "<b>最初の機器を登録する。</b><a href=\"#enroll\">機器の登録</a>のとおりです。",
                    en: "<b>Enroll the first device.</b> See <a href=\"#enroll\">enrolling devices</a>."),
                Phrase(
                    ja:
                        "<b>2 人目の管理者を作る。</b>休暇や退職のときも更新できるようにします。サービス運用者が <code>kizuna admin user create</code> を実行し、表示されたリンクを本人に渡します。",
                    en:
                        "<b>Create a second administrator</b>, so that renewal does not depend on one person. The service operator runs <code>kizuna admin user create</code> and hands over the link it prints."
                ),
                Phrase(
                    ja: "<b>復旧シートを保管する。</b>初期設定の最後に一度だけ表示されます。印刷し、サーバーとは別の安全な場所に置きます。なくすと、バックアップを開けません。",
                    en:
                        "<b>Keep the recovery sheet.</b> It is shown once, at the end of set-up. Print it and keep it away from the server. Without it no backup can be opened."
                ),
            ]),
        ])

    static let dashboard = ManualChapter(
        title: DashboardWords.title,
        blocks: [
            .text(
                Phrase(
                    ja: "左上の製品名を押すと開きます。「Apple Push証明書登録」に、有効期限と残日数が表示されます。",
                    en:
                        "Follow the product name at the top left. The card “Apple Push certificate” shows the date of expiry and the days left."
                )),
            .points([
                Phrase(
                    ja: "残り 60 日以下になると、題名、残日数、日付が赤字になり、「要更新」と表示されます。速やかに<a href=\"#renew\">更新</a>してください。",
                    en:
                        "At 60 days or fewer, title, days and date turn red, and “Renew” appears: <a href=\"#renew\">renew</a> promptly."
                ),
                Phrase(
                    ja: "残り 7 日以下になると、「至急更新」と表示されます。", en: "At 7 days or fewer it says “Renew at once”."),
                Phrase(
                    ja: "線は証明書の1年です。丸い印が今日、斜線が最後の 60 日、点線の輪が次の更新です。",
                    en:
                        "The line is the certificate’s year: the bead is today, the hatching the last 60 days, the dotted loop the next renewal."
                ),
                Phrase(
                    ja: "日数は、会社のタイムゾーンの暦の日で数えます。「あと 0 日」は今日です。",
                    en: "Days are calendar days in your company’s time zone; 0 is today."),
            ]),
        ])

    static let settings = ManualChapter(
        title: FrameWords.settings,
        blocks: [
            .text(
                Phrase(
                    ja: "<b>設定</b> → <b>サービス環境設定</b> に、Apple Push 証明書などがあります。「準備中」の項目は、これからできることを説明しています。",
                    en:
                        "<b>Settings</b> → <b>Service environment</b> holds the Apple Push certificate and more. Entries “in preparation” tell what they will do."
                ))
        ])

    static let log = ManualChapter(
        title: FrameWords.log,
        blocks: [
            .text(
                Phrase(
                    ja: "だれが、いつ、何を、どう変えたかが、新しい順に並びます。サーバーの命令で行ったことは「サービス運用者」と表示されます。ログは追加だけができ、消したり書き換えたりできません。",
                    en:
                        "Who did what, when, and how it was before and after; newest first. What was done on the server’s command line appears as “Service operator”. Entries can only be added, neither removed nor rewritten."
                ))
        ])
}
