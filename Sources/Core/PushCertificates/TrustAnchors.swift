/// Whom we believe that a certificate came from Apple: the pinned root and the intermediates under it.
///
/// In a real installation the root is Apple's, known by fingerprint; a Lab server trusts only the Lab's.
public struct TrustAnchors: Sendable, Equatable {
    /// DER certificates; empty until the operator has imported them.
    public let roots: [[UInt8]]
    public let intermediates: [[UInt8]]

    public init(roots: [[UInt8]], intermediates: [[UInt8]]) {
        self.roots = roots
        self.intermediates = intermediates
    }
}
