public import Ports
public import PushCertificates

/// For commands and tests that wake nobody: says so instead of pretending.
public struct NoPushSender: PushSender {
    public init() {}

    private static let trouble = PushTrouble.unreachable("this process sends no pushes")

    public func wake(_ wakeUps: [WakeUp], as identity: PushIdentity) async -> [WakeOutcome] {
        wakeUps.map { _ in .notSent(Self.trouble) }
    }
    public func probe(_ identity: PushIdentity) async -> ProbeOutcome { .trouble(Self.trouble) }
    public func wire(for topic: PushTopic) async -> WireFact? { nil }
}
