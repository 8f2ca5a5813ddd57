/// 通知設定 in マニュアル.
enum ManualNotices {
    static let chapter = ManualChapter(
        title: Text(ja: "通知設定", en: "Notification settings"),
        blocks: [
            .text(
                Phrase(
                    ja: "証明書の有効期限は、60 日前から期限の日まで 7 回、期限切れの後は更新されるまで毎日、メールで知らせます。更新すると自動で止まり、止まったことも知らせます。",
                    en:
                        "Expiry of the certificate is told by mail seven times, from 60 days before until the last day, and each day after expiry until it is renewed. It stops by itself then, and says so."
                )),
            .points([
                Phrase(
                    ja: "届け先は、自分の設定で登録したメールアドレスか、<b>ログメール通知</b>の宛先に加えたアドレスです。届け先がないあいだは、ダッシュボードと通知設定に表示します。",
                    en:
                        "It reaches the mail address in your settings, or one that was added to the <b>log mail notification</b>. As long as it reaches nobody, the dashboard and these settings say so."
                ),
                Phrase(
                    ja: "通知を見たら <b>確認しました</b> を押します。だれも押さないときは、第 2 連絡先にも知らせます。",
                    en:
                        "Press <b>I have seen it</b> when you have. If nobody does, the second contact is told, too."
                ),
                Phrase(
                    ja: "<b>ログメール通知</b>では、ログに記録される出来事のうち、選んだ種類をメールで知らせます。",
                    en: "A <b>log mail notification</b> tells of the events of the log whose kinds you choose."),
                Phrase(
                    ja: "<b>無通信とみなす日数</b>を過ぎても通信のない機器は、ログに記録し、一覧の通信日時を赤くします。",
                    en:
                        "A device that was not heard of for the <b>days without contact</b> goes to the log, and its last contact turns red."
                ),
                Phrase(
                    ja: "<b>送信履歴</b>の「受け付け済み」は、メールサーバーが引き受けたことを示します。読まれたかどうかは分かりません。",
                    en:
                        "“Taken over” among the <b>deliveries</b> means that the mail server has the mail, not that it was read."
                ),
            ]),
        ])
}
