public import Foundation

/// Why an uploaded file is not registered. One case for each thing a person can have done; `Delivery/Problems`
/// gives each its sentence in both languages. Nothing is stored in any of these cases.
public enum UploadRefusal: Error, Sendable, Equatable {
    // What kind of file it is
    case empty
    case tooLarge(limitBytes: Int)
    case certificateRequest
    case signedRequest
    case vendorCertificate
    case appleAuthority(subject: String)
    case appPushCertificate(subject: String)
    /// PKCS #12; may hold a private key: not stored, not logged.
    case pkcs12
    case privateKey
    case deviceEnrollmentToken
    case zipArchive
    case webPage
    case utf16Text
    case propertyList
    case image
    case severalCertificates(count: Int)
    /// PKCS #7 that only carries certificates (`.p7b`).
    case certificateBundle
    case damagedCertificate
    case notACertificate

    // What the certificate says
    case keyNotRequestedHere
    /// The registered topic, but a key of none of our requests (P-12).
    case sameTopicOtherKey(topic: PushTopic)
    case notIssuedByApple(issuer: String)
    /// The issuer claims to belong to the root's organization, but no valid certificate of it is known here:
    /// the file of that authority is needed.
    case appleIntermediateMissing(issuer: String)
    /// No root has been imported yet, so nothing can be judged.
    case authoritiesNotImported
    case topicMissing
    case severalTopics([String])
    case topicNotForManagement(String)
    case expired(at: Date)
    case notYetValid(from: Date)
    /// The one that was registered before the present one.
    case olderThanRegistered(offered: Date, registered: Date)
    case topicDiffers(registered: PushTopic, offered: PushTopic)
    /// The same certificate again: nothing changed.
    case alreadyRegistered
}
