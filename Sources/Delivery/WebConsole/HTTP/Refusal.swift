import Administration

/// An answer that is a page of its own instead of the one asked for; thrown anywhere, rendered in one place.
enum Refusal: Error {
    case notFound
    case forbidden(Permission)
    case formTooOld
    case conflict
    case tooLarge(limitBytes: Int, closing: Bool)
    case throttled(minutes: Int)
    case notUnderstood
    case linkNotValid
    /// 303 to the login page and back afterwards.
    case signInFirst(company: String, next: String)
}
