/// 機器の詳細: headings, rows and tabs.
enum DevicePageWords {
    static let tabs = Text(ja: "機器の詳細", en: "Device")
    static let overview = Text(ja: "概要", en: "Overview")
    static let facts = Text(ja: "情報", en: "Facts")
    static let commands = Text(ja: "指示", en: "Commands")
    static let log = Text(ja: "ログ", en: "Log")
    /// Tells this link from those of the same name in the main menu.
    static let ofThisDevice = Text(ja: " (この機器)", en: " (this device)")

    static let identity = Text(ja: "機器の情報", en: "Device")
    static let serialNumber = Text(ja: "シリアル番号", en: "Serial number")
    static let model = Text(ja: "機種", en: "Model")
    static let supervised = Text(ja: "監視モード", en: "supervised")
    static let os = Text(ja: "OS", en: "OS")
    static let phoneNumber = Text(ja: "電話番号", en: "Phone number")
    static let user = Text(ja: "ユーザー", en: "User")
    static let organization = Text(ja: "組織", en: "Organization")
    static let topic = Text(ja: "トピック", en: "Topic")
    static let identityUntil = Text(ja: "ID証明書の期限", en: "Identity valid until")
    static let enrolledAt = Text(ja: "登録日時", en: "Enrolled")
    static let generation = Text(ja: "登録の回数", en: "Enrollments")
    static func reenrolled(_ times: Int) -> Text {
        Text(
            ja: "この機器は再登録されました: \(times) 回目。前の登録の指示は引き継がれていません。",
            en:
                "This device was enrolled again: enrollment number \(times). Commands of earlier ones do not carry over."
        )
    }

    static let contact = Text(ja: "通信", en: "Contact")
    static let lastCommand = Text(ja: "最後の指示", en: "Last command")
    static let pushAccepted = Text(ja: "APNs受理", en: "Accepted by APNs")
    static let lastContact = Text(ja: "最終通信", en: "Last contact")
    static let pushProblem = Text(ja: "APNs の答え", en: "APNs answered")
    static let noAnswer = Text(ja: "(答えなし)", en: "(no answer)")
    static let never = Text(ja: "なし", en: "never")

    static let impossible = Text(ja: "できない操作", en: "Not possible")
    static let moreActions = Text(ja: "その他", en: "More")
    static let actions = Text(ja: "この機器の操作", en: "Act on this device")
    static func current(_ name: String) -> Text { Text(ja: "いまの指示: \(name)", en: "Current command: \(name)") }
    static func justFinished(_ name: String) -> Text {
        Text(ja: "終わったばかりの指示: \(name)", en: "Just finished: \(name)")
    }
    static func alsoWaiting(_ count: Int) -> Text {
        Text(ja: "ほかに \(count) 件が待っています", en: "\(count) more waiting")
    }
    static let finished = Text(ja: "終わった指示", en: "Finished commands")
    static let seeAllCommands = Text(ja: "すべての指示を見る", en: "See all commands")
    static let nothingFinished = Text(ja: "終わった指示はまだありません。", en: "No command has finished yet.")
    static let waitingCommands = Text(ja: "待っている指示", en: "Waiting commands")
    static let waitingNote = Text(
        ja: "端末に届く順です。ロックとワイプは先に届きます。", en: "In the order of delivery; lock and wipe go first.")
    static let nothingWaiting = Text(ja: "待っている指示はありません。", en: "No command is waiting.")
    static let cancel = Text(ja: "取り消す", en: "Cancel command")
    static let reload = Text(ja: "更新", en: "Reload")
    static let live = Text(ja: "2 秒ごとに更新しています", en: "updated every 2 seconds")
    static let older = Text(ja: "前の指示", en: "Older commands")
    static let newest = Text(ja: "最新の指示", en: "Newest commands")
    static func command(_ name: String) -> Text { Text(ja: "指示: \(name)", en: "Command: \(name)") }

    static let escrow = Text(ja: "保管中の PIN", en: "PINs kept")
    static let escrowNote = Text(
        ja: "Mac のロックとワイプの解除に使います。表示するとログに残ります。",
        en: "They unlock a Mac after a lock or wipe. Showing one is written to the log.")
    static let show = Text(ja: "PIN を表示", en: "Show PIN")
    static func unreadable(_ count: Int) -> Text {
        Text(
            ja: "読み取れない報告が \(count) 件あります。そのまま保存し、ほかの処理は続けています。",
            en: "\(count) reports could not be read. They are kept as received; everything else goes on.")
    }
    static let toLog = Text(ja: "この機器のログを見る", en: "See this device’s log")

    static func obstacle(_ obstacle: DeviceAction.Obstacle, in c: ViewContext) -> [Text] {
        switch obstacle {
        case .undeliverable(let reason):
            let why = DeviceWords.reason(reason, in: c)
            return [Text(ja: "届けられません: \(why.ja)。", en: "Cannot be delivered: \(why.en)."), DeviceWords.remedy(reason)]
        case .released:
            return [
                Text(
                    ja: "この機器の管理は解除されています。もう一度登録してください。",
                    en: "This device is no longer managed. Enroll it again.")
            ]
        case .wiped:
            return [
                Text(ja: "この機器はワイプ済みです。もう一度登録してください。", en: "This device was wiped. Enroll it again.")
            ]
        case .notOnThisPlatform:
            return [Text(ja: "この種類の機器では使えません。", en: "Not available on this kind of device.")]
        case .notSupervised:
            return [Text(ja: "監視モードの機器だけで使えます。", en: "Only supervised devices obey it.")]
        case .noUnlockToken:
            return [
                Text(
                    ja: "端末が、解除用のトークン (UnlockToken) を渡していません。",
                    en: "The device has not given its UnlockToken.")
            ]
        case .alreadyQueued:
            return [
                Text(ja: "同じ指示がすでに待っています。", en: "The same command is already waiting.")
            ]
        case .noRight:
            return [
                Text(ja: "あなたのユーザー種別では行えません。", en: "Your user type does not permit it.")
            ]
        }
    }
}
