/// Box 通信中の証明書.
enum WireWords {
    static let title = Text(ja: "通信中の証明書", en: "Certificate in use")
    static let note = Text(
        ja: "Apple への接続で、いま実際に示している証明書です。", en: "What this server shows Apple at this moment.")
    static let serialNumber = Text(ja: "通信中の証明書の番号", en: "Serial number in use")
    static let validUntil = Text(ja: "通信中の証明書の期限", en: "Expiry in use")
    static let since = Text(ja: "接続の開始", en: "Connected since")
    static let none = Text(ja: "接続していません。次の通知のときに接続します。", en: "Not connected. It connects with the next push.")
    static let probe = Text(ja: "Apple の受理", en: "Accepted by Apple")
    static let notAsked = Text(ja: "まだ確かめていません。", en: "Not asked yet.")
    static let accepted = Text(ja: "受理", en: "Accepted")
    static let acceptedBefore = Text(ja: "期限が切れる前の受理", en: "Accepted before it expired")
    static let outlived = Text(
        ja: "期限が切れたいまも受理されるかは、確かめていません。", en: "Whether Apple still accepts it now is not known.")
    static let refused = Text(ja: "拒否", en: "Refused")
    static let trouble = Text(ja: "届かない", en: "No answer")
    static let same = Text(ja: "登録中の証明書と同じ", en: "The registered certificate")
    static let older = Text(ja: "前の証明書(まもなく切り替わります)", en: "The former certificate, about to change")
    static let troubleStep = Text(
        ja: "サーバーから api.push.apple.com:443 への接続を確かめてください。",
        en: "Check the connection from this server to api.push.apple.com:443.")
}
