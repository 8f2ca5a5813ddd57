import Administration
import Notices

/// 通知設定.
enum NotificationWords {
    static let title = SettingsWords.notifications
    static let note = Text(
        ja: "だれに、何を、いつメールで知らせるかを決めます。知らせたことはすべてログにも残ります。",
        en: "Decide who is told of what, and when, by mail. Everything that is told stands in the log, too.")
    static let logMail = Text(ja: "ログメール通知", en: "Log mail notifications")
    static let create = Text(ja: "新規作成", en: "New")
    static let edit = Text(ja: "編集", en: "Edit")
    static let delete = Text(ja: "削除", en: "Delete")
    static let save = FrameWords.save
    static let name = Text(ja: "通知名", en: "Name")
    static let conditions = Text(ja: "通知条件", en: "Conditions")
    static let conditionsNote = Text(
        ja: "選んだ種類の出来事がログに記録されると、メールを送ります。",
        en: "A mail is sent when an event of a chosen kind enters the log.")
    static let recipients = Text(ja: "宛先", en: "Recipients")
    static let roles = Text(ja: "ユーザー種別", en: "Roles")
    static let users = Text(ja: "ユーザー", en: "Users")
    static let noAddress = Text(ja: "メールアドレスなし", en: "no mail address")
    static let addresses = Text(ja: "メールアドレス", en: "Mail addresses")
    static let addressesHint = Text(
        ja: "1 行に 1 件。管理サイトのユーザーでない人も指定できます。", en: "One in each line; also of people who are no users of the console.")
    static let language = Text(ja: "メールの言語", en: "Language of the mail")
    static let ownLanguage = Text(ja: "受け取る人の設定", en: "as each recipient has set")
    static let enabled = Text(ja: "有効", en: "On")
    static let disabled = Text(ja: "無効", en: "Off")
    static let enable = Text(ja: "この通知を有効にする", en: "This notification is on")
    static let state = Text(ja: "状態", en: "State")
    static let act = Text(ja: "操作", en: "Actions")
    static let noRules = Text(
        ja: "ログメール通知がありません。証明書の有効期限が近づいても、だれにもメールは届きません。",
        en: "There is no notification. Nobody will be told by mail when the certificate is about to expire.")
    static let newRule = Text(ja: "ログメール通知の新規作成", en: "New log mail notification")
    static let editRule = Text(ja: "ログメール通知の編集", en: "Edit log mail notification")
    static let deleteQuestion = Text(ja: "このログメール通知を削除しますか?", en: "Delete this notification?")
    static let deleteMeaning = Text(
        ja: "以後、この通知のメールは送られません。送信履歴とログは残ります。",
        en: "No more mails of this notification are sent. The delivery list and the log stay.")

    static let expiryAndSilence = Text(ja: "有効期限と無通信検知", en: "Expiry and missing contact")
    static let ladder = Text(ja: "有効期限を知らせる残り日数", en: "Days left at which expiry is told")
    static let ladderHint = Text(
        ja: "コンマで区切ります。0 は期限の日です。1 段階につきメールは 1 通です。",
        en: "Separated by commas; 0 is the last day. Each step is told once.")
    static let daily = Text(ja: "期限切れの後は、更新されるまで毎日知らせる", en: "Tell each day after expiry until it is renewed")
    static let secondContacts = Text(ja: "第 2 連絡先", en: "Second contact")
    static let secondHint = Text(
        ja: "だれも [確認しました] を押さないとき、ここにも知らせます。1 行に 1 件。",
        en: "Told when nobody has pressed [I have seen it]. One address in each line.")
    static let hours = Text(ja: "第 2 連絡先に知らせるまでの時間", en: "Hours until the second contact is told")
    static let silence = Text(ja: "無通信とみなす日数", en: "Days without contact")
    static let silenceHint = Text(
        ja: "この日数を過ぎても通信のない機器をログに記録し、一覧の通信日時を赤くします。空なら検知しません。",
        en: "A device not heard of for so long goes to the log, and its last contact turns red. Empty: not watched.")

    static let test = Text(ja: "テストメール", en: "Test mail")
    static let testNote = Text(
        ja: "通知と同じ経路で送ります。結果は下の送信履歴に出ます。",
        en: "Takes the way of every notice. The delivery list below shows what became of it.")
    static let addressOfPerson = Text(ja: "メールアドレス", en: "Mail address")
    static let address = Text(ja: "送り先のメールアドレス", en: "Mail address to send to")
    static let sendTest = Text(ja: "テストメールを送る", en: "Send test mail")

    static let deliveries = Text(ja: "送信履歴", en: "Deliveries")
    static let noDeliveries = Text(ja: "まだ 1 通も送っていません。", en: "No mail has been sent yet.")
    static let writtenAt = Text(ja: "作成日時", en: "Written")
    static let recipient = Text(ja: "宛先", en: "To")
    static let subject = Text(ja: "件名", en: "Subject")
    static let answer = Text(ja: "メールサーバーの応答", en: "Answer of the mail server")
    static let again = Text(ja: "もう一度送る", en: "Send again")
    static let deliveriesNote = Text(
        ja: "「受け付け済み」はメールサーバーが引き受けたことを示します。相手が読んだかどうかは分かりません。",
        en: "“Taken over” means that the mail server has it. Whether it was read is not known.")

    static func name(of state: Mail.State) -> Text {
        switch state {
        case .waiting: Text(ja: "送信待ち", en: "Waiting")
        case .accepted: Text(ja: "受け付け済み", en: "Taken over")
        case .failed: Text(ja: "送れず", en: "Failed")
        }
    }

    static func attempts(_ count: Int) -> Text {
        Text(ja: "\(count) 回試行", en: "\(count) attempt\(count == 1 ? "" : "s")")
    }

    static let seen = Text(ja: "確認しました", en: "I have seen it")
    static let openSteps = Text(ja: "有効期限のお知らせ", en: "Notice of expiry")

    static func step(_ step: Int, at when: String) -> Text {
        step < 0
            ? Text(
                ja: "\(when) 期限切れから \(-step) 日の通知", en: "\(when) Told \(-step) day\(step == -1 ? "" : "s") after expiry"
            )
            : Text(ja: "\(when) 残り \(step) 日以下の通知", en: "\(when) Told at \(step) day\(step == 1 ? "" : "s") or less")
    }

    static func seenBy(_ login: String, at when: String) -> Text {
        Text(ja: "\(login) が \(when) に確認", en: "Seen by \(login) at \(when)")
    }
    static let notSeen = Text(ja: "まだだれも確認していません", en: "Nobody has confirmed it yet")
    static let reachedNobody = Text(ja: "だれにも届いていません", en: "Reached nobody")
    static let sentToSecond = Text(ja: "第 2 連絡先にも送付", en: "Also sent to the second contact")

    static func count(_ count: Int) -> Text { Text(ja: "\(count) 件", en: "\(count)") }
    static func conditionCount(_ count: Int) -> Text {
        Text(ja: "ほか \(count) 種類", en: "and \(count) more kind\(count == 1 ? "" : "s")")
    }

    static func group(_ group: NoticeEventGroup) -> Text {
        switch group {
        case .expiry: Text(ja: "証明書とトークン", en: "Certificates and tokens")
        case .devices: Text(ja: "機器", en: "Devices")
        case .commands: Text(ja: "機器への指示", en: "Commands")
        case .people: Text(ja: "ログインとユーザー", en: "Logins and users")
        case .other: Text(ja: "その他", en: "Other")
        }
    }
}

/// The kinds of events as the form groups them.
enum NoticeEventGroup: CaseIterable {
    case expiry, devices, commands, people, other

    /// Mails about mails would never end; confirmations concern nobody else; the vendor certificate is the operator's.
    private static let untold: Set<AuditEvent> = [
        .mailFailed, .testMailRequested, .expiryNoticesEnded, .vendorCertificateExpiring,
    ]

    var events: [AuditEvent] {
        AuditEvent.allCases.filter { NoticeEventGroup(of: $0) == self && !Self.untold.contains($0) }
    }

    init(of event: AuditEvent) {
        let name = event.rawValue
        self =
            if name.hasPrefix("push-") || name.hasPrefix("ade-") || name.hasPrefix("expiry-")
                || name.hasPrefix("vendor-") || name.hasPrefix("authorit")
            { .expiry } else if name.hasPrefix("device-") || name.hasPrefix("invitation-") {
                .devices
            } else if name.hasSuffix("-requested") || name.hasPrefix("command") || name.hasPrefix("destructive")
                || name.hasPrefix("secret") || name.hasPrefix("sync") || name.hasPrefix("wipe")
            {
                .commands
            } else if name.hasPrefix("log") || name.hasPrefix("user") || name.hasPrefix("password")
                || name.hasPrefix("access") || name.hasPrefix("person") || name.hasPrefix("mail-address")
            { .people } else { .other }
    }
}
