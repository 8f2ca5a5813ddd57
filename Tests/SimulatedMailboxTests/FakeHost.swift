import Foundation
import Synchronization

@testable import SimulatedMailbox

/// A mailbox without network and disk, and a client that speaks to one conversation.
final class FakeHost: SMTPHost {
    private struct State {
        var behaviour: MailboxBehaviour
        var plan = MailFaultPlan()
        var greylist: [String: Int] = [:]
        var kept: [Kept] = []
        var codes: [Int] = []
    }

    struct Kept: Sendable {
        let envelope: KeptMessage.Envelope
        let transport: KeptMessage.Transport
        let raw: String
    }

    private let state: Mutex<State>

    init(_ behaviour: MailboxBehaviour = MailboxBehaviour(), faults: [MailboxFault] = []) {
        var plan = MailFaultPlan()
        plan.add(faults)
        state = Mutex(State(behaviour: behaviour, plan: plan))
    }

    var behaviour: MailboxBehaviour { state.withLock { $0.behaviour } }
    var kept: [Kept] { state.withLock { $0.kept } }

    func fault(at stage: MailboxFault.Stage, recipient: String?) -> MailboxFault? {
        state.withLock { $0.plan.next(at: stage, recipient: recipient) }
    }

    func accepts(login: String, password: String) -> Bool { login == "kizuna" && password == "secret" }

    func greylists(from: String, to: String) -> Bool {
        state.withLock {
            $0.greylist[from + to, default: 0] += 1
            return $0.greylist[from + to, default: 0] <= $0.behaviour.greylistedTimes
        }
    }

    func keep(_ envelope: KeptMessage.Envelope, _ transport: KeptMessage.Transport, raw: [UInt8]) throws -> Int {
        state.withLock {
            $0.kept.append(
                Kept(envelope: envelope, transport: transport, raw: String(decoding: raw, as: UTF8.self)))
            return $0.kept.count
        }
    }

    func note(code: Int) { state.withLock { $0.codes.append(code) } }
}

/// Says lines to a conversation and writes down what comes back: `250 …`, `250-…`, and `[close]` and the like.
struct Talk {
    var session: SMTPSession

    init(_ host: FakeHost, tls: Bool = true, login: Bool = true) {
        session = SMTPSession(host: host, tls: tls ? "TLSv1.3" : nil)
        if login { session.login = "kizuna" }
    }

    mutating func open() -> [String] { Self.words(session.open()) }

    /// - Parameter inPieces: byte for byte, as a slow network would bring it.
    mutating func say(_ text: String, inPieces: Bool = false) -> [String] { say(Array(text.utf8), inPieces: inPieces) }

    mutating func say(_ bytes: [UInt8], inPieces: Bool = false) -> [String] {
        var answers: [String] = []
        for piece in inPieces ? bytes.map({ [$0] }) : [bytes] {
            session.lines.append(piece)
            while let actions = session.step() { answers += Self.words(actions) }
        }
        return answers
    }

    private static func words(_ actions: [SMTPAction]) -> [String] {
        actions.flatMap { action -> [String] in
            switch action {
            case .say(let reply): reply.wire.split(separator: "\r\n").map(String.init)
            case .garble: ["[garble]"]
            case .wait(let milliseconds): ["[wait \(milliseconds)]"]
            case .startTLS: ["[TLS]"]
            case .close: ["[close]"]
            case .cut: ["[cut]"]
            case .stall: ["[stall]"]
            }
        }
    }
}
