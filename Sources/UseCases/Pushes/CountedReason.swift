import Ports

extension WakeUpResult {
    /// The word under which `/metrics` counts it: Apple's reason, or one of ours where no answer came
    /// (`PushCounters.known`).
    var countedReason: String {
        guard status == 0 else { return reason }
        for (beginning, word) in Self.words where reason.hasPrefix(beginning) { return word }
        return "paused"
    }

    /// As `PushTrouble` prints its cases.
    private static let words = [
        ("unreachable", "unreachable"), ("connectionLost", "connection-lost"),
        ("certificateRejected", "certificate-rejected"), ("untrustedPeer", "untrusted-peer"),
        ("certificateExpired", "certificate-expired"),
    ]
}
