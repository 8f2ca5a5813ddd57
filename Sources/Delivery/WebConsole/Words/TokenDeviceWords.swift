import AutomatedEnrollment

/// Devices of the token, and the profile with which they enroll by themselves.
enum TokenDeviceWords {
    static let title = Text(ja: "自動登録の対象機器", en: "Devices of the token")
    static let what = Text(
        ja: "Apple Business Manager で、このサーバーに割り当てられた機器です。",
        en: "Devices that Apple Business Manager has assigned to this server.")
    static let count = Text(ja: "対象機器", en: "Devices")
    static let open = Text(ja: "対象機器の一覧", en: "List of devices")
    static func counted(_ devices: Int, _ assigned: Int) -> Text {
        Text(
            ja: "\(devices) 台 (割り当て済み \(assigned) 台)",
            en: "\(devices == 1 ? "1 device" : "\(devices) devices") (\(assigned) assigned)")
    }
    static let lastFetch = Text(ja: "最終確認", en: "Last checked")
    static let never = Text(ja: "まだ確認していません", en: "not yet")
    static let fetchNow = Text(ja: "今すぐ確認", en: "Check now")
    static let fetched = Text(ja: "対象機器を確認しました。", en: "The devices were checked.")
    static let assigned = Text(ja: "プロファイルを割り当てました。", en: "The profile was assigned.")
    static let defined = Text(ja: "プロファイルを作成しました。", en: "The profile was made.")
    static let none = Text(ja: "対象機器はまだありません。", en: "There are no devices yet.")
    static let noneStep = Text(
        ja: "Apple Business Manager で、機器をこのサーバーに割り当ててください。30 分ごとに確認します。",
        en: "Assign devices to this server at Apple Business Manager. They are looked for every 30 minutes.")
    static let noProfileStep = Text(
        ja: "プロファイルを作成すると、対象機器に割り当てられます。", en: "Once a profile is made, it is assigned to these devices.")

    // Columns
    static let serial = Text(ja: "シリアル番号", en: "Serial number")
    static let model = Text(ja: "機種", en: "Model")
    static let assignedAt = Text(ja: "割り当て日時", en: "Assigned at")
    static let profile = Text(ja: "プロファイル", en: "Profile")
    static let next = Text(ja: "次のページ", en: "Next page")
    static let assign = Text(ja: "割り当てる", en: "Assign")

    static func status(_ device: ListedDevice, current uuid: String?) -> Text {
        let isCurrent = uuid != nil && device.device.profileUUID == uuid
        switch device.device.profileStatus {
        case .pushed where isCurrent: return Text(ja: "機器に送信済み", en: "Sent to the device")
        case .assigned where isCurrent: return Text(ja: "割り当て済み", en: "Assigned")
        case .assigned, .pushed: return Text(ja: "前のプロファイル", en: "Former profile")
        case .empty, .removed: return Text(ja: "未割り当て", en: "Not assigned")
        }
    }

    // Profile
    static let profileTitle = Text(ja: "自動登録のプロファイル", en: "Enrollment profile")
    static let makeProfile = Text(ja: "プロファイルを編集", en: "Edit profile")
    static let noProfile = Text(ja: "未作成", en: "Not made")
    static let profileNote = Text(
        ja: "保存すると、新しいプロファイルを Apple に登録し、対象機器に割り当て直します。設定アシスタントを次に実行した機器から有効です。",
        en:
            "Saving defines a new profile at Apple and assigns it to the devices. It takes effect the next time a device runs Setup Assistant."
    )
    static let name = Text(ja: "プロファイル名", en: "Profile name")
    static let mandatory = Text(ja: "登録を省略できない", en: "Enrollment cannot be skipped")
    static let removable = Text(ja: "利用者が管理プロファイルを削除できる", en: "The user may remove the management profile")
    static let department = Text(ja: "部署名", en: "Department")
    static let phone = Text(ja: "問い合わせ先の電話番号", en: "Support phone number")
    static let skip = Text(ja: "省略する画面", en: "Panes to skip")
    static let skipNote = Text(
        ja: "チェックした画面は、設定アシスタントに表示されません。", en: "Ticked panes are not shown by Setup Assistant.")

    static func pane(_ item: String) -> Text {
        switch item {
        case "AppleID": Text(ja: "Apple ID のサインイン", en: "Apple Account sign-in")
        case "Android": Text(ja: "Android から移行", en: "Move from Android")
        case "Appearance": Text(ja: "外観モード", en: "Appearance")
        case "AppStore": Text(ja: "App Store", en: "App Store")
        case "Biometric": Text(ja: "Touch ID・Face ID", en: "Touch ID and Face ID")
        case "DeviceToDeviceMigration": Text(ja: "機器から直接転送", en: "Direct transfer from a device")
        case "Diagnostics": Text(ja: "解析の共有", en: "Sharing of analytics")
        case "FileVault": Text(ja: "FileVault", en: "FileVault")
        case "iCloudStorage": Text(ja: "iCloud ストレージ", en: "iCloud storage")
        case "iMessageAndFaceTime": Text(ja: "iMessage と FaceTime", en: "iMessage and FaceTime")
        case "Intelligence": Text(ja: "Apple Intelligence", en: "Apple Intelligence")
        case "Location": Text(ja: "位置情報サービス", en: "Location services")
        case "Payment": Text(ja: "Apple Pay", en: "Apple Pay")
        case "Privacy": Text(ja: "プライバシー", en: "Privacy")
        case "Restore": Text(ja: "バックアップから復元", en: "Restore from a backup")
        case "RestoreCompleted": Text(ja: "復元の完了", en: "Restore completed")
        case "Safety": Text(ja: "緊急時の設定", en: "Safety")
        case "ScreenTime": Text(ja: "スクリーンタイム", en: "Screen Time")
        case "SIMSetup": Text(ja: "モバイル通信の設定", en: "Mobile data setup")
        case "Siri": Text(ja: "Siri", en: "Siri")
        case "SoftwareUpdate": Text(ja: "ソフトウェアアップデート", en: "Software update")
        case "TOS": Text(ja: "利用規約", en: "Terms and conditions")
        case "UpdateCompleted": Text(ja: "アップデートの完了", en: "Update completed")
        case "WatchMigration": Text(ja: "Apple Watch の移行", en: "Apple Watch migration")
        case "Welcome": Text(ja: "ようこそ", en: "Welcome")
        default: Text(ja: item, en: item)
        }
    }
}
