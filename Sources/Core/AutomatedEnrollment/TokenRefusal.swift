public import Foundation

/// Why an uploaded file is not registered as the token. One case for each thing a person can have done;
/// `Delivery/Problems` gives each its sentence in both languages. Nothing is stored in any of these cases.
public enum TokenRefusal: Error, Sendable, Equatable {
    // What kind of file it is
    case empty
    case tooLarge(limitBytes: Int)
    /// The public key that is to be uploaded at Apple's, or a push certificate, or another one.
    case publicKey
    case pushCertificate
    case certificate
    case certificateRequest
    /// Also PKCS #12: not stored, not logged.
    case privateKey
    case webPage
    case zipArchive
    /// Encrypted or signed, but without the MIME header of the file that Apple makes.
    case notMIME
    /// Begins like a token and ends too early.
    case truncated
    case notAToken

    // What is inside
    case unsupportedEncryption
    /// Encrypted for a public key that is none of ours.
    ///
    /// - Parameter recipient: the name in the public key's certificate, as the file tells it; may be empty.
    case keyNotRequestedHere(recipient: String)
    /// Encrypted for the key made at this instant, and does not open.
    case notDecrypted(requestedAt: Date)
    case damagedContent
    case valueMissing(String)

    // What it says
    case expired(at: Date)
    /// The token of another server record in Apple Business Manager.
    case otherServer(registered: String, offered: String)
    /// A newer download made this one invalid.
    case olderThanRegistered(offered: Date, registered: Date)
    case alreadyRegistered
}
