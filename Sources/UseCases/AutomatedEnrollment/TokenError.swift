public import Foundation

/// What can stand against a wish about the token besides the file itself (`TokenRefusal`). Nothing is stored in any
/// of these cases.
public enum TokenError: Error, Sendable, Equatable {
    /// Somebody else changed it after the form was shown (P-21).
    case changedMeanwhile(by: String, at: Date)
    case noFile
    case noTokenRegistered
    /// The sealed key of a request did not open, or is not the key of its certificate.
    case keyUnusable(request: String)
}
