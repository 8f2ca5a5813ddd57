import Administration
import Foundation
import Problems

/// Fields of a log entry in words. A name without an entry here is shown as it is: the log hides nothing.
enum AuditFieldWords {
    private static let names: [String: Text] = [
        "topic": CertificateWords.topic,
        "apple-id": CertificateWords.appleID,
        "notes": CertificateWords.notes,
        "not-before": Text(ja: "有効期間の開始", en: "Valid from"),
        "not-after": CertificateWords.expires,
        "valid-until": CertificateWords.expires,
        "serial-number": Text(ja: "シリアル番号", en: "Serial number"),
        "serial": Text(ja: "シリアル番号", en: "Serial number"),
        "fingerprint": Text(ja: "指紋 (SHA-256)", en: "Fingerprint (SHA-256)"),
        "key-fingerprint": Text(ja: "公開鍵の指紋", en: "Public key fingerprint"),
        "request": Text(ja: "証明書要求(CSR)", en: "Request (CSR)"),
        "subject": Text(ja: "サブジェクト", en: "Subject"),
        "issuer": Text(ja: "発行者", en: "Issuer"),
        "reason": Text(ja: "理由", en: "Reason"),
        "code": FrameWords.codeLabel,
        "file-name": Text(ja: "ファイル名", en: "File name"),
        "restorable-until": Text(ja: "元に戻せる期限", en: "Restorable until"),
        "devices": FrameWords.devices,
        "order": BulkSyncWords.title,
        "conditions": BulkSyncWords.conditions,
        "login": LoginWords.login,
        "company": LoginWords.company,
        "company-code": LoginWords.company,
        "name": AccountWords.companyName,
        "brand": Text(ja: "ブランド", en: "Brand"),
        "time-zone": Text(ja: "タイムゾーン", en: "Time zone"),
        "role": AccountWords.role,
        "language": AccountWords.language,
        "permission": Text(ja: "必要な権限", en: "Right needed"),
        "path": Text(ja: "ページ", en: "Page"),
        "host": Text(ja: "送り先", en: "Receiver"),
        "format": Text(ja: "形式", en: "Format"),
        "kinds": Text(ja: "送る出来事", en: "Events to send"),
        "raw-payload": Text(ja: "機器から届いた内容を含む", en: "With the device’s bytes"),
        "enabled": Text(ja: "動作", en: "Switched on"),
        "address": Text(ja: "接続元", en: "Network address"),
        "expires-at": CertificateWords.expires,
        "state": Text(ja: "状態", en: "State"),
        "device": FrameWords.devices,
        "udid": Text(ja: "UDID", en: "UDID"),
        "generation": Text(ja: "登録の回数", en: "Enrollment number"),
        "command": Text(ja: "指示の番号", en: "Command UUID"),
        "request-type": Text(ja: "指示の種類", en: "Kind of command"),
        "uses": Text(ja: "台数", en: "Number of devices"),
        "person": FrameWords.users,
        "organization": FrameWords.organizations,
        "presented": Text(ja: "提示された証明書", en: "Certificate presented"),
        "days-left": Text(ja: "残り日数", en: "Days left"),
        "kind": Text(ja: "種類", en: "Kind"),
        "told-at": Text(ja: "通知した日時", en: "Told at"),
        "recipients": Text(ja: "宛先", en: "Recipients"),
        "events": Text(ja: "通知条件", en: "Conditions"),
        "roles": Text(ja: "宛先のユーザー種別", en: "Recipients by role"),
        "users": Text(ja: "宛先のユーザー", en: "Recipients by name"),
        "addresses": Text(ja: "宛先のメールアドレス", en: "Recipients by address"),
        "ladder": Text(ja: "通知する残り日数", en: "Days left at which to tell"),
        "daily-after-expiry": Text(ja: "期限切れ後は毎日", en: "Daily after expiry"),
        "second-contacts": Text(ja: "第 2 連絡先", en: "Second contact"),
        "hours-until-escalation": Text(ja: "第 2 連絡先までの時間", en: "Hours until the second contact"),
        "silence-days": Text(ja: "無通信とみなす日数", en: "Days without contact"),
        "last-contact": Text(ja: "通信日時", en: "Last contact"),
        "mail-address": Text(ja: "メールアドレス", en: "Mail address"),
        "mail": Text(ja: "件名", en: "Mail"),
        "answer": Text(ja: "メールサーバーの応答", en: "Answer of the mail server"),
        "bound": Text(ja: "登録された証明書", en: "Certificate on record"),
        "count": Text(ja: "件数", en: "Number"),
        "through": Text(ja: "最後に削除した番号", en: "Last number removed"),
        "hash": Text(ja: "要約値 (SHA-256)", en: "Digest (SHA-256)"),
        "days": Text(ja: "保存する日数", en: "Days kept"),
        "ja": Text(ja: "日本語", en: "Japanese"),
        "en": Text(ja: "英語", en: "English"),
    ]

    private static let asBrowser = Text(ja: "ブラウザの設定", en: "as the browser is set")

    /// - Parameter event: tells whose name a `name` is: the company's or the device's.
    static func name(_ key: String, of event: AuditEvent? = nil, in c: ViewContext) -> String {
        if key == "name", let event, event != .companyCreated { return c(LogWords.deviceName) }
        return names[key].map { c($0) } ?? key
    }

    /// Instants in the company's time, roles, rights and languages in words, everything else verbatim.
    static func value(_ field: AuditField, in c: ViewContext) -> String {
        if let role = Role(rawValue: field.value), field.name == "role" { return c(role.name) }
        if let permission = Permission(rawValue: field.value) { return c(permission.name) }
        if field.name == "language" {
            if field.value.isEmpty { return c(asBrowser) }
            return Language(rawValue: field.value).map(Self.name) ?? field.value
        }
        if field.name == "reason", let reason = RefusalReasonWords.said[field.value] { return c(reason) }
        if let instant = try? Date(field.value, strategy: .iso8601) { return c.dateTime(instant) }
        return field.value
    }

    /// A language in its own words.
    static func name(of language: Language) -> String {
        switch language {
        case .japanese: "日本語"
        case .english: "English"
        }
    }
}
