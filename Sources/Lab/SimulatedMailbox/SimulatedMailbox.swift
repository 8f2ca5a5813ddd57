import Foundation
import NIOSSL
public import SimulatedClock
import Synchronization

/// The Lab's mail server: takes what Kizuna sends, over real SMTP, refuses what real servers refuse, and shows it.
///
/// Nothing is passed on. All instants are the Lab's. See "The mailbox" in `docs/reference/lab.md`.
public final class SimulatedMailbox: Sendable {
    private struct State {
        var behaviour = MailboxBehaviour()
        var plan = MailFaultPlan()
        var store: MessageStore
        var counters = MailboxStats.Counters()
        var greylist: [String: Int] = [:]
    }

    public let clock: LabClock
    public let login = "kizuna"
    public let password: String
    /// PEM, by which a server knows it in TLS.
    public var rootsPEM: String { identity.rootPEM }
    /// The same in a file.
    public let rootsFile: String

    private let identity: MailboxIdentity
    private let contexts: [MailboxBehaviour.Shown: NIOSSLContext]
    private let listener = MailListener()
    private let state: Mutex<State>

    /// Takes up what an earlier run left in the directory, or begins anew.
    ///
    /// - Parameters:
    ///   - directory: absolute; `mailbox/` is made in it.
    ///   - mostMessages: the oldest give way to newer ones.
    public init(directory: String, clock: LabClock, mostMessages: Int = 1000) throws {
        self.clock = clock
        let folder = try MailFolder(path: directory + "/mailbox")
        let kept = try Self.secrets(in: folder)
        identity = kept.identity
        password = kept.password
        rootsFile = folder.path + "/roots.pem"
        try folder.write(bytes: Array(kept.identity.rootPEM.utf8), named: "roots.pem")
        state = Mutex(State(store: try MessageStore(folder: folder, most: max(1, mostMessages))))
        var contexts: [MailboxBehaviour.Shown: NIOSSLContext] = [:]
        for shown in MailboxBehaviour.Shown.allCases { contexts[shown] = try Self.context(kept.identity.leaf(shown)) }
        self.contexts = contexts
    }

    // MARK: running

    /// - Parameter ports: 0 takes a free one.
    /// - Returns: the ports taken.
    /// - Throws: ``MailboxError/portTaken(port:)``, ``MailboxError/alreadyRunning``.
    public func start(_ ports: MailboxPorts) async throws -> MailboxPorts {
        try await listener.start(ports, mailbox: self)
    }

    /// Cuts all connections and waits until they are gone.
    public func stop() async { await listener.stop() }

    // MARK: steering

    public var behaviour: MailboxBehaviour { state.withLock { $0.behaviour } }

    /// - Throws: ``MailboxError/badBehaviour(_:)``.
    public func setBehaviour(_ behaviour: MailboxBehaviour) async throws {
        try behaviour.validate()
        state.withLock {
            $0.behaviour = behaviour
            $0.greylist = [:]
        }
        try await listener.follow(behaviour, mailbox: self)
    }

    /// - Throws: ``MailboxError/badFault(_:)``.
    public func inject(_ faults: [MailboxFault]) throws {
        for fault in faults { try fault.validate() }
        try state.withLock {
            guard $0.plan.faults.count + faults.count <= 1000 else {
                throw MailboxError.badFault("There may be 1000 faults at most.")
            }
            $0.plan.add(faults)
        }
    }

    public func clearFaults() { state.withLock { $0.plan.clear() } }
    public func forgetCounters() { state.withLock { $0.counters = MailboxStats.Counters() } }
    public func cutConnections() async { await listener.cut() }

    public var stats: MailboxStats {
        let (ports, open) = (listener.ports, listener.openConnections)
        return state.withLock {
            MailboxStats(
                smtpPort: ports?.smtp, smtpsPort: ports?.smtps, behaviour: $0.behaviour, faults: $0.plan.faults,
                counters: $0.counters, messages: $0.store.messages.count, openConnections: open)
        }
    }

    // MARK: messages

    /// Newest first.
    public var messages: [KeptMessage] { state.withLock { $0.store.messages.reversed() } }

    public func message(_ id: Int) -> KeptMessage? {
        state.withLock { $0.store.messages.first { $0.id == id } }
    }

    /// - Parameter ids: nil for all.
    public func forget(_ ids: Set<Int>? = nil) throws {
        try state.withLock { state in try state.store.forget(ids ?? Set(state.store.messages.map(\.id))) }
    }

    // MARK: for connections

    func tlsContext() throws -> NIOSSLContext {
        guard let context = contexts[behaviour.certificate] else { throw MailboxError.alreadyRunning }
        return context
    }

    func noteConnection() { state.withLock { $0.counters.connections += 1 } }

    private struct Secrets: Codable {
        let identity: MailboxIdentity
        let password: String
    }

    private static func secrets(in folder: MailFolder) throws -> Secrets {
        if let kept = try folder.read(Secrets.self, named: "identity.json") { return kept }
        let letters = Array("abcdefghjkmnpqrstuvwxyz23456789")
        let password = String((0..<20).compactMap { _ in letters.randomElement() })
        let fresh = Secrets(identity: try MailboxIdentity.make(), password: password)
        try folder.write(fresh, named: "identity.json")
        return fresh
    }

    private static func context(_ leaf: MailboxIdentity.Leaf) throws -> NIOSSLContext {
        let chain = try NIOSSLCertificate.fromPEMBytes(Array(leaf.certificatePEM.utf8))
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(leaf.keyPEM.utf8), format: .pem)))
        configuration.minimumTLSVersion = .tlsv12
        return try NIOSSLContext(configuration: configuration)
    }
}

extension SimulatedMailbox: SMTPHost {
    func fault(at stage: MailboxFault.Stage, recipient: String?) -> MailboxFault? {
        state.withLock { $0.plan.next(at: stage, recipient: recipient) }
    }

    func accepts(login: String, password: String) -> Bool { login == self.login && password == self.password }

    func greylists(from: String, to: String) -> Bool {
        state.withLock {
            let key = from.lowercased() + " " + to.lowercased()
            guard $0.behaviour.greylistedTimes > 0, $0.greylist[key, default: 0] < $0.behaviour.greylistedTimes,
                $0.greylist.count < 100_000
            else { return false }
            $0.greylist[key, default: 0] += 1
            return true
        }
    }

    func keep(_ envelope: KeptMessage.Envelope, _ transport: KeptMessage.Transport, raw: [UInt8]) throws -> Int {
        let now = clock.now
        return try state.withLock {
            $0.counters.messages += 1
            return try $0.store.keep(envelope, transport, raw: raw, at: now)
        }
    }

    func note(code: Int) { state.withLock { $0.counters.answers[String(code), default: 0] += 1 } }
}

/// What the mailbox has seen and how it behaves; the JSON of `GET /api/mailbox`.
public struct MailboxStats: Encodable, Sendable {
    public struct Counters: Encodable, Hashable, Sendable {
        public var connections = 0
        /// Taken over, also those whose answer got lost.
        public var messages = 0
        /// By code.
        public var answers: [String: Int] = [:]
    }

    public let smtpPort: Int?
    public let smtpsPort: Int?
    public let behaviour: MailboxBehaviour
    public let faults: [MailboxFault]
    public let counters: Counters
    /// Kept now.
    public let messages: Int
    public let openConnections: Int

    enum CodingKeys: String, CodingKey {
        case behaviour, faults, counters, messages
        case smtpPort = "smtp_port"
        case smtpsPort = "smtps_port"
        case openConnections = "open_connections"
    }
}
