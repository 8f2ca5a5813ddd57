import Administration
import Foundation
import UseCases

@testable import WebConsole

extension Sample {
    static let census = DeviceCensus(onTopic: 412, onOtherTopics: 2, unknown: 1)

    static func dashboard(
        _ certificate: CertificateFace?, deleted: DeletedCertificateFace? = nil, census: DeviceCensus = census,
        tokenExpiresAt: Date? = nil, tokenTrouble: String? = nil
    ) -> DashboardModel {
        DashboardModel(
            notices: [.init(.entry(entry(.pushCertificateRegistered, 2)), isUnread: true)], certificate: certificate,
            deleted: deleted,
            census: census, tokenExpiresAt: tokenExpiresAt, tokenTrouble: tokenTrouble,
            checks: [
                (.vendorCertificate, true), (.pushCertificate, certificate != nil), (.deviceAddress, true),
                (.firstDevice, census.total > 0), (.secondAdministrator, false),
                (.notices, false),
                (.recoverySheet, false),
            ], userCount: 2, deviceCount: census.total, reach: .noAddress)
    }

    static func certificatePage(
        _ certificate: CertificateFace? = certificate(), deleted: DeletedCertificateFace? = nil,
        message: Message? = nil
    ) -> PushCertificateModel {
        PushCertificateModel(
            certificate: certificate, deleted: deleted, appleID: "mdm-push@sample.example",
            notes: "2026/11/15 取得。\n情報システム課で登録。", version: 7, census: census, message: message,
            history: [
                .init(
                    registeredAt: date("2026-11-15T01:31:40Z"), notAfter: date("2027-11-15T01:24:11Z"),
                    serialNumber: "4F:2A:9C:10:7E:B3:58:D1", topic: topic, registeredBy: "admin", state: .active),
                .init(
                    registeredAt: date("2025-11-15T01:31:40Z"), notAfter: date("2026-11-15T01:24:11Z"),
                    serialNumber: "1B:77:E0:42:7E:B3:58:D1", topic: topic, registeredBy: "",
                    state: .retired(date("2026-11-15T01:31:40Z"))),
            ],
            requests: [
                .init(
                    createdAt: date("2026-11-15T01:00:00Z"), createdBy: "admin", fingerprint: "a1b2c3d4",
                    state: .offered,
                    keptUntil: date("2027-12-20T01:00:00Z")),
                .init(
                    createdAt: date("2025-11-15T01:00:00Z"), createdBy: "", fingerprint: "00ff00ff", state: .used,
                    keptUntil: nil),
            ], vendor: .init(subject: "CN=MDM Vendor: Example", notAfter: date("2027-05-01T00:00:00Z")),
            wire: certificate.map {
                WireModel(
                    wire: .init(
                        serialNumber: $0.serialNumber, notAfter: $0.notAfter, since: now.addingTimeInterval(-7_200),
                        isRegistered: true),
                    probe: .init(
                        at: now, outcome: $0.isRenewal ? .accepted : .refused(status: 403, reason: "BadCertificate")))
            })
    }

    static func editPage(_ certificate: CertificateFace? = certificate()) -> PushCertificateEditModel {
        PushCertificateEditModel(
            certificate: certificate, deletedTopic: nil, isTopicConfirmationMissing: false,
            appleID: "mdm-push@sample.example", notes: "2026/11/15 取得。情報システム課で登録。", version: 7,
            portalURL: "https://identity.apple.com/pushcert/", downloadProblem: nil, pendingSince: nil, refusal: nil,
            comparison: nil, fileName: nil, conflict: nil)
    }

    /// Another topic was chosen.
    static func refusedEditPage() -> PushCertificateEditModel {
        var model = editPage()
        model.refusal = Message(
            .refusal, "登録できません。証明書のトピックが、登録中のものと異なります。",
            meaning: "この証明書では、管理中の 412 台すべてに指示が届かなくなります。",
            nextStep: "Apple のサイトで、UID= が同じ行の Renew を押してください。", code: "topic-mismatch", reference: "7c1e-40aa")
        model.comparison = .init(registered: topic, offered: otherTopic, deviceCount: 412)
        model.fileName = "MDM_sample_Certificate.pem"
        model.pendingSince = date("2026-11-20T01:00:00Z")
        return model
    }
}
