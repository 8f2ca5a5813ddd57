/// What is said once after an act on a device; the key is kept in the `done` cookie.
enum DeviceMessages {
    /// Nil for a key of another page.
    static func message(for key: String, in c: ViewContext) -> Message? {
        guard let text = texts[key] else { return nil }
        return Message(.done, c(text.fact), meaning: c(text.meaning))
    }

    /// Keys: raw values of ``DeviceAction/Kind``, `cancelled`, `revoked`, `person-added`, `organization-added`.
    static let texts: [String: (fact: Text, meaning: Text)] = [
        "sync": (Text(ja: "同期を依頼しました。", en: "Synchronization requested."), waits),
        "lock": (Text(ja: "ロックを依頼しました。", en: "Lock requested."), waits),
        "wipe": (
            Text(ja: "ワイプを依頼しました。", en: "Wipe requested."),
            Text(
                ja: "端末が実行すると答えるまで、「ワイプ済み」にはなりません。取得される前なら、「指示」で取り消せます。",
                en:
                    "It is shown as wiped only once the device has answered. Until it is fetched, it can be cancelled under Commands."
            )
        ),
        "clear-passcode": (Text(ja: "パスコード消去を依頼しました。", en: "Clearing the passcode requested."), waits),
        "restart": (Text(ja: "再起動を依頼しました。", en: "Restart requested."), waits),
        "shut-down": (
            Text(ja: "システム終了を依頼しました。", en: "Shut-down requested."),
            Text(
                ja: "終了すると、だれかが電源を入れるまで連絡がなくなります。",
                en: "After that nothing is heard of it until somebody switches it on.")
        ),
        "revoked": (
            EnrollWords.revoked, Text(ja: "この案内では、もう機器を登録できません。", en: "No device can enroll with it any more.")
        ),
        "person-added": (PeopleWords.userAdded, none),
        "organization-added": (PeopleWords.organizationAdded, none),
        "cancelled": (
            Text(ja: "指示を取り消しました。", en: "Command cancelled."),
            Text(ja: "端末には届いていません。", en: "It did not reach the device.")
        ),
    ]

    /// On the page that shows a new PIN, where no progress is seen.
    static func withPIN(_ key: String, in c: ViewContext) -> Message? {
        texts[key].map { Message(.done, c($0.fact), meaning: c(key == "wipe" ? $0.meaning : elsewhere)) }
    }

    private static let elsewhere = Text(
        ja: "端末に連絡を頼みました。進み具合は機器の画面で確かめられます。",
        en: "The device is being asked to call. Follow it on the device's page.")
    private static let none = Text(ja: "", en: "")
    private static let waits = Text(
        ja: "端末に連絡を頼みました。進み具合はこの画面で確かめられます。", en: "The device is being asked to call. Follow it on this page.")
}
