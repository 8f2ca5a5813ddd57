import Administration

/// Sentences about ログ and お知らせ.
extension AdministrationSentences {
    func logDaysOutOfRange() -> Problem {
        problem(
            "log-days-out-of-range",
            text("ログの保存期間を変更できません。", "How long the log is kept was not changed."),
            text(
                "保存期間は 30 日から 3650 日です。短すぎると、調べたい出来事が残りません。",
                "It takes 30 to 3650 days. Less would lose what an incident is looked for in."),
            text("30 から 3650 までの数を入力してください。", "Enter a number from 30 to 3650."))
    }

    func noticeTextNotValid() -> Problem {
        problem(
            "notice-text-invalid",
            text("お知らせを登録できません。", "The notice was not added."),
            text(
                "日本語と英語のどちらも、1 文字から 1000 文字で、改行などの制御文字は使えません。",
                "It takes 1 to 1,000 characters in Japanese and in English, without line breaks or other control characters."
            ),
            text("両方の文を指定してください。", "Give both texts."))
    }

    func noticeOverAlready() -> Problem {
        problem(
            "notice-over-already",
            text("お知らせを登録できません。", "The notice was not added."),
            text("掲載の終わりが過去の日時です。", "It would end in the past, so nobody would see it."),
            text("これから先の日時を指定するか、終わりを指定しないでください。", "Give a later end, or none."))
    }

    func noSuchNotice() -> Problem {
        problem(
            "notice-unknown",
            text("このお知らせはありません。", "There is no such notice."),
            text("番号が違うか、すでに削除されています。", "The identifier is another one, or it was removed already."),
            text("一覧で番号を確かめてください。", "Look at the list for its identifier."))
    }
}
