/// What the device told about itself: names of Apple's keys, and of values.
enum FactWords {
    static let asOf = Text(ja: "の情報", en: "")
    static let nothingYet = Text(ja: "端末の情報はまだありません。", en: "Nothing is known of the device yet.")
    static let nothingYetStep = Text(
        ja: "「同期」を押すと、端末が次に連絡したときに取得します。", en: "Press Synchronize: facts come with the device’s next contact.")
    static let yes = Text(ja: "はい", en: "Yes")
    static let no = Text(ja: "いいえ", en: "No")
    static let unknownNumber = Text(ja: "(不明)", en: "(unknown)")
    static func seconds(_ number: Int) -> Text { Text(ja: "\(number) 秒", en: "\(number) s") }

    static func encryption(_ bits: Int) -> Text {
        switch bits {
        case 1: Text(ja: "ブロック単位", en: "Block level")
        case 2: Text(ja: "ファイル単位", en: "File level")
        case 3: Text(ja: "ブロック単位とファイル単位", en: "Block and file level")
        default: Text(ja: "なし", en: "None")
        }
    }

    static func cellular(_ kind: Int) -> Text {
        switch kind {
        case 1: Text(ja: "GSM", en: "GSM")
        case 2: Text(ja: "CDMA", en: "CDMA")
        case 3: Text(ja: "GSM と CDMA", en: "GSM and CDMA")
        default: Text(ja: "なし", en: "None")
        }
    }

    static let profiles = Text(ja: "プロファイル", en: "Profiles")
    static let certificates = Text(ja: "証明書", en: "Certificates")
    static let apps = Text(ja: "アプリ", en: "Apps")
    static let noneInstalled = Text(ja: "ありません。", en: "None.")
    static let itemName = Text(ja: "名前", en: "Name")
    static let identifier = Text(ja: "識別子", en: "Identifier")
    static let itemOrganization = Text(ja: "提供元", en: "Organization")
    static let managed = Text(ja: "管理対象", en: "Managed")
    static let validUntil = Text(ja: "有効期限", en: "Valid until")
    static let isIdentity = Text(ja: "秘密鍵あり", en: "With private key")
    static let version = Text(ja: "バージョン", en: "Version")
    static let size = Text(ja: "大きさ", en: "Size")

    /// A key's name; of `ServiceSubscriptions.0.IMEI` the last part, with the line's number; else Apple's own.
    static func name(_ key: String, in c: ViewContext) -> String {
        if let word = FactKeyWords.names[key] { return c(word) }
        let parts = key.split(separator: ".").map(String.init)
        guard let last = parts.last else { return key }
        if parts.first == "ServiceSubscriptions", parts.count == 3,
            let number = parts.dropFirst().first.flatMap(Int.init)
        {
            let word = FactKeyWords.names[last].map { c($0) } ?? last
            return c(line(number + 1)) + word
        }
        return key
    }

    private static func line(_ number: Int) -> Text { Text(ja: "回線 \(number): ", en: "Line \(number): ") }
}

/// Apple's keys in words. Source: `mdm/commands/information.device.yaml`, `information.security.yaml`.
enum FactKeyWords {
    static let names: [String: Text] = device.merging(os) { first, _ in first }.merging(security) { first, _ in first }
        .merging(network) { first, _ in first }

    private static let device: [String: Text] = [
        "DeviceName": Text(ja: "機器名", en: "Device name"), "ModelName": Text(ja: "機種", en: "Model"),
        "ProductName": Text(ja: "機種識別子", en: "Product identifier"), "Model": Text(ja: "型番", en: "Model code"),
        "ModelNumber": Text(ja: "モデル番号", en: "Model number"),
        "SerialNumber": Text(ja: "シリアル番号", en: "Serial number"), "UDID": Text(ja: "UDID", en: "UDID"),
        "ProvisioningUDID": Text(ja: "プロビジョニング UDID", en: "Provisioning UDID"),
        "IsSupervised": Text(ja: "監視モード", en: "Supervised"),
        "DeviceCapacity": Text(ja: "容量", en: "Capacity"),
        "AvailableDeviceCapacity": Text(ja: "空き容量", en: "Available"),
        "HasBattery": Text(ja: "バッテリーあり", en: "Has battery"),
        "BatteryLevel": Text(ja: "バッテリー残量", en: "Battery"),
        "IsAppleSilicon": Text(ja: "Apple シリコン", en: "Apple silicon"),
        "IsMultiUser": Text(ja: "共有 iPad", en: "Shared iPad"),
        "AwaitingConfiguration": Text(ja: "設定アシスタントで待機中", en: "Waiting in Setup Assistant"),
        "HostName": Text(ja: "ホスト名", en: "Host name"), "LocalHostName": Text(ja: "ローカルホスト名", en: "Local host name"),
        "TimeZone": Text(ja: "タイムゾーン", en: "Time zone"),
        "OrganizationInfo.OrganizationName": Text(ja: "設定された組織名", en: "Organization name on device"),
    ]

    private static let os: [String: Text] = [
        "OSVersion": Text(ja: "バージョン", en: "Version"), "BuildVersion": Text(ja: "ビルド", en: "Build"),
        "SupplementalOSVersionExtra": Text(ja: "緊急セキュリティ対応", en: "Rapid Security Response"),
        "SupplementalBuildVersion": Text(ja: "追加ビルド", en: "Supplemental build"),
        "iTunesStoreAccountIsActive": Text(ja: "App Store にサインイン", en: "Signed in to App Store"),
        "IsCloudBackupEnabled": Text(ja: "iCloud バックアップ", en: "iCloud Backup"),
        "LastCloudBackupDate": Text(ja: "最後の iCloud バックアップ", en: "Last iCloud backup"),
        "DiagnosticSubmissionEnabled": Text(ja: "診断データの送信", en: "Sends diagnostics"),
        "AppAnalyticsEnabled": Text(ja: "アプリの解析の共有", en: "Shares app analytics"),
        "IsDoNotDisturbInEffect": Text(ja: "おやすみモード", en: "Do Not Disturb"),
        "SoftwareUpdateDeviceID": Text(ja: "ソフトウェアアップデートの識別子", en: "Software update identifier"),
        "SupportsiOSAppInstalls": Text(ja: "iOS アプリのインストール", en: "Can install iOS apps"),
    ]

    private static let security: [String: Text] = [
        "PasscodePresent": Text(ja: "パスコードあり", en: "Passcode set"),
        "PasscodeCompliant": Text(ja: "パスコードが条件を満たす", en: "Passcode compliant"),
        "PasscodeCompliantWithProfiles": Text(
            ja: "パスコードがプロファイルの条件を満たす", en: "Passcode compliant with profiles"),
        "PasscodeLockGracePeriod": Text(ja: "パスコードの猶予 (設定)", en: "Passcode grace period (set)"),
        "PasscodeLockGracePeriodEnforced": Text(ja: "パスコードの猶予 (適用)", en: "Passcode grace period (enforced)"),
        "HardwareEncryptionCaps": Text(ja: "ハードウェア暗号化", en: "Hardware encryption"),
        "FDE_Enabled": Text(ja: "FileVault", en: "FileVault"),
        "FDE_HasPersonalRecoveryKey": Text(ja: "個人用復旧キーあり", en: "Personal recovery key"),
        "FDE_HasInstitutionalRecoveryKey": Text(ja: "組織用復旧キーあり", en: "Institutional recovery key"),
        "IsActivationLockSupported": Text(ja: "アクティベーションロックに対応", en: "Supports Activation Lock"),
        "IsActivationLockEnabled": Text(ja: "アクティベーションロック", en: "Activation Lock"),
        "IsDeviceLocatorServiceEnabled": Text(ja: "「探す」がオン", en: "Find My is on"),
        "IsMDMLostModeEnabled": Text(ja: "紛失モード", en: "Lost Mode"),
        "SystemIntegrityProtectionEnabled": Text(ja: "システム整合性保護", en: "System Integrity Protection"),
        "AuthenticatedRootVolumeEnabled": Text(ja: "認証付きルートボリューム", en: "Authenticated root volume"),
        "IsRecoveryLockEnabled": Text(ja: "復旧ロック", en: "Recovery lock"),
        "RemoteDesktopEnabled": Text(ja: "リモートデスクトップ", en: "Remote Desktop"),
        "PINRequiredForDeviceLock": Text(ja: "ロックに PIN が必要", en: "Lock needs a PIN"),
        "PINRequiredForEraseDevice": Text(ja: "ワイプに PIN が必要", en: "Wipe needs a PIN"),
        "EACSPreflight": Text(ja: "「すべてのコンテンツと設定を消去」の準備", en: "Ready for Erase All Content and Settings"),
        "BootstrapTokenAllowedForAuthentication": Text(
            ja: "ブートストラップトークンでの認証", en: "Bootstrap token for authentication"),
        "BootstrapTokenRequiredForSoftwareUpdate": Text(
            ja: "アップデートにブートストラップトークンが必要", en: "Updates need the bootstrap token"),
        "BootstrapTokenRequiredForKernelExtensionApproval": Text(
            ja: "機能拡張にブートストラップトークンが必要", en: "Kernel extensions need the bootstrap token"),
        "FirewallSettings.FirewallEnabled": Text(ja: "ファイアウォール", en: "Firewall"),
        "FirewallSettings.BlockAllIncoming": Text(ja: "外部からの接続をすべてブロック", en: "Blocks all incoming connections"),
        "FirewallSettings.StealthMode": Text(ja: "ステルスモード", en: "Stealth mode"),
        "SecureBoot.SecureBootLevel": Text(ja: "安全な起動", en: "Secure Boot"),
        "SecureBoot.ExternalBootLevel": Text(ja: "外部起動", en: "External boot"),
        "FirmwarePasswordStatus.PasswordExists": Text(ja: "ファームウェアパスワード", en: "Firmware password"),
        "FirmwarePasswordStatus.ChangePending": Text(
            ja: "ファームウェアパスワードの変更待ち", en: "Firmware password change pending"),
        "ManagementStatus.EnrolledViaDEP": Text(ja: "自動登録 (ADE)", en: "Enrolled automatically (ADE)"),
        "ManagementStatus.UserApprovedEnrollment": Text(ja: "利用者が承認した登録", en: "User-approved enrollment"),
        "ManagementStatus.IsUserEnrollment": Text(ja: "ユーザー登録", en: "User Enrollment"),
        "ManagementStatus.IsActivationLockManageable": Text(
            ja: "アクティベーションロックを管理可能", en: "Activation Lock manageable"),
    ]

    private static let network: [String: Text] = [
        "WiFiMAC": Text(ja: "Wi-Fi アドレス", en: "Wi-Fi address"),
        "BluetoothMAC": Text(ja: "Bluetooth アドレス", en: "Bluetooth address"),
        "EthernetMAC": Text(ja: "イーサネットアドレス", en: "Ethernet address"),
        "PhoneNumber": Text(ja: "電話番号", en: "Phone number"), "IMEI": Text(ja: "IMEI", en: "IMEI"),
        "MEID": Text(ja: "MEID", en: "MEID"), "ICCID": Text(ja: "ICCID", en: "ICCID"),
        "EID": Text(ja: "EID", en: "EID"),
        "CurrentCarrierNetwork": Text(ja: "現在の通信事業者", en: "Current carrier"),
        "SubscriberCarrierNetwork": Text(ja: "契約の通信事業者", en: "Subscriber carrier"),
        "SIMCarrierNetwork": Text(ja: "SIM の通信事業者", en: "SIM carrier"),
        "CarrierSettingsVersion": Text(ja: "キャリア設定", en: "Carrier settings"),
        "CellularTechnology": Text(ja: "通信方式", en: "Cellular technology"),
        "ModemFirmwareVersion": Text(ja: "モデムファームウェア", en: "Modem firmware"),
        "DataRoamingEnabled": Text(ja: "データローミング", en: "Data roaming"),
        "VoiceRoamingEnabled": Text(ja: "音声通話ローミング", en: "Voice roaming"),
        "IsRoaming": Text(ja: "ローミング中", en: "Roaming"),
        "PersonalHotspotEnabled": Text(ja: "インターネット共有", en: "Personal Hotspot"),
        "IsNetworkTethered": Text(ja: "有線で接続", en: "Tethered"), "Slot": Text(ja: "スロット", en: "Slot"),
        "Label": Text(ja: "名称", en: "Label"), "LabelID": Text(ja: "名称の識別子", en: "Label identifier"),
        "IsDataPreferred": Text(ja: "データ通信に使用", en: "Used for data"),
        "IsVoicePreferred": Text(ja: "通話に使用", en: "Used for calls"),
        "CurrentMCC": Text(ja: "現在の MCC", en: "Current MCC"), "CurrentMNC": Text(ja: "現在の MNC", en: "Current MNC"),
    ]
}
