import Administration

/// A page that says why there is no other page.
enum ProblemModel: Sendable, Equatable {
    /// 404, for what does not exist and for what is another company's.
    case notFound
    /// 403.
    case forbidden(Permission)
    /// 403: the form's proof is not this session's.
    case formTooOld
    /// 409, where no form can be shown again.
    case conflict
    /// 413.
    case tooLarge(limitBytes: Int)
    /// 429.
    case throttled(minutes: Int)
    /// 400: the address or form cannot be read.
    case notUnderstood
    /// 410/404: one-time link used, ended, or never existed.
    case linkNotValid
    /// 500; the reference finds it in the server's log.
    case failure(reference: String)
    /// 503.
    case unavailable(reference: String)
}
