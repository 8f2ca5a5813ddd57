/// Enrolling devices, the list, one device, and what one can do to it.
enum ManualDevices {
    static let enroll = ManualChapter(
        title: Text(ja: "機器の登録", en: "Enrolling devices"),
        blocks: [
            .text(
                Phrase(
                    ja: "<b>機器</b> → <b>登録</b> で、登録の案内を作ります。案内は、ユーザーまたは組織に宛てます。",
                    en: "Under <b>Devices</b> → <b>Enroll</b> you make an invitation, for a user or an organization.")),
            .steps([
                Phrase(
                    ja: "宛先、台数、有効期間を決め、<b>登録の案内を作る</b> を押します。",
                    en: "Choose for whom, how many devices and how long, and press <b>Make invitation</b>."),
                Phrase(
                    ja: "機器で QRコードを読み取るか、リンクを開きます。開けないときは、表示されたアドレスで企業コードと認証コードを入力します。",
                    en:
                        "On the device, scan the QR code or open the link. If neither is possible, open the address shown and type company code and code."
                ),
                Phrase(
                    ja: "iPhone・iPad: プロファイルをダウンロードし、設定 → 一般 → VPNとデバイス管理 でインストールします。Mac: システム設定 → 一般 → デバイス管理 です。",
                    en:
                        "iPhone and iPad: download the profile and install it under Settings → General → VPN &amp; Device Management. Mac: System Settings → General → Device Management."
                ),
                Phrase(
                    ja: "機器が一覧に表示されます。「登録中」は、端末からの TokenUpdate を待っている間だけです。",
                    en: "The device appears in the list. “Enrolling” lasts only until its TokenUpdate arrives."),
            ]),
            .points([
                Phrase(
                    ja: "リンク、QRコード、認証コードは一度だけ表示されます。なくしたら、案内を取り消して作り直してください。",
                    en:
                        "Link, QR code and code are shown once. If they are lost, revoke the invitation and make another."
                ),
                Phrase(
                    ja: "残り台数は、機器の登録が受け付けられたときに減ります。プロファイルをダウンロードしただけでは減りません。",
                    en: "The number left goes down when a device enrolls, not when a profile is downloaded."),
                Phrase(
                    ja: "同じ機器をもう一度登録できます。新しい世代として始まり、前の世代の指示は引き継がれません。",
                    en:
                        "A device may enroll again at any time. It starts a new generation; commands of the former one do not carry over."
                ),
            ]),
        ])

    static let list = ManualChapter(
        title: Text(ja: "機器の一覧", en: "The list of devices"),
        blocks: [
            .points([
                Phrase(
                    ja: "名前、シリアル番号、ユーザー、電話番号で探せます。全角・半角、大文字・小文字は区別しません。",
                    en: "Search by name, serial number, user or phone number. Width and case make no difference."),
                Phrase(
                    ja: "条件は組み合わせられます。条件と並び順はアドレスに含まれるので、そのまま共有や登録ができます。",
                    en:
                        "Conditions combine. They and the order are part of the address, so you can share or bookmark it."
                ),
                Phrase(
                    ja: "<b>CSV で保存</b> は、条件に合う全台を、表示中の列と順番で保存します。",
                    en:
                        "<b>Save as CSV</b> holds every device that meets the conditions, in the columns and order shown."
                ),
                Phrase(
                    ja:
                        "<b>条件に合う機器を同期</b> は、条件に合う管理中の全台に、一度に同期を依頼します。対象は依頼した時点で決まり、どこまで進んだかは <b>一斉同期</b> の画面に、状況ごとの台数と機器ごとの一覧で表示します。",
                    en:
                        "<b>Synchronize these devices</b> orders a synchronization of every managed device that meets the conditions. Which devices is settled when you order; the page of the order shows how far they have come, by state and device by device."
                ),
            ])
        ])

    static let device = ManualChapter(
        title: Text(ja: "機器の詳細", en: "A device"),
        blocks: [
            .points([
                Phrase(
                    ja: "<b>トピック</b> は、端末が最後に報告したものです。一度も報告されていなければ <code>(Unknown)</code> です。登録中の証明書と異なる機器には指示が届きません。",
                    en:
                        "<b>Topic</b> is what the device reported last, <code>(Unknown)</code> if it never did. A device with another topic than the registered certificate’s cannot be reached."
                ),
                Phrase(
                    ja: "<b>情報</b> は、同期で端末が答えた内容です。それぞれ、いつの情報かを表示します。",
                    en: "<b>Facts</b> are what the device answered to a synchronization, each with its age."),
                Phrase(
                    ja: "<b>指示</b> の線は、送信待ち → APNs受理 → 端末が取得 → 完了 の順に、確かめられたことだけを表示します。APNs受理は、端末に届いたことを意味しません。",
                    en:
                        "The line of a <b>command</b> shows only what was observed: queued → accepted by APNs → fetched by the device → done. Accepted by APNs does not mean that the device has it."
                ),
                Phrase(
                    ja: "<b>端末が後回し</b> は、端末がロック中などのため、あとで答えると返したことを表します。",
                    en:
                        "<b>Put off by device</b> means that the device will answer later, for example because it is locked."
                ),
            ])
        ])

    static let act = ManualChapter(
        title: Text(ja: "同期、ロック、ワイプ", en: "Synchronize, lock, wipe"),
        blocks: [
            .points([
                Phrase(
                    ja: "<b>同期</b>: 端末の情報、プロファイル、証明書、アプリを取得し直します。利用者には見えません。",
                    en:
                        "<b>Synchronize</b> asks for facts, profiles, certificates and apps anew. The user does not notice."
                ),
                Phrase(
                    ja: "<b>ロック</b>: 画面をロックします。Mac は再起動し、6 桁の PIN がないと使えなくなります。PIN は保管され、必要なときに表示できます(ログに残ります)。",
                    en:
                        "<b>Lock</b> locks the screen. A Mac restarts and needs a six-digit PIN, which is kept and can be shown when needed (the log says who did)."
                ),
                Phrase(
                    ja: "<b>ワイプ</b>: 端末のデータをすべて消します。元に戻せません。シリアル番号の末尾 4 文字の入力が必要です。",
                    en:
                        "<b>Wipe</b> erases everything on the device and cannot be undone. It asks for the last four characters of the serial number."
                ),
                Phrase(
                    ja: "ロックとワイプは、7 日以内に端末が取りに来なければ期限切れになります。取得される前なら取り消せます。",
                    en:
                        "A lock or wipe that the device does not fetch within 7 days expires. Until it is fetched it can be cancelled."
                ),
                Phrase(
                    ja: "できない操作は、理由とともに「できない操作」に表示されます。",
                    en: "What cannot be done is listed with its reason under “Not possible”."),
            ])
        ])
}

/// ユーザー and 組織.
enum ManualPeople {
    static let chapter = ManualChapter(
        title: Text(ja: "ユーザーと組織", en: "Users and organizations"),
        blocks: [
            .text(
                Phrase(
                    ja: "機器を使う人と、その所属です。登録の案内の宛先になり、機器の一覧を絞り込めます。管理サイトにログインする人は、ユーザーの画面の下に種別とともに表示されます。",
                    en:
                        "The people who use devices, and where they belong. Invitations are made for them, and the list of devices can be narrowed to them. Those who log in to the console are listed below, with their user type."
                ))
        ])
}
