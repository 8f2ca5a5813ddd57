import CommandQueue
import Enrollments
import UseCases

/// 一斉同期: one order for many devices.
enum BulkSyncWords {
    static let title = Text(ja: "一斉同期", en: "Synchronize many devices")
    static let conditions = Text(ja: "条件", en: "Conditions")
    static let noConditions = Text(ja: "すべての機器", en: "All devices")
    static let targets = Text(ja: "対象", en: "Devices")
    static let unmanaged = Text(ja: "対象外", en: "Left out")
    static let undeliverable = Text(ja: "届けられません", en: "Cannot be reached")
    static let meaning = Text(
        ja: "それぞれの機器に、情報、セキュリティ、構成プロファイル、証明書、アプリをたずねます。機器の設定は変わりません。",
        en: "Each device is asked for its facts, security, profiles, certificates and apps. Nothing is changed on it.")
    static let frozen = Text(
        ja: "対象は、ボタンを押した時点で決まります。あとから条件に合うようになった機器は含まれません。",
        en:
            "Which devices is settled when you press the button; devices that meet the conditions later are not among them."
    )
    static let nobody = Text(ja: "条件に合う管理中の機器はありません", en: "No managed device meets these conditions")
    static let nobodyWhy = Text(
        ja: "同期できるのは、管理中の機器だけです。登録中、解除済み、ワイプ済みの機器は含まれません。",
        en: "Only managed devices can be synchronized, not those that are enrolling, released or wiped.")
    static let back = Text(ja: "機器の一覧に戻る", en: "Back to the list of devices")
    static let recent = Text(ja: "最近の一斉同期", en: "Recent orders")
    static let noneYet = Text(ja: "一斉同期は、まだ依頼されていません。", en: "No such order has been made.")
    static let orderedAt = Text(ja: "依頼日時", en: "Ordered at")
    static let orderedBy = Text(ja: "依頼した人", en: "Ordered by")
    static let progress = Text(ja: "進み具合", en: "Progress")
    static let allSteps = Text(ja: "すべて", en: "All")
    static let step = Text(ja: "状況", en: "State")
    static let since = Text(ja: "日時", en: "Since")
    static let more = Text(ja: "次へ", en: "Next")
    static let first = Text(ja: "最初から", en: "From the beginning")
    static let reload = Text(ja: "更新", en: "Reload")
    static let live = DevicePageWords.live
    static let noneHere = Text(ja: "この状況の機器はありません。", en: "No device is in this state.")
    static let saveCSV = Text(ja: "CSV で保存", en: "Save as CSV")
    static let steps = Text(ja: "状況ごとの台数", en: "Devices by state")
    static let lastQuestion = Text(
        ja: "「完了」は、最後の問い合わせに端末が答えたことを表します。「APNs受理」は、端末に届いたことを意味しません。",
        en:
            "“Done” means that the device answered the last question. “Accepted by APNs” does not mean that the device has it."
    )

    static let goesOn = Text(
        ja: "「準備中」の機器は待っています。証明書が有効になると、自動で続きます。",
        en: "Devices that are being prepared wait; they go on by themselves once the certificate is valid.")

    static func count(_ count: Int) -> Text { Text(ja: "\(count) 台", en: devices(count)) }

    static func button(_ count: Int) -> Text {
        Text(ja: "\(count) 台を同期する", en: "Synchronize \(devices(count))")
    }

    /// On the list; how many of them are managed, the next page says.
    static func offer(isNarrowed: Bool) -> Text {
        isNarrowed
            ? Text(ja: "条件に合う機器を同期", en: "Synchronize these devices")
            : Text(ja: "すべての機器を同期", en: "Synchronize all devices")
    }

    static func unmanaged(_ count: Int) -> Text {
        Text(ja: "\(count) 台 (管理中ではありません)", en: "\(devices(count)) (not managed)")
    }

    static func undeliverable(_ count: Int) -> Text {
        Text(
            ja: "対象のうち \(count) 台 (理由は一斉同期の画面に表示します)",
            en: "\(count) of them (the page of the order tells why)")
    }

    static func over(_ count: Int, of all: Int) -> Text {
        Text(ja: "\(all) 台のうち \(count) 台が終わりました", en: "\(count) of \(devices(all)) finished")
    }

    static func name(of step: BulkStep) -> Text {
        switch step {
        case .preparing: Text(ja: "準備中", en: "Being prepared")
        case .waiting: Text(ja: "送信待ち", en: "Queued")
        case .accepted: Text(ja: "APNs受理", en: "Accepted by APNs")
        case .fetched: Text(ja: "端末が取得", en: "Fetched")
        case .notNow: Text(ja: "端末が後回し", en: "Put off by device")
        case .completed: Text(ja: "完了", en: "Done")
        case .failed: Text(ja: "失敗", en: "Failed")
        case .ended: Text(ja: "未回答のまま終了", en: "Ended unanswered")
        case .skipped: Text(ja: "対象外", en: "Left out")
        }
    }

    static func reason(_ obstacle: BulkObstacle) -> Text {
        switch obstacle {
        case .notManaged: Text(ja: "管理中ではありません", en: "not managed any more")
        case .otherTopic: Text(ja: "トピック不一致", en: "other topic")
        case .notAvailable: Text(ja: "この機器では使えません", en: "not available on this device")
        }
    }

    /// The list's conditions as a person reads them; empty for all devices.
    static func conditions(_ query: DeviceListQuery, _ names: BulkConditionNames, in c: ViewContext) -> [String] {
        let parts: [(Text, String)?] = [
            query.text.isEmpty ? nil : (DeviceListWords.find, query.text),
            query.state.map { (DeviceListWords.state, c(DeviceWords.name(of: $0, silenceDays: names.silenceDays))) },
            query.topic.map { (DeviceListWords.topicMatch, c(DeviceWords.name(of: $0))) },
            query.family.map { (DeviceListWords.os, c(DeviceWords.name(of: $0))) },
            query.lastContact.map { (DeviceListWords.lastContact, c(DeviceWords.name(of: $0))) },
            query.supervision.map { (DeviceListWords.supervision, c(DeviceWords.name(of: $0))) },
            query.organization.map { (DeviceListWords.organization, names.organization ?? $0.description) },
            query.user.map { (DeviceListWords.user, names.user ?? $0.description) },
        ]
        return parts.compactMap { part in part.map { "\(c($0.0)): \($0.1)" } }
    }

    private static func devices(_ count: Int) -> String { count == 1 ? "1 device" : "\(count) devices" }
}
