import Enrollments

/// 機器 → 登録.
enum EnrollWords {
    static let title = Text(ja: "登録", en: "Enroll")
    static let note = Text(
        ja: "登録の案内は、だれの機器を何台まで登録できるかを決めます。機器でリンクまたは QRコードを開くと登録が始まります。",
        en:
            "An invitation says whose devices may enroll and how many. Opening its link or QR code on a device begins enrollment."
    )
    static let make = Text(ja: "登録の案内を作る", en: "Make invitation")
    static let recipient = Text(ja: "宛先", en: "For")
    static func name(of recipient: InvitationsModel.Recipient) -> Text {
        switch recipient {
        case .user: Text(ja: "ユーザー", en: "User")
        case .organization: Text(ja: "組織", en: "Organization")
        }
    }
    static let userName = Text(ja: "ユーザーの名前", en: "Name of the user")
    static let userHint = Text(
        ja: "登録済みの名前から選ぶか、新しい名前を入力します。新しい名前のユーザーは、ここで作られます。",
        en: "Choose a known name or type a new one; a user of a new name is made here.")
    static let organizationName = Text(ja: "組織の名前", en: "Name of the organization")
    static let organizationHint = Text(
        ja: "宛先がユーザーのときは、新しいユーザーの所属になります(任意)。",
        en: "If the invitation is for a user: where a new user belongs (optional).")
    static let count = Text(ja: "台数 (1 〜 500)", en: "Number of devices (1 to 500)")
    static let validFor = Text(ja: "有効期間", en: "Valid for")
    static func name(of validity: InvitationsModel.Validity) -> Text {
        switch validity {
        case .hour: Text(ja: "1 時間", en: "1 hour")
        case .day: Text(ja: "1 日", en: "1 day")
        case .week: Text(ja: "7 日", en: "7 days")
        case .month: Text(ja: "30 日", en: "30 days")
        }
    }

    static let list = Text(ja: "登録の案内", en: "Invitations")
    static let empty = Text(ja: "登録の案内はまだありません。", en: "No invitation yet.")
    static let usesLeft = Text(ja: "残り台数", en: "Left")
    static func left(_ left: Int, of all: Int) -> Text { Text(ja: "\(all) 台のうち残り \(left) 台", en: "\(left) of \(all)") }
    static let expires = Text(ja: "期限", en: "Expires")
    static let madeBy = Text(ja: "作成者", en: "Made by")
    static let standing = Text(ja: "状態", en: "State")
    static let act = Text(ja: "操作", en: "Action")
    static let revoke = Text(ja: "取り消す", en: "Revoke")
    static func name(of standing: Invitation.Standing) -> Text {
        switch standing {
        case .open: Text(ja: "有効", en: "Open")
        case .usedUp: Text(ja: "使用済み", en: "Used up")
        case .expired: Text(ja: "期限切れ", en: "Expired")
        case .revoked: Text(ja: "取り消し", en: "Revoked")
        }
    }
    static let older = Text(ja: "前の案内", en: "Older invitations")
    static let newest = Text(ja: "最新の案内", en: "Newest invitations")

    static let madeTitle = Text(ja: "登録の案内ができました", en: "The invitation is ready")
    static let madeOnce = Text(
        ja: "リンク、QRコード、認証コードは、この画面に一度だけ表示されます。", en: "Link, QR code and code are shown on this page only, once.")
    static let madeOnceStep = Text(
        ja: "この画面を閉じる前に、機器で読み取るか、利用者に伝えてください。なくしたら、取り消して作り直してください。",
        en: "Scan it on the device or pass it on before you leave. If it is lost, revoke it and make another.")
    static let link = Text(ja: "リンク", en: "Link")
    static let qr = Text(ja: "QRコード", en: "QR code")
    static let qrNote = Text(ja: "機器のカメラで読み取ります。", en: "Scan it with the device’s camera.")
    static let qrDescription = Text(ja: "リンクの QRコード", en: "QR code of the link")
    static let codeHeading = Text(ja: "認証コードで登録", en: "Enroll with the code")
    static let codeNote = Text(
        ja: "リンクも QRコードも使えないときは、機器でこのアドレスを開き、企業コードと認証コードを入力します。",
        en: "Where neither link nor QR code works, open this address on the device and type company code and code.")
    static let codeAddress = Text(ja: "アドレス", en: "Address")
    static let code = Text(ja: "認証コード", en: "Code")
    static let uses = Text(ja: "台数", en: "Devices")
    static let copy = Text(ja: "リンクをコピー", en: "Copy link")
    static let copied = Text(ja: "コピーしました", en: "Copied")
    static let back = Text(ja: "登録の案内の一覧", en: "List of invitations")
    static let revoked = Text(ja: "登録の案内を取り消しました。", en: "Invitation revoked.")
}
