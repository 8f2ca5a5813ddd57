import Administration
import Foundation
import Notices
import UseCases

@testable import WebConsole

extension Sample {
    static func people() -> [User] {
        [("admin", Role.administrator, "admin@sample.example"), ("viewer", .viewer, nil)].map { login, role, address in
            User(
                id: UserID(stored: login), companyID: CompanyID(stored: "c"), login: login, role: role,
                mailAddress: address, createdAt: now)
        }
    }

    static func noticeRule() -> NoticeRule { .standard(for: CompanyID(stored: "c"), at: now) }

    private static func mail(_ state: Mail.State, _ answer: String, attempts: Int) -> Mail? {
        (try? MailAddress("admin@sample.example")).map {
            Mail(
                id: MailID(stored: "m\(attempts)"), recipient: $0,
                subject: "【KDDI Smart Mobile Safety Manager】Apple Push 証明書の有効期限まであと 29 日", text: "", createdAt: now,
                state: state, attempts: attempts, lastAttemptAt: now, lastAnswer: answer)
        }
    }

    static func notifications() -> NotificationsModel {
        let step = ExpiryNotice(
            kind: .pushCertificate, subjectID: "a", step: 30, expiresAt: now, toldAt: now, sequence: 3,
            hasReached: true, escalatedAt: now)
        let seen = ExpiryNotice(
            kind: .pushCertificate, subjectID: "a", step: 60, expiresAt: now, toldAt: now, sequence: 2,
            hasReached: true, acknowledgedBy: "admin", acknowledgedAt: now)
        return NotificationsModel(
            overview: NoticeOverview(
                rules: [noticeRule()], settings: .standard, users: people(),
                reach: (try? MailAddress("gone@sample.example")).map { .failing($0, "550 5.1.1 no such user") }
                    ?? .noAddress,
                mails: [
                    mail(.failed, "550 5.1.1 no such user", attempts: 1), mail(.waiting, "421 busy", attempts: 2),
                    mail(.accepted, "250 2.0.0 Ok: queued", attempts: 3),
                ].compactMap { $0 }, steps: [step, seen]))
    }

    static func freshNotifications() -> NotificationsModel {
        NotificationsModel(
            overview: NoticeOverview(
                rules: [], settings: .standard, users: people(), reach: .noRule, mails: [], steps: []),
            testProblem: Message(.refusal, "「x」はメールアドレスとして使えません。", nextStep: "mdm@example.jp のように入力してください。"))
    }
}
