import Foundation
import NIOHPACK
import NIOHTTP2
import SimulatedClock
import Synchronization

/// What becomes of one request.
struct Decision: Sendable {
    enum Reply: Sendable {
        case answer(APNsAnswer, id: String)
        case reset(HTTP2ErrorCode)
        case goAway(reason: String)
        case cut
        case silence
    }

    let reply: Reply
    /// The device that is told at once.
    var delivery: Ledger.Delivery?
}

extension SimulatedAPNs {
    /// Rules, faults, then the token, and a line in counters and journal.
    func decide(_ incoming: APNsConnection.Incoming, on connection: APNsConnection, now: Date) -> Decision {
        let headers = incoming.headers
        let verdict = RequestRules(
            headers: headers, body: incoming.body, certificate: connection.certificate, verdict: connection.verdict,
            now: now
        ).read()
        let path = headers.first(name: ":path") ?? ""
        let token = RequestRules.tokenText(path) ?? path[...]
        let topic = headers.first(name: "apns-topic")
        let id = Self.identifier(of: verdict, headers)
        let (number, atOnce) = (connection.number, connection.openRequests + 1)
        return ledger.withLock { ledger in
            let (decision, outcome) =
                if let fault = ledger.faults.next(token: token, topic: topic) {
                    ledger.carryOut(fault, on: verdict, id: id, now: now)
                } else {
                    ledger.judge(verdict, id: id, now: now)
                }
            ledger.note(
                APNsJournalEntry(
                    at: now, connection: number, token: String(token.prefix(200)), topic: topic, id: id,
                    outcome: outcome),
                outcome: outcome, connection: number, atOnce: atOnce)
            return decision
        }
    }

    /// A refusal too carries the identifier that it was asked with.
    private static func identifier(of verdict: Result<PushRequest, APNsAnswer>, _ headers: HPACKHeaders) -> String {
        if case .success(let request) = verdict { return request.id }
        if let given = headers.first(name: "apns-id"), RequestRules.isCanonicalUUID(given) { return given }
        return UUID().uuidString.lowercased()
    }
}

extension Ledger {
    mutating func judge(
        _ verdict: Result<PushRequest, APNsAnswer>, id: String, now: Date
    ) -> (Decision, outcome: String) {
        switch verdict {
        case .failure(let answer): return (Decision(reply: .answer(answer, id: id)), answer.outcome)
        case .success(let request):
            let (answer, delivery) = accept(request, now: now)
            return (Decision(reply: .answer(answer, id: id), delivery: delivery), answer.outcome)
        }
    }

    mutating func carryOut(
        _ fault: APNsFault, on verdict: Result<PushRequest, APNsAnswer>, id: String, now: Date
    ) -> (Decision, outcome: String) {
        switch fault.kind {
        case .answer:
            let answer = APNsAnswer(
                status: fault.status ?? 500, reason: fault.reason, timestampMilliseconds: fault.timestampMilliseconds,
                retryAfterSeconds: fault.retryAfterSeconds)
            return (Decision(reply: .answer(answer, id: id)), answer.outcome)
        case .refuseStream: return (Decision(reply: .reset(.refusedStream)), "refused_stream")
        case .goAway: return (Decision(reply: .goAway(reason: fault.reason ?? "Shutdown")), "go_away")
        case .cut: return (Decision(reply: .cut), "cut")
        case .stall: return (Decision(reply: .silence), "stalled")
        case .resetStream, .loseAnswer:
            let (accepted, outcome) = judge(verdict, id: id, now: now)
            guard case .success = verdict else { return (accepted, outcome) }
            return fault.kind == .resetStream
                ? (Decision(reply: .reset(.internalError), delivery: accepted.delivery), "reset_stream")
                : (Decision(reply: .cut, delivery: accepted.delivery), "lost_answer")
        }
    }
}
