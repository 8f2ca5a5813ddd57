/// カレンダー and Webhook in マニュアル.
enum ManualOutward {
    static let chapter = ManualChapter(
        title: Text(ja: "カレンダーと Webhook", en: "Calendar and webhooks"),
        blocks: [
            .text(
                Phrase(
                    ja: "<b>カレンダー</b> は、有効期限を予定として表示するアドレスを作ります。アドレスは作ったときに一度だけ表示されます。",
                    en:
                        "<b>Calendar</b> makes an address under which expiry dates appear as events. It is shown once, when it is made."
                )),
            .text(
                Phrase(
                    ja: "<b>Webhook</b> は、機器からの通信やログの出来事を、ほかのシステムへ送ります。届かないときは 3 日間送り直し、画面に赤く表示します。受け取る側は署名を確かめてください。",
                    en:
                        "<b>Webhooks</b> send messages of devices and entries of the log to other systems. What does not arrive is tried again for three days and shown in red. Receivers should check the signature."
                )),
            .points([
                Phrase(
                    ja: "<b>テストを送る</b> は、その場で 1 件送り、相手の応答を表示します。",
                    en: "<b>Send a test</b> sends one at once and shows the answer."),
                Phrase(
                    ja: "<b>停止する</b> と、その間の出来事は送られません。待っているものは再開すると送られます。",
                    en:
                        "While <b>switched off</b>, new events are not sent; what already waits is sent when it is on again."
                ),
            ]),
        ])
}
