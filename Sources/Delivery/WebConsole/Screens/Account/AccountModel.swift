import Administration

/// The signed-in person's own page. Posts to `…/account/language` (field `language`: `ja`, `en`), `…/account/mail` (`address`),
/// `…/account/password` (fields `current`, `new`, `again`) and `…/logout`.
struct AccountModel: Sendable {
    /// The own setting; nil left it to the browser, and the page's language is offered.
    var language: Language?
    /// Above the page: saved.
    var message: Message?
    /// Beside the password form: refused.
    var passwordProblem: Message?
    /// Where notices reach this person, as stored or as typed.
    var mailAddress = ""
    var mailProblem: Message?
}
