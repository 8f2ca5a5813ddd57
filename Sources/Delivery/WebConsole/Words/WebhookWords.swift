import Administration
import Foundation
import Ports
import UseCases
import Webhooks

/// Webhook: list, one webhook, its deliveries.
enum WebhookWords {
    static let note = Text(
        ja: "出来事が起きるたびに、登録した URL へ JSON を POST します。届くまで最長 3 日間、間隔をあけて送り直します。",
        en:
            "Each event is posted as JSON to the address you give, and tried again for up to three days until it arrives."
    )
    static let none = Text(ja: "Webhook はまだありません。", en: "There are no webhooks yet.")
    static let add = Text(ja: "Webhook を追加", en: "Add a webhook")
    static let addNote = Text(
        ja: "署名に使うシークレットは、追加したあとに一度だけ表示します。",
        en: "The secret for the signature is shown once, after adding.")
    static let url = Text(ja: "URL", en: "URL")
    static let urlHint = Text(
        ja: "https:// で始まるアドレス。社内のネットワークへ送るには、サービス運用者の許可 (--webhook-networks) が必要です。",
        en:
            "Begins with https://. To reach a network of your own, the service operator must allow it (--webhook-networks)."
    )
    static let format = Text(ja: "形式", en: "Format")
    static let kinds = Text(ja: "送る出来事", en: "Events to send")
    static let payload = Text(ja: "機器から届いた内容 (raw_payload) を含める", en: "Include the device's own bytes (raw_payload)")
    static let payloadHint = Text(
        ja: "TokenUpdate には、プッシュトークンとロック解除トークンが入っています。受け取る側も、鍵と同じように扱ってください。",
        en: "A TokenUpdate holds the push token and the unlock token. The receiver must guard them like keys.")
    static let save = Text(ja: "保存", en: "Save")
    static let secret = Text(ja: "シークレット", en: "Secret")
    static let madeTitle = Text(ja: "Webhook を追加しました", en: "Webhook added")
    static let madeOnce = Text(ja: "このシークレットは、いまだけ表示されます。", en: "This secret is shown only now.")
    static let madeOnceStep = Text(
        ja: "受け取る側に設定してください。なくしたときは、Webhook を削除して追加し直します。",
        en: "Set it at the receiver. If it is lost, delete the webhook and add it again.")
    static let toWebhook = Text(ja: "Webhook の画面へ", en: "To the webhook’s page")
    static let receiver = Text(ja: "送り先", en: "Receiver")
    static let state = Text(ja: "状態", en: "State")
    static let working = Text(ja: "動作中", en: "Working")
    static let failing = Text(ja: "届いていません", en: "Failing")
    static let disabled = Text(ja: "停止中", en: "Switched off")
    static let addedBy = Text(ja: "追加した人", en: "Added by")
    static let addedAt = Text(ja: "追加日時", en: "Added")
    static let test = Text(ja: "テストを送る", en: "Send a test")
    static let disable = Text(ja: "停止する", en: "Switch off")
    static let enable = Text(ja: "再開する", en: "Switch on")
    static let delete = Text(ja: "削除", en: "Delete")
    static let deleteNote = Text(
        ja: "削除すると、まだ届いていない出来事も消えます。元に戻せません。",
        en: "Deleting also drops what has not arrived yet. It cannot be undone.")
    static let edit = Text(ja: "編集", en: "Edit")
    static let deliveries = Text(ja: "送信の記録", en: "Deliveries")
    static let deliveriesNote = Text(
        ja: "新しい順に 50 件。届いたものは 7 日後、あきらめたものは 30 日後に消えます。",
        en: "The newest 50. What arrived is kept for 7 days, what was given up for 30.")
    static let noDeliveries = Text(ja: "まだ何も送っていません。", en: "Nothing was sent yet.")
    static let time = Text(ja: "発生日時", en: "Occurred")
    static let event = Text(ja: "出来事", en: "Event")
    static let answer = Text(ja: "応答", en: "Answer")
    static let attempts = Text(ja: "回数", en: "Attempts")
    static let next = Text(ja: "次の送信", en: "Next attempt")
    static let act = Text(ja: "操作", en: "Action")
    static let again = Text(ja: "もう一度送る", en: "Send again")
    static let waiting = Text(ja: "送信待ち", en: "Waiting")
    static let delivered = Text(ja: "届きました", en: "Delivered")
    static let notDelivered = Text(ja: "届いていません", en: "Not delivered")
    static let givenUp = Text(ja: "届きませんでした", en: "Given up")
    static let testEvent = Text(ja: "テスト", en: "Test")

    static let failingFact = Text(ja: "この Webhook には、いま届いていません。", en: "This webhook is failing at the moment.")
    static func failingMeaning(_ failures: Int) -> Text {
        guard failures > 0 else {
            return Text(ja: "最後に送ったものが、受け取られませんでした。", en: "The last one that was sent was not taken.")
        }
        return Text(
            ja: "続けて \(failures) 回、届きませんでした。出来事は保管されていて、3 日以内に届けば失われません。",
            en:
                "Failed attempts in a row: \(failures). Events are kept; nothing is lost if they arrive within three days."
        )
    }
    static let failingStep = Text(
        ja: "下の応答を見て受け取る側を直し、[テストを送る] で確かめてください。",
        en: "See the answer below, mend the receiver, then try “Send a test”.")

    static func overflowedFact(_ count: Int) -> Text {
        Text(
            ja: "送信待ちが多すぎるため、古い \(count) 件をあきらめました。",
            en: "Too much waited: the oldest were given up (\(count)).")
    }
    static let overflowedMeaning = Text(
        ja: "1 つの Webhook に保管できる送信待ちは、10,000 件、128 MB までです。",
        en: "A webhook keeps at most 10,000 waiting events and 128 MB of them.")
    static let overflowedStep = Text(
        ja: "受け取る側を直してください。あきらめたものは、下の記録から [もう一度送る] で送れます。",
        en: "Mend the receiver. What was given up can be sent from the list below with “Send again”.")

    static func name(of format: WebhookFormat) -> Text {
        switch format {
        case .own: Text(ja: "ログの出来事", en: "Entries of the log")
        case .mdm: Text(ja: "機器からの通信 (MicroMDM/NanoMDM 形式)", en: "Messages of devices (MicroMDM/NanoMDM)")
        }
    }

    static func name(of kind: MDMEventKind) -> Text {
        switch kind {
        case .connect: Text(ja: "mdm.Connect (指示の結果)", en: "mdm.Connect (results)")
        case .idle: Text(ja: "mdm.Connect (Idle: 連絡のたび)", en: "mdm.Connect (Idle: every poll)")
        default: Text(ja: kind.rawValue, en: kind.rawValue)
        }
    }

    /// As a list shows what was sent.
    static func event(_ kind: String) -> Text {
        if kind == "test" { return testEvent }
        if let event = AuditEvent(rawValue: kind) { return LogWords.name(of: event) }
        return Text(ja: kind, en: kind)
    }

    /// What stands in place of an answer when none came.
    static func failure(_ stored: String) -> Text {
        let word = stored.prefix { $0 != " " }
        let detail = stored.dropFirst(word.count).trimmingCharacters(in: .whitespaces)
        switch word {
        case "no-such-name": return Text(ja: "名前が見つかりません", en: "The name was not found")
        case "address-not-permitted":
            return Text(ja: "許可されていないアドレスです: \(detail)", en: "Address not permitted: \(detail)")
        case SendWebhooks.eventGone:
            return Text(
                ja: "元の記録がもうないため、送れません", en: "Its entry is not kept any more, so it cannot be sent")
        case DeliveryBound.word:
            return Text(ja: "送信待ちが多すぎるため、送りませんでした", en: "Not sent: too much waited before it")
        case "timed-out": return Text(ja: "10 秒以内に応答がありませんでした", en: "No answer within 10 seconds")
        case "tls": return Text(ja: "TLS に失敗しました: \(detail)", en: "TLS failed: \(detail)")
        case "connection": return Text(ja: "接続できませんでした: \(detail)", en: "No connection: \(detail)")
        default: return Text(ja: stored, en: stored)
        }
    }

    static let done: [String: Text] = [
        "webhook-saved": Text(ja: "Webhook を保存しました。", en: "The webhook was saved."),
        "webhook-on": Text(ja: "Webhook を再開しました。", en: "The webhook was switched on."),
        "webhook-off": Text(
            ja: "Webhook を停止しました。停止中の出来事は送られません。",
            en: "The webhook was switched off. What happens meanwhile is not sent."),
        "webhook-deleted": Text(ja: "Webhook を削除しました。", en: "The webhook was deleted."),
        "webhook-sent": Text(ja: "届きました。相手の応答は下の記録にあります。", en: "It arrived. The answer is in the list below."),
    ]
}
