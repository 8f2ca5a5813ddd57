/// Names of commands and how they ended.
enum CommandWords {
    /// Apple's word as a person says it; a command without a word of ours keeps Apple's.
    static func name(_ requestType: String) -> Text {
        switch requestType {
        case "DeviceInformation": Text(ja: "端末情報の取得", en: "Get device information")
        case "SecurityInfo": Text(ja: "セキュリティ情報の取得", en: "Get security information")
        case "ProfileList": Text(ja: "プロファイル一覧の取得", en: "List profiles")
        case "CertificateList": Text(ja: "証明書一覧の取得", en: "List certificates")
        case "InstalledApplicationList": Text(ja: "アプリ一覧の取得", en: "List apps")
        case "DeviceLock": Text(ja: "リモートロック", en: "Remote lock")
        case "EraseDevice": Text(ja: "リモートワイプ", en: "Remote wipe")
        case "ClearPasscode": Text(ja: "パスコード消去", en: "Clear passcode")
        case "RestartDevice": Text(ja: "再起動", en: "Restart")
        case "ShutDownDevice": Text(ja: "システム終了", en: "Shut down")
        case "InstallProfile": Text(ja: "構成プロファイルのインストール", en: "Install configuration profile")
        case "RemoveProfile": Text(ja: "構成プロファイルの削除", en: "Remove configuration profile")
        case "DeviceConfigured": Text(ja: "設定アシスタントの続行", en: "Continue Setup Assistant")
        default: Text(ja: requestType, en: requestType)
        }
    }

    static func name(of kind: DeviceAction.Kind) -> Text {
        switch kind {
        case .sync: Text(ja: "同期", en: "Synchronize")
        case .lock: Text(ja: "ロック", en: "Lock")
        case .wipe: Text(ja: "ワイプ", en: "Wipe")
        case .clearPasscode: name("ClearPasscode")
        case .restart: name("RestartDevice")
        case .shutDown: name("ShutDownDevice")
        }
    }

    static func end(_ end: CommandFace.End) -> Text {
        switch end {
        case .acknowledged: done
        case .error, .formatError: Text(ja: "失敗", en: "Failed")
        case .expired: Text(ja: "期限切れ", en: "Expired")
        case .cancelled: Text(ja: "取り消し", en: "Cancelled")
        case .superseded: Text(ja: "新しい指示に交代", en: "Replaced")
        case .enrollmentEnded: Text(ja: "登録の終了", en: "Enrollment ended")
        }
    }

    /// What the end means, where it is not plain; nil when it is.
    ///
    /// - Parameter wasFetched: the device had it.
    static func meaning(_ end: CommandFace.End, wasFetched: Bool) -> Text? {
        switch end {
        case .acknowledged, .cancelled, .error: nil
        case .formatError:
            Text(
                ja: "端末は、この指示の形式を理解できないと答えました。", en: "The device answered that it cannot read this command.")
        case .expired where wasFetched:
            Text(
                ja: "端末は取得しましたが、有効な間に答えませんでした。実行したかどうかは分かりません。",
                en: "The device fetched it but did not answer in time. Whether it was carried out is not known.")
        case .expired:
            Text(
                ja: "有効な間に端末が取りに来ませんでした。端末には届いていません。",
                en: "The device did not fetch it in time. It never reached the device.")
        case .superseded:
            Text(
                ja: "取得される前に、同じ種類の新しい指示が作られました。",
                en: "A newer command of the same kind was made before this one was fetched.")
        case .enrollmentEnded:
            Text(
                ja: "機器が解除、ワイプ、または再登録されたため、送りません。",
                en: "Not sent: the device left, was wiped, or enrolled anew.")
        }
    }

    static let queued = Text(ja: "送信待ち", en: "Queued")
    static let pushed = Text(ja: "APNs受理", en: "Accepted by APNs")
    static let fetched = Text(ja: "端末が取得", en: "Fetched by device")
    static let done = Text(ja: "完了", en: "Done")
    static let already = Text(ja: "済", en: "done")
    static let notYet = Text(ja: "まだ", en: "not yet")
    static let waiting = Text(ja: "待っています", en: "waiting")
    static let notPushed = Text(ja: "APNs が受理していません", en: "Not accepted by APNs")
    static let cameByItself = Text(ja: "記録なし · 端末が自分から連絡しました", en: "none recorded · the device called by itself")
    static let notObserved = Text(ja: "記録なし", en: "none recorded")
    static func notNow(_ times: Int) -> Text {
        Text(ja: "端末が後回し \(times) 回", en: times == 1 ? "Put off once" : "Put off \(times) times")
    }
    static func lastAt(_ instant: String) -> Text { Text(ja: "最後は \(instant)", en: "last at \(instant)") }
    static func until(_ instant: String) -> Text { Text(ja: "期限 \(instant)", en: "expires \(instant)") }
    /// - Parameter login: empty when the server itself asked.
    static func askedBy(_ login: String, _ instant: String) -> Text {
        login.isEmpty
            ? Text(ja: "サーバーが \(instant) に依頼", en: "asked by the server at \(instant)")
            : Text(ja: "\(login) が \(instant) に依頼", en: "asked by \(login) at \(instant)")
    }
    static func cancelledBy(_ login: String) -> Text { Text(ja: "\(login) が取り消しました", en: "by \(login)") }

    static let errorChain = Text(ja: "端末の答え", en: "What the device answered")
    static func code(_ code: Int, _ domain: String) -> Text {
        Text(ja: "\(domain) \(code)", en: "\(domain) \(code)")
    }
    static let noReason = Text(ja: "端末は理由を答えませんでした。", en: "The device gave no reason.")
    static let request = Text(ja: "送った指示 (plist)", en: "Command as sent (plist)")
    static let answer = Text(ja: "端末の答え (plist)", en: "Answer as received (plist)")
}
