/// The questions before acts on one device.
enum DeviceActionWords {
    static func title(_ kind: DeviceAction.Kind) -> Text {
        switch kind {
        case .sync: CommandWords.name(of: kind)
        case .lock: CommandWords.name("DeviceLock")
        case .wipe: CommandWords.name("EraseDevice")
        case .clearPasscode, .restart, .shutDown: CommandWords.name(of: kind)
        }
    }

    static func heading(_ kind: DeviceAction.Kind, _ device: String) -> Text {
        switch kind {
        case .sync: CommandWords.name(of: kind)
        case .lock: Text(ja: "「\(device)」をロックしますか。", en: "Lock “\(device)”?")
        case .wipe: Text(ja: "「\(device)」をワイプしますか。", en: "Wipe “\(device)”?")
        case .clearPasscode: Text(ja: "「\(device)」のパスコードを消去しますか。", en: "Clear the passcode of “\(device)”?")
        case .restart: Text(ja: "「\(device)」を再起動しますか。", en: "Restart “\(device)”?")
        case .shutDown: Text(ja: "「\(device)」をシステム終了しますか。", en: "Shut down “\(device)”?")
        }
    }

    /// - Parameter isMac: the same act means more on a Mac.
    static func meaning(_ kind: DeviceAction.Kind, isMac: Bool) -> Text {
        switch kind {
        case .sync: Text(ja: "", en: "")
        case .lock where isMac:
            Text(
                ja: "Mac は再起動し、6 桁の PIN を入力するまで使えなくなります。PIN はサーバーが作り、次の画面に表示して保管します。",
                en:
                    "The Mac restarts and cannot be used until a six-digit PIN is typed. This server makes the PIN, shows it next and keeps it."
            )
        case .lock:
            Text(
                ja: "画面がロックされます。パスコードを知っている人は解除できます。",
                en: "The screen is locked. Whoever knows the passcode can unlock it.")
        case .wipe:
            Text(
                ja: "端末のデータがすべて消えます。元に戻せません。この機器は管理から外れます。",
                en: "Everything on the device is erased. This cannot be undone, and the device leaves management.")
        case .clearPasscode:
            Text(
                ja: "パスコードなしで使えるようになります。構成プロファイルが求めていれば、利用者が新しく決めます。",
                en: "The device opens without a passcode. If a profile demands one, the user sets a new one.")
        case .restart where isMac:
            Text(ja: "保存していない書類は失われることがあります。", en: "Documents that are not saved may be lost.")
        case .restart:
            Text(
                ja: "パスコードがある端末は、再起動後に利用者がロックを解除するまで、ネットワークにつながらないことがあります。",
                en: "With a passcode, the device may stay without a network until its user unlocks it.")
        case .shutDown:
            Text(
                ja: "だれかが電源を入れるまで、この機器には何も届きません。",
                en: "Nothing reaches this device until somebody switches it on.")
        }
    }

    static func button(_ kind: DeviceAction.Kind) -> Text {
        switch kind {
        case .sync: CommandWords.name(of: kind)
        case .lock: Text(ja: "ロックする", en: "Lock")
        case .wipe: Text(ja: "この 1 台をワイプする", en: "Wipe this one device")
        case .clearPasscode: Text(ja: "パスコードを消去する", en: "Clear passcode")
        case .restart: Text(ja: "再起動する", en: "Restart")
        case .shutDown: Text(ja: "システム終了する", en: "Shut down")
        }
    }

    static let device = Text(ja: "機器", en: "Device")
    static let message = Text(ja: "画面に表示するメッセージ (任意)", en: "Message on the screen (optional)")
    static let phone = Text(ja: "画面に表示する電話番号 (任意)", en: "Phone number on the screen (optional)")
    static let messageHint = Text(
        ja: "パスコードのない端末には表示されません。", en: "Not shown on a device without a passcode.")
    static let keepPlan = Text(ja: "データ通信プラン (eSIM) を残す", en: "Keep the data plan (eSIM)")
    static let noProximity = Text(
        ja: "近くの機器からの設定 (クイックスタート) を許可しない", en: "Do not allow set-up from a nearby device (Quick Start)")
    static let options = Text(ja: "ワイプの方法", en: "Options")
    static let makesPIN = Text(
        ja: "PIN が必要な Mac のために、6 桁の PIN をサーバーが作り、次の画面に表示して保管します。",
        en: "For a Mac that asks for one, this server makes a six-digit PIN, shows it next and keeps it.")
    static let serialEnd = Text(ja: "シリアル番号の末尾 4 文字", en: "Last four characters of the serial number")
    static let serialHint = Text(
        ja: "この機器に間違いないことを確かめるためです。大文字・小文字は区別しません。",
        en: "To make sure that it is this device. Upper and lower case are the same.")
    static let password = Text(ja: "あなたのパスワード", en: "Your password")
    static let passwordHint = Text(
        ja: "最後の確認から 5 分以上たったため、もう一度必要です。", en: "Asked again because the last check is more than 5 minutes ago.")

    static func enrolledMeanwhile(_ instant: String) -> Text {
        Text(
            ja: "この画面を開いたあと、\(instant) に機器が再登録されました。",
            en: "The device enrolled again at \(instant), after this page was opened.")
    }
    static let enrolledMeanwhileMeaning = Text(
        ja: "別の人の手に渡っている可能性があります。何も送っていません。", en: "It may be in other hands now. Nothing was sent.")
    static let enrolledMeanwhileStep = Text(
        ja: "下の表を確かめ、間違いなければ、もう一度操作してください。", en: "Check the facts below, and ask again if this is the device.")

    // PIN
    static func pinTitle(_ requestType: String) -> Text {
        let name = CommandWords.name(requestType)
        return Text(ja: "\(name.ja)の PIN", en: "PIN of the \(name.en.lowercased())")
    }
    static let pinAsk = Text(
        ja: "PIN を表示すると、だれがいつ見たかがログに残ります。", en: "Showing the PIN is written to the log, with your name and the time.")
    static let pinMadeAt = Text(ja: "作成日時", en: "Made")
    static let pinNew = Text(
        ja: "この PIN は保管されます。あとで必要なときは、機器の画面の「保管中の PIN」で表示できます。",
        en: "This PIN is kept. When needed later, it can be shown under “PINs kept” on the device’s page.")
    static let pinShown = Text(ja: "表示したことをログに記録しました。", en: "The log now says that you saw it.")
    static let pinUse = Text(
        ja: "Mac の画面で、この 6 桁を入力します。", en: "Type these six digits on the Mac’s screen.")
    static let pin = Text(ja: "PIN", en: "PIN")
    static let pinShow = Text(ja: "PIN を表示する", en: "Show the PIN")
    static let back = Text(ja: "機器の画面に戻る", en: "Back to the device")
}
