import Administration

/// ログ and お知らせ.
enum LogWords {
    static let title = FrameWords.log
    static let occurredAt = Text(ja: "発生日時", en: "Time")
    static let actor = Text(ja: "利用者", en: "Who")
    static let theDevice = Text(ja: "(機器)", en: "(the device)")
    static let theProduct = Text(ja: "(自動)", en: "(automatic)")
    static let deviceName = Text(ja: "機器名", en: "Device name")
    static let event = Text(ja: "出来事", en: "Event")
    static let subject = Text(ja: "対象", en: "Subject")
    static let older = Text(ja: "以前のログ", en: "Older entries")
    static let newest = Text(ja: "最新のログ", en: "Newest entries")
    static let olderNotices = Text(ja: "以前のお知らせ", en: "Older notices")
    static let newestNotices = Text(ja: "最新のお知らせ", en: "Newest notices")
    static let paging = Text(ja: "ページ送り", en: "Pages")
    static let empty = Text(
        ja: "まだ何も記録されていません。ログインや変更が行われると、ここに 1 件ずつ残ります。",
        en: "Nothing has been recorded yet. Each login and each change will leave one entry here.")
    static let note = Text(
        ja: "記録は追加だけができ、前の記録とつながった要約値で改ざんを検出できます。",
        en: "Entries can only be added. Each carries a digest of the one before it, so that tampering shows.")

    static func name(of event: AuditEvent) -> Text {
        switch event {
        case .companyCreated: Text(ja: "企業を作成", en: "Company created")
        case .userCreated: Text(ja: "ユーザーを作成", en: "User created")
        case .passwordLinkIssued: Text(ja: "パスワード設定用リンクを発行", en: "Password link issued")
        case .passwordSet: Text(ja: "パスワードを設定", en: "Password set")
        case .passwordChanged: Text(ja: "パスワードを変更", en: "Password changed")
        case .loggedIn: Text(ja: "ログイン", en: "Logged in")
        case .loginFailed: Text(ja: "ログインできず", en: "Login refused")
        case .loginThrottled: Text(ja: "ログインを一時停止", en: "Logins paused")
        case .loggedOut: Text(ja: "ログアウト", en: "Logged out")
        case .languageChanged: Text(ja: "表示言語を変更", en: "Language changed")
        case .accessRefused: Text(ja: "権限のない操作を拒否", en: "Refused for lack of a right")
        case .vendorCertificateImported: Text(ja: "ベンダー証明書を取り込み", en: "Vendor certificate imported")
        case .vendorCertificateExpiring: Text(ja: "ベンダー証明書の有効期限", en: "Vendor certificate expiring")
        case .authoritiesAdded: Text(ja: "Apple の認証局証明書を取り込み", en: "Apple's authorities added")
        case .recoverySheetConfirmed: Text(ja: "回復シートの保管を確認", en: "Recovery sheet noted as kept")
        case .pushRequestCreated: Text(ja: "証明書要求(CSR)を生成", en: "Certificate request (CSR) made")
        case .pushRequestDownloaded: Text(ja: "証明書要求(CSR)をダウンロード", en: "Certificate request (CSR) downloaded")
        case .pushRequestAttached: Text(ja: "署名済みの証明書要求(CSR)を取り込み", en: "Signed certificate request (CSR) taken in")
        case .pushCertificateRegistered: Text(ja: "Apple Push 証明書を登録", en: "Apple Push certificate registered")
        case .pushCertificateChanged: Text(ja: "Apple Push 証明書を変更", en: "Apple Push certificate changed")
        case .pushCertificateRefused: Text(ja: "Apple Push 証明書の登録を拒否", en: "Apple Push certificate refused")
        case .pushDetailsChanged: Text(ja: "Apple ID・備考を変更", en: "Apple Account or notes changed")
        case .pushCertificateDeleted: Text(ja: "Apple Push 証明書を削除", en: "Apple Push certificate deleted")
        case .pushCertificateRestored: Text(ja: "Apple Push 証明書を元に戻した", en: "Apple Push certificate restored")
        case .deviceAuthorityCreated: Text(ja: "機器用の認証局を作成", en: "Device authority made")
        case .invitationCreated: Text(ja: "機器登録の案内を作成", en: "Invitation made")
        case .invitationRevoked: Text(ja: "機器登録の案内を取り消し", en: "Invitation revoked")
        case .personCreated: Text(ja: "機器の利用者を追加", en: "Device user added")
        case .organizationCreated: Text(ja: "組織を追加", en: "Organization added")
        case .deviceEnrolled: Text(ja: "機器を登録", en: "Device enrolled")
        case .deviceReenrolled: Text(ja: "機器を再登録", en: "Device enrolled again")
        case .deviceRemoved: Text(ja: "機器が管理から外れた", en: "Device left the management")
        case .deviceErased: Text(ja: "機器がワイプを実行", en: "Device carried out the wipe")
        case .deviceIdentityRenewed: Text(ja: "機器の ID 証明書を更新", en: "Device identity renewed")
        case .deviceIdentityRefused: Text(ja: "機器の ID 証明書を拒否", en: "Device identity refused")
        case .deviceTopicMismatch: Text(ja: "機器のトピックが不一致", en: "Device reported another topic")
        case .syncRequested: Text(ja: "同期を依頼", en: "Synchronization requested")
        case .lockRequested: Text(ja: "リモートロックを依頼", en: "Remote lock requested")
        case .wipeRequested: Text(ja: "リモートワイプを依頼", en: "Remote wipe requested")
        case .passcodeClearRequested: Text(ja: "パスコード消去を依頼", en: "Clearing of the passcode requested")
        case .restartRequested: Text(ja: "再起動を依頼", en: "Restart requested")
        case .shutDownRequested: Text(ja: "システム終了を依頼", en: "Shutdown requested")
        case .destructiveCommandRefused: Text(ja: "ロック・ワイプの依頼を拒否", en: "Lock or wipe refused")
        case .commandCancelled: Text(ja: "指示を取り消し", en: "Command cancelled")
        case .secretRevealed: Text(ja: "保管された PIN を表示", en: "PIN in escrow shown")
        case .pushProbed: Text(ja: "APNs への接続を確認", en: "Connection to APNs checked")
        case .pushCertificateExpiring: Text(ja: "ApplePush 証明書有効期限", en: "Apple Push certificate expiry")
        case .adeTokenExpiring: Text(ja: "ADEトークン有効期限", en: "ADE token expiry")
        case .expiryNoticesEnded: Text(ja: "期限のお知らせを終了", en: "Notices of expiry ended")
        case .expiryAcknowledged: Text(ja: "期限のお知らせを確認", en: "Notice of expiry confirmed")
        case .expiryEscalated: Text(ja: "期限のお知らせを第 2 連絡先に送付", en: "Notice of expiry sent to the second contact")
        case .deviceSilent: Text(ja: "無通信を検知", en: "No contact detected")
        case .noticeRuleCreated: Text(ja: "ログメール通知を作成", en: "Log mail notification created")
        case .noticeRuleChanged: Text(ja: "ログメール通知を変更", en: "Log mail notification changed")
        case .noticeRuleDeleted: Text(ja: "ログメール通知を削除", en: "Log mail notification deleted")
        case .noticeSettingsChanged: Text(ja: "通知設定を変更", en: "Notification settings changed")
        case .mailAddressChanged: Text(ja: "メールアドレスを変更", en: "Mail address changed")
        case .testMailRequested: Text(ja: "テストメールを依頼", en: "Test mail requested")
        case .mailFailed: Text(ja: "メールを送れず", en: "Mail could not be delivered")
        case .calendarAddressMade: Text(ja: "カレンダーのアドレスを作成", en: "Calendar address made")
        case .calendarAddressRevoked: Text(ja: "カレンダーのアドレスを取り消し", en: "Calendar address revoked")
        case .webhookAdded: Text(ja: "Webhook を追加", en: "Webhook added")
        case .webhookChanged: Text(ja: "Webhook を変更", en: "Webhook changed")
        case .webhookDeleted: Text(ja: "Webhook を削除", en: "Webhook deleted")
        case .tokenRequestCreated: Text(ja: "ADEトークン用の公開鍵を生成", en: "Public key for the ADE token made")
        case .tokenRequestDownloaded:
            Text(ja: "ADEトークン用の公開鍵をダウンロード", en: "Public key for the ADE token downloaded")
        case .tokenRegistered: Text(ja: "ADEトークンを登録", en: "ADE token registered")
        case .tokenChanged: Text(ja: "ADEトークンを変更", en: "ADE token changed")
        case .tokenRefused: Text(ja: "ADEトークンの登録を拒否", en: "ADE token refused")
        case .tokenDeleted: Text(ja: "ADEトークンを削除", en: "ADE token deleted")
        case .setupProfileDefined: Text(ja: "自動登録のプロファイルを作成", en: "Enrollment profile for setup made")
        case .setupProfileAssigned: Text(ja: "自動登録のプロファイルを割り当て", en: "Enrollment profile for setup assigned")
        case .automatedEnrollmentBegun: Text(ja: "機器が自動登録を開始", en: "Device began to enroll by itself")
        case .automatedEnrollmentRefused: Text(ja: "機器の自動登録を拒否", en: "Automated enrollment refused")
        case .logShortened: Text(ja: "保存期間を過ぎたログを削除", en: "Log entries removed for their age")
        case .logKeepingChanged: Text(ja: "ログの保存期間を変更", en: "How long the log is kept changed")
        case .oldKeysForgotten: Text(ja: "不要になった秘密鍵を削除", en: "Private keys removed that nobody needs")
        case .noticeAdded: Text(ja: "お知らせを掲載", en: "Notice added")
        case .noticeRemoved: Text(ja: "お知らせを取り下げ", en: "Notice removed")
        }
    }

    /// The same as a sentence for お知らせ.
    static func notice(_ event: AuditEvent) -> Text {
        switch event {
        case .pushCertificateRegistered:
            Text(ja: "Apple Push 証明書が登録されました。", en: "The Apple Push certificate was registered.")
        case .pushCertificateChanged:
            Text(ja: "Apple Push 証明書が変更されました。", en: "The Apple Push certificate was changed.")
        case .pushCertificateDeleted:
            Text(
                ja: "Apple Push 証明書が削除されました。30 日以内なら元に戻せます。",
                en: "The Apple Push certificate was deleted. It can be restored within 30 days.")
        case .pushCertificateRestored:
            Text(ja: "Apple Push 証明書が元に戻されました。", en: "The Apple Push certificate was restored.")
        case .tokenRegistered: Text(ja: "ADEトークンが登録されました。", en: "The ADE token was registered.")
        case .tokenChanged: Text(ja: "ADEトークンが変更されました。", en: "The ADE token was changed.")
        case .tokenDeleted: Text(ja: "ADEトークンが削除されました。", en: "The ADE token was deleted.")
        case .deviceReenrolled:
            Text(
                ja: "機器が再登録されました。以前の登録の指示は引き継がれません。",
                en: "A device was enrolled again. Commands of its former enrollment are not carried over.")
        case .deviceErased: Text(ja: "機器がワイプを実行しました。", en: "A device carried out a wipe.")
        case .deviceTopicMismatch:
            Text(
                ja: "機器のトピックが、登録中の証明書と異なります。この機器には指示が届きません。",
                en: "A device reported a topic that is not the registered certificate's. It cannot be reached.")
        case .pushCertificateExpiring:
            Text(
                ja: "Apple Push 証明書の有効期限が近づいているか、切れています。",
                en: "The Apple Push certificate is about to expire or has expired.")
        case .adeTokenExpiring:
            Text(
                ja: "ADEトークンの有効期限が近づいているか、切れています。",
                en: "The ADE token is about to expire or has expired.")
        case .expiryNoticesEnded: Text(ja: "更新されました。期限のお知らせは終わりです。", en: "Renewed. The notices of expiry have ended.")
        case .expiryEscalated:
            Text(
                ja: "期限のお知らせをだれも確認していないため、第 2 連絡先に送りました。",
                en: "Nobody confirmed the notice of expiry, so it was sent to the second contact.")
        case .mailFailed:
            Text(
                ja: "メールを送れませんでした。通知設定の送信履歴に理由があります。",
                en: "A mail could not be delivered. The delivery list of the notification settings tells why.")
        case .deviceSilent: Text(ja: "機器から一定時間通信がありません。", en: "A device has not been in contact for too long.")
        case .wipeRequested: Text(ja: "リモートワイプが依頼されました。", en: "A remote wipe was requested.")
        default: name(of: event)
        }
    }
}
