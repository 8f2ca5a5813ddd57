import Foundation
import Hummingbird
import SimulatedMailbox
import SimulatedPushPortal

/// The mailbox for programs: messages at `/mailbox/api/messages`, behaviour and faults at `/api/mailbox`.
struct MailboxRoutes {
    let mailbox: SimulatedMailbox

    private static let largestBody = 64 * 1024

    func add(to router: Router<BasicRequestContext>) {
        addMessages(to: router)
        let api = router.group("api/mailbox")
        api.get("") { _, _ in try Self.json(mailbox.stats) }
        api.put("") { request, _ -> Response in
            let behaviour = try await Self.decode(MailboxBehaviour.self, from: request)
            try await Self.saying { try await mailbox.setBehaviour(behaviour) }
            return try Self.json(mailbox.stats)
        }
        api.post("faults") { request, _ -> Response in
            let faults = try await Self.decode([MailboxFault].self, from: request)
            try await Self.saying { try mailbox.inject(faults) }
            return try Self.json(mailbox.stats, status: .created)
        }
        api.delete("faults") { _, _ -> Response in
            mailbox.clearFaults()
            return try Self.json(mailbox.stats)
        }
        api.delete("counters") { _, _ -> Response in
            mailbox.forgetCounters()
            return try Self.json(mailbox.stats)
        }
        api.post("connections/cut") { _, _ -> Response in
            await mailbox.cutConnections()
            return try Self.json(mailbox.stats)
        }
    }

    private func addMessages(to router: Router<BasicRequestContext>) {
        let messages = router.group("mailbox/api/messages")
        messages.get("") { _, _ -> Response in try Self.json(mailbox.messages.map(MessageView.init)) }
        messages.delete("") { _, _ -> Response in
            try mailbox.forget()
            return Response(status: .noContent)
        }
        messages.get(":id") { _, context -> Response in
            try Self.json(MessageView(try Self.message(context, in: mailbox)))
        }
        messages.delete(":id") { _, context -> Response in
            try mailbox.forget([try Self.message(context, in: mailbox).id])
            return Response(status: .noContent)
        }
    }

    static func message(_ context: BasicRequestContext, in mailbox: SimulatedMailbox) throws -> KeptMessage {
        guard let id = Int(try context.parameters.require("id")), let message = mailbox.message(id) else {
            throw HTTPError(.notFound, message: "There is no such message.")
        }
        return message
    }

    private static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return Response(
            status: status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(bytes: try encoder.encode(value))))
    }

    private static func decode<Value: Decodable & Sendable>(_ type: Value.Type, from request: Request) async throws
        -> Value
    {
        let data = Data(try await request.bytes(upTo: largestBody))
        return try await saying { try JSONDecoder().decode(type, from: data) }
    }

    /// A mistake in what was sent is 422 with a sentence.
    private static func saying<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as MailboxError {
            throw HTTPError(.unprocessableContent, message: error.description)
        } catch let error as DecodingError {
            throw HTTPError(.unprocessableContent, message: "The body is not the JSON that belongs here: \(error)")
        }
    }
}
