import Administration
import Foundation
import HTTPTypes
import Hummingbird
import Notices
import Problems
import UseCases

/// `/{company}/settings/service/notifications`
extension RouteTable {
    mutating func addNotifications() {
        let path = SettingsEntry.notifications.path
        page(path, requires: .viewConsole) { try await NotificationsScreen($0).show() }
        form("\(path)/settings", requires: .manageNotices) { try await NotificationsScreen($0).saveSettings($1) }
        form("\(path)/test", requires: .manageNotices) { try await NotificationsScreen($0).sendTest($1) }
        form("\(path)/seen", requires: .manageNotices) { try await NotificationsScreen($0).acknowledge($1) }
        form("\(path)/again", requires: .manageNotices) { try await NotificationsScreen($0).sendAgain($1) }
        page("\(path)/rule", requires: .manageNotices) { try await NotificationsScreen($0).rule() }
        form("\(path)/rule", requires: .manageNotices) { try await NotificationsScreen($0).saveRule($1) }
        page("\(path)/rule/delete", requires: .manageNotices) { try await NotificationsScreen($0).askToDelete() }
        form("\(path)/rule/delete", requires: .manageNotices) { try await NotificationsScreen($0).deleteRule($1) }
    }
}

struct NotificationsScreen {
    let signedIn: SignedIn
    init(_ signedIn: SignedIn) { self.signedIn = signedIn }

    private var visit: Visit { signedIn.visit }
    private var manage: ManageNotifications { ManageNotifications(signedIn.installation) }
    private var address: String { signedIn.path(SettingsEntry.notifications.path) }

    func show() async throws -> Response {
        let c = visit.viewContext(section: .settings)
        var response = try await page {
            $0.message = visit.cookie(.done).flatMap { NotificationMessages.message(for: $0, c) }
        }
        if visit.cookie(.done) != nil { response.clear(.done, visit.configuration) }
        return response
    }

    private func page(
        status: HTTPResponse.Status = .ok, _ change: (inout NotificationsModel) -> Void = { _ in }
    ) async throws -> Response {
        var model = NotificationsModel(
            overview: try await ShowNotices(signedIn.installation)(for: signedIn.company))
        change(&model)
        return visit.render(NotificationsView(model), status: status, section: .settings)
    }

    // MARK: ladder, second contact, silence

    func saveSettings(_ form: FormData) async throws -> Response {
        do {
            try await manage.save(try settings(form), by: signedIn.actor, in: signedIn.scope)
        } catch let error as NoticeError {
            return try await page(status: error.formStatus) {
                $0.settingsProblem = Message(.refusal, Problem(error), visit.language)
                $0.typed = typed(form)
            }
        }
        return signedIn.done("notice-settings-saved", at: address)
    }

    private func settings(_ form: FormData) throws(NoticeError) -> NoticeSettings {
        let silence = form["silence"].trimmingCharacters(in: .whitespaces)
        guard let days = Self.days(form["ladder"]) else { throw .invalidLadder(form["ladder"]) }
        guard let hours = Int(form["hours"]) else { throw .invalidEscalation(form["hours"]) }
        guard silence.isEmpty || Int(silence) != nil else { throw .invalidSilence(silence) }
        guard let version = Int(form["version"]) else { throw .changedMeanwhile }
        return NoticeSettings(
            ladder: try NoticeLadder(days: days, isDailyAfterExpiry: form["daily"] == "yes"),
            secondContacts: try Self.addresses(form["second"]), hoursUntilEscalation: hours,
            silenceDays: Int(silence), version: version)
    }

    private func typed(_ form: FormData) -> NotificationsModel.Typed {
        NotificationsModel.Typed(
            ladder: form["ladder"], isDaily: form["daily"] == "yes", secondContacts: form["second"],
            hours: form["hours"], silence: form["silence"], testAddress: "")
    }

    /// Numbers with anything between them that people type between numbers.
    static func days(_ text: String) -> [Int]? {
        let parts = text.applyingTransform(.fullwidthToHalfwidth, reverse: false) ?? text
        let numbers = parts.split { ", ､、\t/".contains($0) }.map { Int($0) }
        return numbers.isEmpty || numbers.contains(nil) ? nil : numbers.compactMap { $0 }
    }

    static func addresses(_ text: String) throws(NoticeError) -> [MailAddress] {
        var found: [MailAddress] = []
        for line in text.split(whereSeparator: { $0.isNewline || ",;、 ".contains($0) }) where !line.isEmpty {
            let address = try MailAddress(String(line))
            if !found.contains(address) { found.append(address) }
        }
        return found
    }

    // MARK: mails

    func sendTest(_ form: FormData) async throws -> Response {
        do {
            try await manage.sendTest(
                to: try MailAddress(form["address"]), language: visit.language, by: signedIn.actor,
                in: signedIn.scope)
        } catch let error as NoticeError {
            return try await page(status: error.formStatus) {
                $0.testProblem = Message(.refusal, Problem(error), visit.language)
                let stored = $0.overview.settings
                $0.typed = NotificationsModel.Typed(
                    ladder: stored.ladder.days.map(String.init).joined(separator: ", "),
                    isDaily: stored.ladder.isDailyAfterExpiry,
                    secondContacts: stored.secondContacts.map(\.description).joined(separator: "\n"),
                    hours: String(stored.hoursUntilEscalation), silence: stored.silenceDays.map(String.init) ?? "",
                    testAddress: form["address"])
            }
        }
        return signedIn.done("test-mail-requested", at: address)
    }

    func acknowledge(_ form: FormData) async throws -> Response {
        guard let kind = ExpiringKind(rawValue: form["kind"]), let step = Int(form["step"]) else {
            throw Refusal.notFound
        }
        try await manage.acknowledge(
            kind, form["subject"], downTo: step, by: signedIn.actor, in: signedIn.scope)
        return signedIn.done("expiry-acknowledged", at: address)
    }

    func sendAgain(_ form: FormData) async throws -> Response {
        do {
            try await manage.sendAgain(MailID(stored: form["id"]), in: signedIn.scope)
        } catch NoticeError.noSuchMail {
            throw Refusal.notFound
        } catch let error as NoticeError {
            return try await page(status: error.formStatus) {
                $0.message = Message(.refusal, Problem(error), visit.language)
            }
        }
        return signedIn.done("mail-again", at: address)
    }

    // MARK: one rule

    func rule() async throws -> Response {
        let overview = try await ShowNotices(signedIn.installation)(for: signedIn.company)
        guard let id = visit.query("id") else {
            return visit.render(NoticeRuleView(NoticeRuleModel(people: overview.users)), section: .settings)
        }
        guard let rule = overview.rules.first(where: { $0.id.description == id }) else { throw Refusal.notFound }
        return visit.render(
            NoticeRuleView(
                NoticeRuleModel(
                    id: id, version: rule.version, name: rule.name, events: rule.events, roles: rule.roles,
                    users: rule.users, addresses: rule.addresses.map(\.description).joined(separator: "\n"),
                    language: rule.language, isEnabled: rule.isEnabled, people: overview.users)), section: .settings)
    }

    func saveRule(_ form: FormData) async throws -> Response {
        var model = NoticeRuleModel(
            id: form["id"].isEmpty ? nil : form["id"], version: Int(form["version"]) ?? 0, name: form["name"],
            events: Set(AuditEvent.allCases.filter { form["event-\($0.rawValue)"] == "yes" }),
            roles: Set(Role.allCases.filter { form["role-\($0.rawValue)"] == "yes" }),
            users: Set(
                form.texts.keys.filter { $0.hasPrefix("user-") }.map { UserID(stored: String($0.dropFirst(5))) }),
            addresses: form["addresses"], language: Language(rawValue: form["language"]),
            isEnabled: form["enabled"] == "yes")
        do {
            let rule = NoticeRule(
                id: NoticeRuleID(stored: model.id ?? ""), name: model.name, events: model.events, roles: model.roles,
                users: model.users, addresses: try Self.addresses(model.addresses), language: model.language,
                isEnabled: model.isEnabled, createdAt: signedIn.installation.now, version: model.version)
            if model.id == nil {
                try await manage.create(rule, by: signedIn.actor, in: signedIn.scope)
            } else {
                try await manage.change(rule, by: signedIn.actor, in: signedIn.scope)
            }
        } catch NoticeError.noSuchRule {
            throw Refusal.notFound
        } catch let error as NoticeError {
            model.people = try await ShowNotices(signedIn.installation)(for: signedIn.company).users
            model.problem = Message(.refusal, Problem(error), visit.language)
            return visit.render(NoticeRuleView(model), status: error.formStatus, section: .settings)
        }
        return signedIn.done(model.id == nil ? "notice-rule-created" : "notice-rule-changed", at: address)
    }

    func askToDelete() async throws -> Response {
        let overview = try await ShowNotices(signedIn.installation)(for: signedIn.company)
        guard let rule = overview.rules.first(where: { $0.id.description == visit.query("id") }) else {
            throw Refusal.notFound
        }
        return visit.render(
            NoticeRuleDeleteView(page: NotificationsModel(overview: overview), rule: rule), section: .settings)
    }

    func deleteRule(_ form: FormData) async throws -> Response {
        do {
            try await manage.delete(NoticeRuleID(stored: form["id"]), by: signedIn.actor, in: signedIn.scope)
        } catch NoticeError.noSuchRule {
            throw Refusal.notFound
        }
        return signedIn.done("notice-rule-deleted", at: address)
    }
}

extension NoticeError {
    var formStatus: HTTPResponse.Status {
        switch self {
        case .changedMeanwhile, .mailNotWaiting, .noMailServer: .conflict
        default: .unprocessableContent
        }
    }
}

/// What 通知設定 says after a change, by the key in the one-time cookie.
enum NotificationMessages {
    static func message(for key: String, _ c: ViewContext) -> Message? {
        let said: Text? =
            switch key {
            case "notice-settings-saved": Text(ja: "通知設定を保存しました。", en: "Notification settings saved.")
            case "notice-rule-created": Text(ja: "ログメール通知を作成しました。", en: "Notification created.")
            case "notice-rule-changed": Text(ja: "ログメール通知を変更しました。", en: "Notification changed.")
            case "notice-rule-deleted": Text(ja: "ログメール通知を削除しました。", en: "Notification deleted.")
            case "expiry-acknowledged": Text(ja: "確認を記録しました。", en: "Your confirmation was recorded.")
            case "mail-again": Text(ja: "もう一度送ります。", en: "It will be sent again.")
            case "test-mail-requested":
                Text(
                    ja: "テストメールを送信待ちに入れました。結果は送信履歴に出ます。",
                    en: "The test mail waits to be sent. The delivery list will show what became of it.")
            default: nil
            }
        return said.map { Message(.done, c($0)) }
    }
}
