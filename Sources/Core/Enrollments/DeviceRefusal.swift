public import PushCertificates

/// Why a device's request is not accepted. Every one is answered 400: never 401, which would make the
/// device leave the management (contract, "Status codes").
public enum DeviceRefusal: Error, Sendable, Equatable {
    /// No certificate, or none whose possession was proven.
    case noIdentity
    /// Not issued by this company's authority, as far as the store knows.
    case unknownIdentity(presented: Fingerprint)
    /// The certificate belongs to another enrollment than the one that the message names.
    case otherHardware(presented: Fingerprint, bound: String, named: String)
    /// The certificate was replaced, or its enrollment ended.
    case identityOver(presented: Fingerprint)
    case identityExpired(presented: Fingerprint)
    /// The message comes before an accepted Authenticate.
    case notAuthenticated
    /// Authenticate with a topic that is none of the company's (contract, "A device's topic").
    case topicNotOurs(String)
    /// Invitation used up, expired or revoked since the profile was handed out.
    case invitationOver(Invitation.Standing)
    /// A token service that we do not offer (GetToken).
    case unsupported(String)
    /// Not understood.
    case unreadable(String)
}
