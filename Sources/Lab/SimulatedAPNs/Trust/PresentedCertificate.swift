public import Foundation

/// The client certificate of a connection, by the facts that identify it.
public struct PresentedCertificate: Codable, Hashable, Sendable {
    /// SHA-256 over the DER, lower-case hexadecimal.
    public let fingerprint: String
    /// Upper-case hexadecimal, as `openssl x509 -serial` prints it.
    public let serial: String
    /// UID of the subject; nil without exactly one.
    public let topic: String?
    public let notBefore: Date
    public let notAfter: Date

    enum CodingKeys: String, CodingKey {
        case fingerprint, serial, topic
        case notBefore = "not_before"
        case notAfter = "not_after"
    }
}

/// What the push service thinks of a connection's certificate.
public enum CertificateVerdict: String, Codable, Sendable, CaseIterable {
    case accepted
    /// None was presented.
    case missing
    case expired
    case notYetValid = "not_yet_valid"
    case revoked
    /// Not from the Lab's Application Integration authority, or its signature is wrong.
    case untrusted
    /// From there, but not a push certificate with one topic.
    case unfit
}
