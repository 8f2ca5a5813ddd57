/// What can go wrong when certificates are issued. Put into words by `Delivery/Problems`.
public enum CertificateAuthorityError: Error, Equatable, Sendable {
    /// A name without any visible character.
    case emptyName
    /// Fewer random bytes than a serial number needs.
    case tooLittleRandomness
    /// The stored certificate or key cannot be read, or do not belong together.
    case authorityDamaged
    /// Not a SubjectPublicKeyInfo that is certified.
    case publicKeyUnusable
    /// What was signed is not what was planned: it is thrown away. The text names the point.
    case lint(String)
    /// A certificate that cannot be read.
    case unreadable
}
