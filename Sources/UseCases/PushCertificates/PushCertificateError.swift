public import Foundation

/// What can stand against a wish about the push certificate besides the file itself (`UploadRefusal`) and
/// the vendor's signature (`VendorSigningProblem`). Nothing is stored in any of these cases.
public enum PushCertificateError: Error, Sendable, Equatable {
    /// Somebody else changed it after the form was shown (P-21).
    case changedMeanwhile(by: String, at: Date)
    /// Neither a file nor Apple ID nor 備考, and nothing stored.
    case nothingEntered
    case appleIDTooLong(limit: Int)
    case notesTooLong(limit: Int)
    /// Devices listen to a deleted certificate's topic and the form did not carry the tick.
    case topicNeedsConfirmation(devices: Int)
    case noCertificateRegistered
    /// Another topic was registered since, the 30 days are over, or nothing was deleted.
    case cannotBeRestored
    case noPendingRequest
    /// The sealed key of a request did not open, or is not the key of its request.
    case keyUnusable(request: String)
    /// A request signed elsewhere whose key is none of ours.
    case signedRequestNotOurs
}
