import Administration

/// ログ and お知らせ.
enum LogWords {
    static let title = FrameWords.log
    static let occurredAt = Text(ja: "発生日時", en: "Time")
    static let actor = Text(ja: "利用者", en: "Who")
    static let event = Text(ja: "出来事", en: "Event")
    static let subject = Text(ja: "対象", en: "Subject")
    static let before = Text(ja: "変更前", en: "Before")
    static let after = Text(ja: "変更後", en: "After")
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
        default: name(of: event)
        }
    }
}
