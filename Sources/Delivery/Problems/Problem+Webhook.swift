import Administration
public import UseCases
import Webhooks

extension Problem {
    /// The sentence for a webhook that cannot be saved or sent.
    public init(_ error: WebhookError) {
        let unchanged = LocalizedText(ja: "何も変わっていません。", en: "Nothing was changed.")
        func problem(_ code: String, _ fact: LocalizedText, _ nextStep: LocalizedText) -> Problem {
            Problem(code, fact: fact, meaning: unchanged, nextStep: nextStep)
        }
        switch error {
        case .address(let refusal):
            self = problem(refusal.code, refusal.fact, Self.plainAddress)
        case .addressNotPermitted(let host):
            self = problem(
                "webhook-address-not-permitted",
                LocalizedText(
                    ja: "\(host) はインターネット上のアドレスではありません。",
                    en: "\(host) is no address on the internet."),
                Self.askOperator)
        case .notEncrypted:
            self = problem(
                "webhook-not-encrypted",
                LocalizedText(ja: "http:// では、内容が暗号化されずに送られます。", en: "http:// would send the events unencrypted."),
                LocalizedText(
                    ja: "https:// のアドレスを入力してください。社内のネットワークへ http で送るには、サービス運用者に --webhook-networks を設定してもらってください。",
                    en:
                        "Enter an https:// address. To send over http inside your network, ask the service operator to set --webhook-networks."
                ))
        case .noKinds:
            self = problem(
                "webhook-no-kinds",
                LocalizedText(ja: "送る出来事が選ばれていません。", en: "No event was chosen."),
                LocalizedText(ja: "1 つ以上選んでください。", en: "Choose at least one."))
        case .tooMany(let limit):
            self = problem(
                "webhook-too-many",
                LocalizedText(
                    ja: "Webhook は \(limit) 個までです。", en: "There can be at most \(limit) webhooks."),
                LocalizedText(ja: "使っていないものを削除してください。", en: "Delete one that is not used."))
        case .noSuchWebhook:
            self = problem(
                "webhook-not-found",
                LocalizedText(ja: "その Webhook はもうありません。", en: "That webhook does not exist any more."),
                LocalizedText(ja: "一覧を開き直してください。", en: "Open the list again."))
        case .nothingToSend:
            self = problem(
                "webhook-nothing-to-send",
                LocalizedText(ja: "その内容は、もう保管されていません。", en: "What it held is not kept any more."),
                LocalizedText(ja: "[テストを送る] で接続を確かめられます。", en: "“Send a test” tries the connection."))
        }
    }

    private static let plainAddress = LocalizedText(
        ja: "https://hooks.example.jp/kizuna のような、ふつうのアドレスを入力してください。",
        en: "Enter a plain address such as https://hooks.example.jp/kizuna.")
    private static let askOperator = LocalizedText(
        ja: "社内のネットワークへ送るには、サービス運用者に --webhook-networks を設定してもらってください。",
        en: "To reach a network of your own, ask the service operator to set --webhook-networks.")
}

extension WebhookAddress.Refusal {
    fileprivate var code: String {
        switch self {
        case .unreadable: "webhook-url-unreadable"
        case .notHTTP: "webhook-url-not-https"
        case .hasLogin: "webhook-url-with-login"
        case .oddHost: "webhook-url-odd-host"
        case .tooLong: "webhook-url-too-long"
        }
    }

    fileprivate var fact: LocalizedText {
        switch self {
        case .unreadable: LocalizedText(ja: "URL を読み取れません。", en: "The URL cannot be read.")
        case .notHTTP: LocalizedText(ja: "https の URL ではありません。", en: "This is no https URL.")
        case .hasLogin:
            LocalizedText(
                ja: "URL に、ログイン名やパスワードは入れられません。", en: "The URL must not hold a login or password.")
        case .oddHost(let host):
            LocalizedText(
                ja: "送り先「\(host)」を、名前としてもアドレスとしても読めません。", en: "“\(host)” is neither a name nor a plain address.")
        case .tooLong: LocalizedText(ja: "URL が長すぎます。", en: "The URL is too long.")
        }
    }
}
