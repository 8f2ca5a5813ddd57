import Administration
import Enrollments

/// The pages of ログ: filters, table, keeping, verification.
enum LogPageWords {
    static let kind = Text(ja: "種別", en: "Log")
    static let receivedAt = Text(ja: "受信日時", en: "Received")
    static let details = Text(ja: "内容", en: "Details")
    static let all = Text(ja: "すべて", en: "All")
    static let management = Text(ja: "管理ログ", en: "Administration log")
    static let device = Text(ja: "機器ログ", en: "Device log")
    static let notices = Text(ja: "通知対象のみ", en: "Notices only")
    static let noticeMark = Text(ja: "通知対象", en: "Notice")
    static let period = Text(ja: "期間", en: "Period")
    static let from = Text(ja: "開始日", en: "From")
    static let to = Text(ja: "終了日", en: "To")
    static let clock = Text(ja: "期間の日時", en: "Period means")
    static let occurred = Text(ja: "発生日時", en: "Time it happened")
    static let received = Text(ja: "受信日時", en: "Time received")
    static let keyword = Text(ja: "キーワード", en: "Keyword")
    static let organization = FrameWords.organizations
    static let everyOrganization = Text(ja: "すべて", en: "All")
    static let theDeviceChip = FrameWords.devices
    static let find = Text(ja: "検索", en: "Search")
    static let clear = DeviceListWords.clear
    static let download = Text(ja: "ダウンロード (CSV)", en: "Download (CSV)")
    static let caption = Text(ja: "ログ。新しい順", en: "Log, newest first")
    static let keeping = Text(ja: "保存期間と検証", en: "Keeping and verification")
    static let keptFor = Text(ja: "保存期間", en: "Kept for")

    static func kept(_ days: Int) -> Text {
        Text(ja: "直近 \(days) 日間のログです。", en: "The log of the last \(days) days.")
    }

    static let noHit = Text(ja: "条件に合うログはありません", en: "Nothing in the log matches")
    static let noHitWhy = Text(
        ja: "期間を広げるか、条件を外すと見つかることがあります。",
        en: "A longer period or fewer conditions may find more.")
    static func searchedBackTo(_ time: String) -> Text {
        Text(
            ja: "\(time) までのログを調べました。それより前は、まだ調べていません。",
            en: "Searched back to \(time). What is older was not looked at yet.")
    }
    static let searchOn = Text(ja: "さらに前を調べる", en: "Search older entries")
    static let organizationHint = Text(
        ja: "いまその組織に属する機器のログです。", en: "Devices that belong to it now.")

    static func name(of kind: LogQuery.Kind?) -> Text {
        switch kind {
        case nil: all
        case .management: management
        case .device: device
        case .notices: notices
        }
    }

    static let unreadable = Text(ja: "読み取れない記録", en: "Cannot be read")
    static let number = Text(ja: "番号", en: "Number")
    static let storedKind = Text(ja: "記録された種類", en: "Stored kind")
    static let whatToDo = Text(ja: "対処", en: "What to do")
    static func unreadableNext(_ reason: UnreadableEntry.Reason) -> Text {
        switch reason {
        case .unknownEvent:
            Text(
                ja: "この版の Kizuna が知らない種類です。新しい版が書いた記録なら、サーバーを更新すると読めます。更新しても読めないときは、[保存期間と検証] で検証してください。",
                en:
                    "This version of Kizuna does not know the kind. If a newer version wrote it, update the server. If it still cannot be read, verify the log under [Keeping and verification]."
            )
        case .damaged:
            Text(
                ja: "記録の中身が壊れています。[保存期間と検証] で検証し、サービス提供者に連絡してください。バックアップから元の内容を確かめられます。",
                en:
                    "What belongs to it is damaged. Verify the log under [Keeping and verification] and tell the service operator: a backup has what was written."
            )
        }
    }

    // MARK: keeping

    static let keepingTitle = Text(ja: "ログの保存と検証", en: "Keeping and verifying the log")
    static let keptDays = Text(ja: "ログを保存する日数", en: "Days to keep the log")
    static let keptDaysHint = Text(
        ja: "30 から 3650 まで。過ぎたログは 1 時間ごとに削除され、削除したことも記録されます。",
        en: "30 to 3650. What is older is removed every hour; the removal itself is recorded.")
    static let save = Text(ja: "保存", en: "Save")
    static let saved = Text(ja: "保存期間を変更しました。", en: "How long the log is kept was changed.")
    static func current(_ days: Int) -> Text { Text(ja: "\(days) 日", en: days == 1 ? "1 day" : "\(days) days") }
    static let viewerMayNot = Text(ja: "変更は管理者が行います。", en: "An administrator can change it.")

    static let verification = Text(ja: "改ざんの検証", en: "Verification")
    static let verificationWhat = Text(
        ja: "管理ログは 1 件ごとに、前の 1 件とつながった要約値 (SHA-256) を持ちます。最初から最後までたどり、書き換え、抜け、末尾の切り取りがないかを調べます。",
        en:
            "Each entry of the administration log carries a digest (SHA-256) chained to the one before. They are followed from first to last: a changed entry, a missing one and a tail cut off all show."
    )
    static let verify = Text(ja: "検証", en: "Verify")
    static let head = Text(ja: "末尾の番号と要約値", en: "Last number and its digest")
    static let headWhat = Text(
        ja: "サーバーは起動している間、前に調べた末尾とも比べます。この値を別の場所に控えておくと、ログ全体の作り直しにも気づけます。",
        en:
            "While it runs, the server also compares with the end it found before. Noted somewhere else, this value shows a log that was rewritten as a whole."
    )

    static let intact = Text(
        ja: "書き換え、抜け、末尾の切り取りは見つかりませんでした。", en: "No changed or missing entry was found, and no tail cut off.")
    static func followed(_ count: Int, _ first: Int, _ last: Int) -> Text {
        Text(
            ja: "\(count) 件 (番号 \(first) から \(last)) をたどりました。",
            en: count == 1
                ? "1 entry (number \(first)) was followed." : "\(count) entries (\(first) to \(last)) were followed.")
    }
    static func ofNewerVersion(_ numbers: [Int]) -> Text {
        let list = numbers.map(String.init)
        return Text(
            ja: "番号 \(list.joined(separator: "、")) の記録は書き込まれたままですが、この版では読めません。サーバーを更新すると読めます。",
            en:
                "What was written under \(list.joined(separator: ", ")) is there unchanged, but this version cannot read it: update the server."
        )
    }
    static let broken = Text(ja: "ログが書き換えられています。", en: "The log was tampered with.")
    static func changed(_ number: Int) -> Text {
        Text(
            ja: "番号 \(number) の記録が、書き込まれたときと違います。",
            en: "Entry \(number) is not what was written.")
    }
    static func missing(_ number: Int) -> Text {
        Text(ja: "番号 \(number) の記録がありません。", en: "Entry \(number) is missing.")
    }
    static func cutOff(_ last: Int, _ length: Int) -> Text {
        Text(
            ja: "番号 \(last) より後の記録がありません。\(length) 件まで書き込まれていました。",
            en: "Nothing is left after entry \(last), though \(length) were written.")
    }
    static let beginningChanged = Text(
        ja: "保存期間を過ぎて削除した記録の控えが、ログの内容と合いません。",
        en: "What is kept about entries removed for their age is not what the log itself says.")
    static let brokenNext = Text(
        ja: "データベースに触れられる人とバックアップを確かめ、サービスの運営者に知らせてください。",
        en: "Find out who can reach the database, compare with a backup, and tell the operator of this service.")

    // MARK: export

    static let export = Text(ja: "外部への送信 (syslog)", en: "Sending outside (syslog)")
    static let exportOff = Text(
        ja: "設定されていません。運営者が --syslog で送信先を指定すると、このログが送られます。",
        en: "Not set up. The operator names a receiver with --syslog; this log is then sent there.")
    static let exportSent = Text(ja: "最後に送信した日時", en: "Last sent")
    static let exportThrough = Text(ja: "送信済みの番号", en: "Sent through entry")
    static let exportState = Text(ja: "状態", en: "State")
    static let exportReceiver = Text(ja: "送信先", en: "Receiver")
    static let exportWaits = Text(ja: "まだ送信していません", en: "Nothing sent yet")
    static let exportWorks = Text(ja: "送信しています", en: "Being sent")
    static func exportTrouble(_ reason: String) -> Text {
        Text(ja: "送信先に届いていません: \(reason)", en: "Not reaching the receiver: \(reason)")
    }
    static let exportSince = Text(ja: "届かなくなった日時", en: "Since")
    static let exportTroubleWhat = Text(
        ja: "ログは失われません。送信先に届くようになると、続きから送ります。",
        en: "Nothing is lost: it goes on from there once the receiver can be reached.")
}
