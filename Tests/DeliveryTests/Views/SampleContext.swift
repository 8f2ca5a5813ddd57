import Administration
import Foundation

@testable import WebConsole

/// Sample data for views: the company of the manuals, on 2026-11-21 at 14:00 in Tokyo.
enum Sample {
    static let now = date("2026-11-21T05:00:00Z")
    static let topic = "com.apple.mgmt.External.8f3c2d51-6b7e-4a90-b1d4-5e2f7c9a0e13"
    static let otherTopic = "com.apple.mgmt.External.2a91d7e4-03bc-4f58-9c66-d18e4b70f352"

    static func date(_ text: String) -> Date { (try? Date(text, strategy: .iso8601)) ?? .distantPast }

    static func context(
        _ language: Language = .japanese, brand: Brand = .smartMobileSafetyManager, role: Role? = .administrator,
        path: String = "/sample/", section: ViewContext.Section? = nil, isLab: Bool = false, now: Date = now,
        company: String = "サンプル株式会社"
    ) -> ViewContext {
        ViewContext(
            language: language, brand: brand,
            company: role == nil ? nil : .init(code: "sample", name: company),
            user: role.map { .init(login: "admin", role: $0) },
            timeZone: TimeZone(identifier: "Asia/Tokyo") ?? .gmt, now: now, isLab: isLab, section: section, path: path,
            csrfToken: role == nil ? "" : "proof-of-this-session", version: "0.1.0")
    }

    static func certificate(
        until notAfter: String = "2027-11-15T01:24:11Z", registered: String = "2026-11-15T01:31:40Z",
        isRenewal: Bool = false
    ) -> CertificateFace {
        CertificateFace(
            topic: topic, serialNumber: "4F:2A:9C:10:7E:B3:58:D1", notAfter: date(notAfter),
            registeredAt: date(registered), isRenewal: isRenewal)
    }

    static func deleted(_ restoration: DeletedCertificateFace.Restoration? = nil) -> DeletedCertificateFace {
        DeletedCertificateFace(
            topic: topic, notAfter: date("2027-11-15T01:24:11Z"), deletedAt: date("2026-11-20T02:00:00Z"),
            deletedBy: "admin", restoration: restoration ?? .until(date("2026-12-20T02:00:00Z")))
    }

    static func entry(_ event: AuditEvent, _ sequence: Int, by actor: Actor? = nil, subject: String = "") -> AuditEntry
    {
        let draft = AuditDraft(
            event, by: actor ?? .user(UserID(stored: "u1"), login: "admin"), at: now.addingTimeInterval(-3600),
            subject: subject,
            before: event == .pushCertificateChanged ? [AuditField("valid-until", "2026-11-15T01:24:11Z")] : [],
            after: event == .pushCertificateChanged
                ? [AuditField("topic", topic), AuditField("valid-until", "2027-11-15T01:24:11Z")] : [])
        return AuditEntry(sequence: sequence, draft: draft, previousHash: [], hash: [])
    }
}
