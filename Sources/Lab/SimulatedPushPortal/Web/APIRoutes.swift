import Foundation
import Hummingbird
import SimulatedClock

/// The Lab's JSON interface, made for tests: look at everything, prepare accounts, judge and sign what a test needs.
struct APIRoutes {
    let portal: PushPortal

    private static let largestBody = 1024 * 1024

    func add(to router: Router<BasicRequestContext>) {
        let api = router.group("api")
        api.get("") { _, _ -> Response in try await overview() }
        api.put("accounts/:id/code-mode") { request, context -> Response in
            let account = try Self.account(context)
            let text = String(decoding: try await request.bytes(upTo: 1024), as: UTF8.self)
            guard let mode = CodeMode(rawValue: text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
                throw HTTPError(.unprocessableContent, message: "The body must be six, four or none.")
            }
            try await portal.setUp(account, mode: mode)
            return try await show(account)
        }
        api.put("accounts/:id/phone-numbers") { request, context -> Response in
            let account = try Self.account(context)
            let numbers = try Self.decode([String].self, from: try await request.bytes(upTo: 4096))
            try await portal.setUp(account, phoneNumbers: try LabRoutes.checked(numbers))
            return try await show(account)
        }
        api.get("accounts/:id") { _, context -> Response in try await show(try Self.account(context)) }
        api.post("accounts/:id/certificates") { request, context -> Response in
            try await certify(request, account: Self.account(context), topic: nil)
        }
        api.post("accounts/:id/certificates/:topic") { request, context -> Response in
            try await certify(request, account: Self.account(context), topic: context.parameters.require("topic"))
        }
        api.post("judge") { request, _ -> Response in
            let file = try await request.bytes(upTo: Self.largestBody)
            do {
                let accepted = try await portal.judge(file)
                return try .json(VerdictView(accepted: true, vendor: accepted.vendor))
            } catch let refusal as PortalRefusal {
                return try .json(VerdictView(refusal))
            }
        }
        api.post("certificates") { request, _ -> Response in
            let order = try Self.decode(OddOrder.self, from: try await request.bytes(upTo: Self.largestBody))
            do {
                return try .json(try await portal.authority.issue(order, now: portal.clock.now), status: .created)
            } catch let mistake as OddOrder.Mistake {
                throw HTTPError(.unprocessableContent, message: mistake.description)
            }
        }
        api.post("vendor-certificate") { _, _ -> Response in
            try await portal.renewVendor()
            return try .json(CertificateView(try await portal.vendorCertificate), status: .created)
        }
    }

    // MARK: answers

    private func overview() async throws -> Response {
        let state = await portal.state
        let now = portal.clock.now
        return try .json(
            OverviewView(
                now: RFC3339.text(now), newestCode: await portal.newestCode,
                vendorCertificate: CertificateView(try await portal.vendorCertificate),
                accounts: state.accounts.sorted { $0.key < $1.key }.map { AccountView($0.key, $0.value, now: now) }))
    }

    private func show(_ account: String) async throws -> Response {
        try .json(AccountView(account, await portal.account(account), now: portal.clock.now))
    }

    /// What Create and Renew do, without a browser.
    private func certify(_ request: Request, account: String, topic: String?) async throws -> Response {
        let file = try await request.bytes(upTo: Self.largestBody)
        do {
            guard let topic else {
                let row = try await portal.create(for: account, request: file, notes: "")
                return try .json(RowView(row, now: portal.clock.now), status: .created)
            }
            guard let row = await portal.account(account).rows.first(where: { $0.topic == topic }),
                let renewed = try await portal.renew(row.id, of: account, request: file, notes: nil)
            else {
                throw HTTPError(.notFound, message: "\(account) has no row with topic \(topic) that could be renewed.")
            }
            return try .json(RowView(renewed, now: portal.clock.now), status: .created)
        } catch let refusal as PortalRefusal {
            return try .json(VerdictView(refusal), status: .unprocessableContent)
        }
    }

    private static func account(_ context: BasicRequestContext) throws -> String {
        try LabRoutes.accountName(context.parameters.require("id").removingPercentEncoding)
    }

    private static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
        do {
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            return try decoder.decode(type, from: Data(bytes))
        } catch {
            throw HTTPError(
                .unprocessableContent, message: "The body is not the JSON that docs/reference/lab.md describes.")
        }
    }
}
