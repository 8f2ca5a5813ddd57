/// The dashboard and 利用状況, with the manual's words.
enum DashboardWords {
    static let title = Text(ja: "ダッシュボード", en: "Dashboard")
    static let notices = Text(ja: "お知らせ", en: "Notices")
    static let seeAll = Text(ja: "全て見る", en: "See all")
    static let unread = Text(ja: "未読", en: "New")
    static let markRead = Text(ja: "すべて既読にする", en: "Mark all as read")
    static let theProduct = Text(ja: "本製品", en: "This product")

    static func versionChanged(_ version: String) -> Text {
        Text(
            ja: "本製品がバージョン \(version) になりました。変更点はリリースノートをご覧ください。",
            en: "This product now runs in version \(version). The release notes say what changed.")
    }

    static let noNotices = Text(
        ja: "お知らせはまだありません。証明書を登録・変更・削除すると、ここに表示されます。",
        en: "No notices yet. Registering, changing or deleting the certificate will appear here.")

    static let adeTitle = Text(ja: "ADEトークン登録", en: "ADE token")

    static let setUpTitle = Text(ja: "ここからかんたん初期設定", en: "Easy setup starts here")
    static func progress(_ done: Int, of all: Int) -> Text {
        Text(ja: "\(all) 項目のうち \(done) 項目が済みました。", en: "\(done) of \(all) steps are done.")
    }
    static let done = Text(ja: "済", en: "Done")
    static let toDo = Text(ja: "まだ", en: "To do")

    static let usage = Text(ja: "利用状況", en: "Usage")
    static let openAll = Text(ja: "全て開く", en: "Open all")
    static let userLicences = Text(ja: "ユーザーライセンス(使用数/契約数)", en: "User licences (used/contracted)")
    static let deviceLicences = Text(ja: "機器ライセンス(使用数/契約数)", en: "Device licences (used/contracted)")
    static let assetLicences = Text(
        ja: "資産管理限定機器ライセンス(使用数/契約数)", en: "Asset-only device licences (used/contracted)")
    static let basicPackage = Text(ja: "基本パッケージ", en: "Basic package")
    static let optionPackages = Text(
        ja: "オプションパッケージ(使用数/契約数)", en: "Option packages (used/contracted)")
    static let noContract = Text(ja: "(契約なし)", en: "(no contract)")
    static let nothing = Text(ja: "(なし)", en: "(none)")
    static let noLimit = Text(
        ja: "自社で運用しているため、契約数の上限はありません。使用数だけを数えます。",
        en: "This installation is your own: no number is contracted, and nothing limits you. Only use is counted.")

    static func name(of check: DashboardModel.SetUpCheck) -> Text {
        switch check {
        case .vendorCertificate:
            Text(ja: "ベンダー証明書を取り込む", en: "Import the vendor certificate")
        case .pushCertificate:
            Text(ja: "Apple Push 証明書を登録する", en: "Register the Apple Push certificate")
        case .deviceAddress:
            Text(ja: "機器が接続するアドレスを設定する", en: "Set the address that devices call")
        case .firstDevice:
            Text(ja: "最初の機器を登録する", en: "Enroll the first device")
        case .secondAdministrator:
            Text(ja: "2 人目の管理者を作る", en: "Create a second administrator")
        case .notices:
            Text(ja: "有効期限のお知らせの届け先を決める", en: "Decide whom notices of expiry reach")
        case .recoverySheet:
            Text(ja: "復旧シートを安全な場所に保管する", en: "Put the recovery sheet in a safe place")
        }
    }

    static let renew = Text(ja: "更新する", en: "Renew")
    static let renewCertificate = Text(ja: "Apple Push 証明書を更新する", en: "Renew the Apple Push certificate")

    static func action(of check: DashboardModel.SetUpCheck) -> Text {
        switch check {
        case .pushCertificate: Text(ja: "登録する", en: "Register")
        case .secondAdministrator: FrameWords.users
        case .notices: NotificationWords.title
        case .firstDevice: Text(ja: "登録の案内", en: "Invitations")
        case .vendorCertificate, .deviceAddress, .recoverySheet: Text(ja: "手順", en: "How to")
        }
    }
}
