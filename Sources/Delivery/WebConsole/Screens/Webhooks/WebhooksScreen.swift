import Administration
import Foundation
import HTTPTypes
import Hummingbird
import Ports
import Problems
import UseCases
import Webhooks

/// Webhook
extension RouteTable {
    mutating func addWebhooks() {
        let path = SettingsEntry.webhooks.path
        page(path, requires: .manageOutward) { try await WebhooksScreen($0).show() }
        form(path, requires: .manageOutward) { try await WebhooksScreen($0).add($1) }
        page("\(path)/:webhook", requires: .manageOutward) { try await WebhookScreen($0).show() }
        form("\(path)/:webhook", requires: .manageOutward) { try await WebhookScreen($0).save($1) }
        form("\(path)/:webhook/test", requires: .manageOutward) { signedIn, _ in
            try await WebhookScreen(signedIn).test()
        }
        form("\(path)/:webhook/enable", requires: .manageOutward) { signedIn, _ in
            try await WebhookScreen(signedIn).setEnabled(true)
        }
        form("\(path)/:webhook/disable", requires: .manageOutward) { signedIn, _ in
            try await WebhookScreen(signedIn).setEnabled(false)
        }
        form("\(path)/:webhook/delete", requires: .manageOutward) { signedIn, _ in
            try await WebhookScreen(signedIn).delete()
        }
        form("\(path)/:webhook/deliveries/:delivery/again", requires: .manageOutward) { signedIn, _ in
            try await WebhookScreen(signedIn).again()
        }
    }
}

struct WebhooksScreen {
    let signedIn: SignedIn
    init(_ signedIn: SignedIn) { self.signedIn = signedIn }

    private var visit: Visit { signedIn.visit }
    private static let kinds = Set(MDMEventKind.standard.map(\.rawValue) + AuditEvent.allCases.map(\.rawValue))

    func show() async throws -> Response {
        var response = try await page(.init(kinds: Self.kinds), message: signedIn.webhookMessage())
        if visit.cookie(.done) != nil { response.clear(.done, visit.configuration) }
        return response
    }

    func add(_ form: FormData) async throws -> Response {
        let format = WebhookFormat(rawValue: form["format"]) ?? .own
        let input = WebhooksModel.Input(form, format: format)
        do {
            let (id, secret) = try await ManageWebhooks(signedIn.installation).add(
                input.wishes, format: format, by: signedIn.principal)
            return visit.render(
                WebhookMadeView(
                    WebhookMadeModel(id: id.description, url: input.url, secret: secret.reveal())),
                section: .settings)
        } catch let error as WebhookError {
            return try await page(
                input, problem: Message(.refusal, Problem(error), visit.language), status: .unprocessableContent)
        }
    }

    private func page(
        _ input: WebhooksModel.Input, problem: Message? = nil, message: Message? = nil,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let (webhooks, notReached) = try await ManageWebhooks(signedIn.installation).overview(in: signedIn.scope)
        let model = WebhooksModel(
            rows: webhooks.map {
                .init(
                    id: $0.id.description, host: $0.host, format: $0.format,
                    health: .init($0, isReached: !notReached.contains($0.id)))
            }, input: input, problem: problem, message: message)
        return visit.render(WebhooksView(model), status: status, section: .settings)
    }
}

struct WebhookScreen {
    let signedIn: SignedIn
    let id: WebhookID

    init(_ signedIn: SignedIn) {
        self.signedIn = signedIn
        id = WebhookID(stored: signedIn.visit.context.parameters.get("webhook") ?? "")
    }

    private var visit: Visit { signedIn.visit }
    private var manage: ManageWebhooks { ManageWebhooks(signedIn.installation) }
    private var trial: TryWebhook { TryWebhook(signedIn.installation, sender: visit.console.webhookSender) }
    private var path: String { signedIn.path("\(SettingsEntry.webhooks.path)/\(id)") }

    func show() async throws -> Response {
        var response = try await page(message: signedIn.webhookMessage())
        if visit.cookie(.done) != nil { response.clear(.done, visit.configuration) }
        return response
    }

    func save(_ form: FormData) async throws -> Response {
        try await orNotFound { try await manage.show(id, in: signedIn.scope) }
        let format = try await manage.show(id, in: signedIn.scope).0.format
        let input = WebhooksModel.Input(form, format: format)
        do {
            try await manage.edit(id, input.wishes, by: signedIn.principal)
        } catch let error as WebhookError {
            return try await page(
                input: input, problem: Message(.refusal, Problem(error), visit.language),
                status: .unprocessableContent)
        }
        return signedIn.done("webhook-saved", at: path)
    }

    func setEnabled(_ isEnabled: Bool) async throws -> Response {
        try await orNotFound { try await manage.setEnabled(isEnabled, id, by: signedIn.principal) }
        return signedIn.done(isEnabled ? "webhook-on" : "webhook-off", at: path)
    }

    func delete() async throws -> Response {
        try await orNotFound { try await manage.delete(id, by: signedIn.principal) }
        return signedIn.done("webhook-deleted", at: signedIn.path(SettingsEntry.webhooks.path))
    }

    func test() async throws -> Response {
        try await orNotFound { try await trial.test(id, by: signedIn.principal) }
        return signedIn.done("webhook-sent", at: path)
    }

    func again() async throws -> Response {
        let delivery = visit.context.parameters.get("delivery") ?? ""
        try await orNotFound { try await trial.again(delivery, of: id, by: signedIn.principal) }
        return signedIn.done("webhook-sent", at: path)
    }

    private func orNotFound<Value>(_ work: () async throws -> Value) async throws {
        do {
            _ = try await work()
        } catch WebhookError.noSuchWebhook {
            throw Refusal.notFound
        } catch WebhookError.nothingToSend {
            throw Refusal.conflict
        }
    }

    private func page(
        input: WebhooksModel.Input? = nil, problem: Message? = nil, message: Message? = nil,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let webhook: Webhook
        let deliveries: [WebhookDelivery]
        let isReached: Bool
        let overflowed: Int
        do {
            (webhook, deliveries) = try await manage.show(id, in: signedIn.scope)
            (isReached, overflowed) = try await manage.condition(of: id, in: signedIn.scope)
        } catch WebhookError.noSuchWebhook {
            throw Refusal.notFound
        }
        return visit.render(
            WebhookView(
                WebhookModel(
                    webhook, deliveries, isReached: isReached, overflowed: overflowed, input: input,
                    problem: problem,
                    // What did not arrive is told in red.
                    message: !isReached && visit.cookie(.done) == "webhook-sent" ? nil : message)),
            status: status, section: .settings)
    }
}

extension SignedIn {
    /// What was just done with a webhook.
    func webhookMessage() -> Message? {
        visit.cookie(.done).flatMap { WebhookWords.done[$0] }.map { Message(.done, visit.viewContext()($0)) }
    }
}

extension WebhooksModel.Input {
    init(_ form: FormData, format: WebhookFormat) {
        func chosen(_ beginning: String) -> [String] {
            form.texts.keys.filter { $0.hasPrefix(beginning) }.map { String($0.dropFirst(beginning.count)) }
        }
        let kinds = chosen("kind-") + chosen("group-").compactMap(OwnEventGroup.init(rawValue:)).flatMap(\.kinds)
        self.init(
            url: form["url"], format: format,
            kinds: Set(kinds.filter { (MDMEventKind(rawValue: $0) != nil) == (format == .mdm) }),
            includesPayload: format == .own || !form["payload"].isEmpty)
    }

    var wishes: ManageWebhooks.Wishes {
        ManageWebhooks.Wishes(url: url, kinds: kinds, omitsPayload: !includesPayload)
    }
}

extension WebhookModel {
    init(
        _ webhook: Webhook, _ deliveries: [WebhookDelivery], isReached: Bool, overflowed: Int,
        input: WebhooksModel.Input?, problem: Message?, message: Message?
    ) {
        self.init(
            id: webhook.id.description, host: webhook.host, format: webhook.format,
            health: .init(webhook, isReached: isReached),
            failures: webhook.failures, overflowed: overflowed, createdAt: webhook.createdAt,
            createdBy: webhook.createdBy,
            input: input
                ?? .init(
                    url: webhook.url, format: webhook.format, kinds: webhook.kinds,
                    includesPayload: !webhook.omitsPayload),
            deliveries: deliveries.map { one in
                .init(
                    id: one.id, kind: one.kind, at: one.createdAt, state: one.state, attempts: one.attempts,
                    status: one.lastStatus, answer: one.lastAnswer,
                    nextAt: one.dueAt.map { max($0, webhook.heldUntil) },
                    canBeSentAgain: (one.attempts > 0 || one.state == .givenUp)
                        && one.lastAnswer != SendWebhooks.eventGone)
            }, problem: problem, message: message)
    }
}
