import Enrollments

/// 機器ログ.
enum DeviceLogWords {
    static let empty = Text(ja: "この機器の出来事はまだありません。", en: "Nothing has happened on this device yet.")
    static let deviceOrServer = Text(ja: "端末・サーバー", en: "Device or server")

    static func name(of kind: DeviceEvent.Kind) -> Text {
        switch kind {
        case .authenticated: Text(ja: "登録の申し込み (Authenticate)", en: "Asked to enroll (Authenticate)")
        case .enrolled: Text(ja: "登録", en: "Enrolled")
        case .reenrolled: Text(ja: "再登録", en: "Enrolled again")
        case .tokenUpdated: Text(ja: "トークンの更新 (TokenUpdate)", en: "Tokens updated (TokenUpdate)")
        case .topicMismatch: Text(ja: "トピック不一致", en: "Other topic reported")
        case .checkedOut: Text(ja: "管理の解除 (CheckOut)", en: "Left management (CheckOut)")
        case .erased: Text(ja: "ワイプの実行", en: "Wiped")
        case .commandQueued: Text(ja: "指示の作成", en: "Command queued")
        case .commandFetched: Text(ja: "指示の取得", en: "Command fetched")
        case .commandAnswered: Text(ja: "指示への答え", en: "Command answered")
        case .commandNotNow: Text(ja: "指示の後回し (NotNow)", en: "Command put off (NotNow)")
        case .commandCancelled: Text(ja: "指示の取り消し", en: "Command cancelled")
        case .commandExpired: Text(ja: "指示の期限切れ", en: "Command expired")
        case .unknownCommandAnswered: Text(ja: "知らない指示への答え", en: "Answer to an unknown command")
        case .unreadableReport: Text(ja: "読み取れない報告", en: "Unreadable report")
        case .pushRefused: Text(ja: "APNs が受理しない", en: "Not accepted by APNs")
        case .pushUnreachable: Text(ja: "APNs からトークン無効の回答", en: "Token no longer valid at APNs")
        case .identityRefused: Text(ja: "ID証明書の拒否", en: "Identity refused")
        case .identityRenewalQueued: Text(ja: "ID証明書の更新を依頼", en: "Identity renewal asked for")
        case .identityRenewed: Text(ja: "ID証明書の更新", en: "Identity renewed")
        case .bootstrapTokenStored: Text(ja: "ブートストラップトークンの保管", en: "Bootstrap token stored")
        case .bootstrapTokenDeleted: Text(ja: "ブートストラップトークンの削除", en: "Bootstrap token deleted")
        case .secretRevealed: Text(ja: "PIN の表示", en: "PIN shown")
        }
    }

    /// A field's name; one without a word of ours keeps its key.
    static func field(_ name: String, in c: ViewContext) -> String {
        guard let word = names[name] else { return name }
        return c(word)
    }

    static func value(_ field: DeviceEvent.Field, in c: ViewContext) -> String {
        switch field.name {
        case "request-type", "requestType": c(CommandWords.name(field.value))
        case "state": outcome(field.value, in: c)
        default: field.value
        }
    }

    /// As on the life line; a word that is no outcome is shown as it is.
    private static func outcome(_ word: String, in c: ViewContext) -> String {
        switch word {
        case "acknowledged": c(CommandWords.end(.acknowledged))
        case "error": c(CommandWords.end(.error))
        case "commandFormatError": c(CommandWords.end(.formatError))
        case "expired": c(CommandWords.end(.expired))
        case "superseded": c(CommandWords.end(.superseded))
        case "enrollmentEnded": c(CommandWords.end(.enrollmentEnded))
        default: word
        }
    }

    private static let names: [String: Text] = [
        "command": Text(ja: "指示の番号", en: "Command UUID"), "request-type": Text(ja: "指示", en: "Command"),
        "requestType": Text(ja: "指示", en: "Command"), "uuid": Text(ja: "指示の番号", en: "Command UUID"),
        "topic": Text(ja: "トピック", en: "Topic"), "registered": Text(ja: "登録中のトピック", en: "Registered topic"),
        "status": Text(ja: "答え", en: "Status"), "reason": Text(ja: "理由", en: "Reason"),
        "error": Text(ja: "理由", en: "Error"), "generation": Text(ja: "登録の回数", en: "Enrollment number"),
        "state": Text(ja: "結果", en: "Result"), "fingerprint": Text(ja: "ID証明書の指紋 (SHA-256)", en: "Identity (SHA-256)"),
        "bound": Text(ja: "登録中の証明書 (SHA-256)", en: "Bound certificate (SHA-256)"),
        "expected": Text(ja: "登録中の証明書 (SHA-256)", en: "Bound certificate (SHA-256)"),
        "presented": Text(ja: "示された証明書 (SHA-256)", en: "Presented certificate (SHA-256)"),
        "apns-id": Text(ja: "APNs の番号", en: "apns-id"), "serial": Text(ja: "シリアル番号", en: "Serial number"),
        "valid-until": Text(ja: "有効期限", en: "Valid until"), "count": Text(ja: "回数", en: "Times"),
    ]
}
