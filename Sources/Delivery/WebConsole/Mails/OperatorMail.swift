import Administration
import Foundation
public import Notices
public import Ports

/// Mails to the operator, who belongs to no company: both languages in one.
extension NoticeMailWriter {
    public func write(_ notice: OperatorNotice, consoleURL: String) -> NoticeText {
        switch notice {
        case .vendorCertificateExpiring(let facts, let daysLeft):
            let (ja, en) = Self.left(daysLeft)
            return Self.text(
                subject: "MDM ベンダー証明書の有効期限: \(ja) (MDM vendor certificate: \(en))", facts, consoleURL,
                japanese: [
                    "証明書要求 (CSR) に署名する MDM ベンダー証明書の有効期限: \(ja)",
                    daysLeft < 0
                        ? "新しいベンダー証明書を取り込むまで、どの企業も証明書要求をダウンロードできず、Apple Push 証明書を更新できません。"
                        : "期限を過ぎると、どの企業も証明書要求をダウンロードできず、Apple Push 証明書を更新できなくなります。",
                    "登録済みの Apple Push 証明書と機器は、そのまま使えます。",
                    "Apple Developer のサイトで新しい MDM ベンダー証明書を取得し、kizuna vendor import で取り込んでください。取り込むと、この通知は止まります。",
                ],
                english: [
                    "The MDM vendor certificate, which signs the certificate requests (CSR): \(en).",
                    daysLeft < 0
                        ? "Until a new one is imported, no company can download a request or renew its Apple Push certificate."
                        : "After its end no company can download a request or renew its Apple Push certificate.",
                    "Registered Apple Push certificates and devices keep working.",
                    "Get a new MDM vendor certificate from Apple Developer and import it with kizuna vendor import. "
                        + "These notices then stop.",
                ])
        case .vendorCertificateRenewed(let facts):
            return Self.text(
                subject: "MDM ベンダー証明書が更新されました (MDM vendor certificate renewed)", facts, consoleURL,
                japanese: ["新しい MDM ベンダー証明書が取り込まれました。有効期限のお知らせは終わりです。何もする必要はありません。"],
                english: [
                    "A new MDM vendor certificate was imported. The notices of expiry have ended; nothing is to be done."
                ])
        }
    }

    private static func left(_ days: Int) -> (ja: String, en: String) {
        switch days {
        case 1...: ("あと \(days) 日", days == 1 ? "1 day left" : "\(days) days left")
        case 0: ("今日まで", "ends today")
        default: ("\(-days) 日前に切れました", days == -1 ? "ended 1 day ago" : "ended \(-days) days ago")
        }
    }

    private static func text(
        subject: String, _ facts: VendorCertificateFacts, _ consoleURL: String, japanese: [String], english: [String]
    ) -> NoticeText {
        let end = facts.expiresAt.formatted(
            .iso8601.year().month().day().time(includingFractionalSeconds: false).dateTimeSeparator(.space))
        let lines =
            japanese + ["", "証明書: \(facts.subject)", "シリアル番号: \(facts.serialNumber)", "有効期限: \(end) UTC"] + [
                "", "-----", "",
            ]
            + english
            + ["", "Certificate: \(facts.subject)", "Serial number: \(facts.serialNumber)", "Expires: \(end) UTC"]
            + ["", "-----", "Kizuna", consoleURL]
        return NoticeText(subject: "【Kizuna】\(subject)", text: lines.joined(separator: "\n") + "\n")
    }
}
