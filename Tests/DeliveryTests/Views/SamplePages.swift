import Administration
import Enrollments
import Foundation
import UseCases

@testable import WebConsole

/// Every screen in its states, by name: for the rules that hold on all pages, and for looking at them.
enum SamplePages {
    struct Case: Sendable {
        let name: String
        let page: any Page
        var role: Role? = .administrator
        var section: ViewContext.Section?
        var path = "/sample/"
        var isLab = false
    }

    static var all: [Case] { beforeSignIn + dashboards + certificates + edits + tokens + devices + outward + others }

    private static let beforeSignIn = [
        Case(name: "login", page: login(.fresh), role: nil, path: "/sample"),
        Case(name: "login-failed", page: login(.failed), role: nil, path: "/sample", isLab: true),
        Case(name: "login-throttled", page: login(.throttled(minutes: 12)), role: nil, path: "/sample"),
        Case(name: "login-again", page: login(.sessionEnded), role: nil, path: "/sample"),
        Case(
            name: "set-password",
            page: SetPasswordView(
                SetPasswordModel(companyName: "サンプル株式会社", login: "hanako", action: "/_password/x", problem: nil)),
            role: nil, path: "/_password/x"),
        Case(
            name: "set-up",
            page: SetUpView(
                SetUpModel(
                    action: "/_setup/x", code: "", name: "", language: .japanese, timeZone: "Asia/Tokyo",
                    brand: "smsm", login: "", timeZones: ["Asia/Tokyo", "Europe/Paris"], brands: Brand.all,
                    problem: nil, wrongFields: [])), role: nil, path: "/_setup/x"),
        Case(
            name: "recovery-sheet",
            page: RecoverySheetView(
                RecoverySheetModel(
                    action: "/_setup/x",
                    groups: "ABCD EFGH IJKL MNOP QRST UVWX YZ23 4567 ABCD EFGH IJKL MNOP QRST UVWX".split(
                        separator: " "
                    )
                    .map(String.init), installationID: "5e2f7c9a", createdAt: Sample.now,
                    isConfirmationMissing: true)), role: nil, path: "/_setup/x"),
        Case(name: "not-found-outside", page: ProblemView(.notFound), role: nil, path: "/nothing/here"),
        Case(name: "manual-outside", page: ManualView(), role: nil, path: "/_manual"),
    ]

    private static func login(_ state: LoginModel.State) -> LoginView {
        LoginView(LoginModel(company: "sample", login: "", next: "/sample/log", action: "/sample", state: state))
    }

    private static let dashboards = [
        Case(name: "dashboard", page: DashboardView(Sample.dashboard(Sample.certificate())), isLab: true),
        Case(
            name: "dashboard-red",
            page: DashboardView(
                Sample.dashboard(
                    Sample.certificate(until: "2026-12-20T01:24:11Z", registered: "2025-12-20T01:24:11Z")))),
        Case(
            name: "dashboard-last",
            page: DashboardView(
                Sample.dashboard(
                    Sample.certificate(
                        until: "2026-11-26T01:24:11Z", registered: "2025-11-26T01:24:11Z", isRenewal: true)))),
        Case(
            name: "dashboard-expired",
            page: DashboardView(
                Sample.dashboard(
                    Sample.certificate(
                        until: "2026-11-01T01:24:11Z", registered: "2025-11-01T01:24:11Z", isRenewal: true)))),
        Case(
            name: "dashboard-token-red",
            page: DashboardView(
                Sample.dashboard(Sample.certificate(), tokenExpiresAt: Sample.date("2027-01-20T01:24:11Z")))),
        Case(
            name: "dashboard-token-dead",
            page: DashboardView(
                Sample.dashboard(
                    Sample.certificate(), tokenExpiresAt: Sample.date("2027-10-20T01:24:11Z"),
                    tokenTrouble: "token-rejected"))),
        Case(name: "dashboard-none", page: DashboardView(Sample.dashboard(nil, census: .none))),
        Case(name: "dashboard-deleted", page: DashboardView(Sample.dashboard(nil, deleted: Sample.deleted()))),
    ]

    private static let certificates = [
        Case(
            name: "certificate",
            page: PushCertificateView(
                Sample.certificatePage(
                    Sample.certificate(
                        until: "2027-11-20T01:24:11Z", registered: "2026-11-21T01:00:00Z", isRenewal: true),
                    message: Message(.done, "証明書を変更しました。"))), section: .settings),
        Case(
            name: "certificate-viewer", page: PushCertificateView(Sample.certificatePage()), role: .viewer,
            section: .settings),
        Case(
            name: "certificate-expired",
            page: PushCertificateView(
                Sample.certificatePage(
                    Sample.certificate(until: "2026-11-19T01:24:11Z", registered: "2025-11-19T01:24:11Z"))),
            section: .settings),
        Case(name: "certificate-none", page: PushCertificateView(Sample.certificatePage(nil)), section: .settings),
        Case(
            name: "certificate-deleted",
            page: PushCertificateView(
                Sample.certificatePage(nil, deleted: Sample.deleted(), message: Message(.done, "証明書を削除しました。"))),
            section: .settings),
        Case(
            name: "certificate-blocked",
            page: PushCertificateView(
                Sample.certificatePage(deleted: Sample.deleted(.anotherTopicRegistered(Sample.otherTopic)))),
            section: .settings),
        Case(
            name: "certificate-delete",
            page: PushCertificateDeleteView(
                PushCertificateDeleteModel(page: Sample.certificatePage(), deviceCount: 412)), section: .settings,
            isLab: true),
    ]

    private static var edits: [Case] {
        var downloadProblem = Sample.editPage(nil)
        downloadProblem.downloadProblem = Message(
            .refusal, "証明書要求を作れません。ベンダー証明書が取り込まれていません。", meaning: "署名できないためです。",
            nextStep: "サービスの運用者に、取り込みを依頼してください。", code: "vendor-certificate-missing")
        var afterDeletion = Sample.editPage(nil)
        afterDeletion.deletedTopic = .init(
            topic: Sample.topic, deviceCount: 412, restorableUntil: Sample.date("2026-12-20T02:00:00Z"))
        afterDeletion.isTopicConfirmationMissing = true
        var conflict = Sample.editPage()
        conflict.conflict = .init(changedBy: "hanako", changedAt: Sample.now)
        return [
            Case(name: "edit", page: PushCertificateEditView(Sample.editPage()), section: .settings),
            Case(name: "edit-refused", page: PushCertificateEditView(Sample.refusedEditPage()), section: .settings),
            Case(name: "edit-no-vendor", page: PushCertificateEditView(downloadProblem), section: .settings),
            Case(name: "edit-after-deletion", page: PushCertificateEditView(afterDeletion), section: .settings),
            Case(name: "edit-conflict", page: PushCertificateEditView(conflict), section: .settings),
        ]
    }

    private static let others: [Case] =
        [
            Case(name: "settings", page: SettingsView(), section: .settings),
            Case(name: "service-environment", page: ServiceEnvironmentView(), section: .settings),
            Case(name: "log", page: LogView(Sample.log()), section: .log),
            Case(name: "log-narrowed", page: LogView(Sample.narrowedLog), section: .log),
            Case(name: "log-empty", page: LogView(LogModel(query: .init(), lines: [])), section: .log),
            Case(name: "log-keeping", page: LogKeepingView(Sample.keeping()), section: .log),
            Case(
                name: "log-broken", page: LogKeepingView(Sample.keeping(.cutOff(last: 7, length: 9))), role: .viewer,
                section: .log),
            Case(
                name: "notices",
                page: NoticesView(NoticesModel(items: Sample.notices, olderBefore: 1, isContinued: false))),
            Case(name: "usage", page: UsageView(UsageModel(userCount: 2, deviceCount: 0))),
            Case(
                name: "account",
                page: AccountView(
                    AccountModel(
                        language: nil, message: nil,
                        passwordProblem: Message(.refusal, "現在のパスワードが違います。", nextStep: "入力し直してください。"))),
                path: "/sample/account"),
            Case(name: "notifications", page: NotificationsView(Sample.notifications())),
            Case(name: "notifications-viewer", page: NotificationsView(Sample.notifications()), role: .viewer),
            Case(name: "notifications-fresh", page: NotificationsView(Sample.freshNotifications())),
            Case(name: "notice-rule", page: NoticeRuleView(NoticeRuleModel(people: Sample.people()))),
            Case(
                name: "notice-rule-delete",
                page: NoticeRuleDeleteView(page: Sample.notifications(), rule: Sample.noticeRule())),
            Case(name: "forbidden", page: ProblemView(.forbidden(.manageCertificate)), role: .viewer),
            Case(name: "failure", page: ProblemView(.failure(reference: "7c1e40aa"))),
            Case(name: "manual", page: ManualView(), path: "/sample/manual"),
        ]

    static func context(_ sample: Case, _ language: Language, brand: Brand = .smartMobileSafetyManager) -> ViewContext {
        Sample.context(
            language, brand: brand, role: sample.role, path: sample.path, section: sample.section, isLab: sample.isLab)
    }

    static func document(_ sample: Case, _ language: Language) -> String {
        sample.page.document(in: context(sample, language)).markup
    }
}
