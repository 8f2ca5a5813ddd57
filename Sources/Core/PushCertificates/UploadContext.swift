public import Foundation

/// What the pipeline compares an uploaded file with.
public struct UploadContext: Sendable {
    /// Public keys of every retained request of this company.
    public let requestedKeys: Set<Fingerprint>
    /// The registered certificate, nil when none is.
    public let registered: PushCertificate?
    public let anchors: TrustAnchors
    public let now: Date

    public init(requestedKeys: Set<Fingerprint>, registered: PushCertificate?, anchors: TrustAnchors, now: Date) {
        self.requestedKeys = requestedKeys
        self.registered = registered
        self.anchors = anchors
        self.now = now
    }
}

/// How far two clocks may be apart before a date counts as not yet reached (P-09).
public enum ClockSkew {
    public static let toleratedSeconds: TimeInterval = 10 * 60
}
