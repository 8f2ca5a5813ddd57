/// The login page, also shown at `/` and for company codes that do not exist.
struct LoginModel: Sendable {
    enum State: Sendable, Equatable {
        case fresh
        /// Company, login or password do not fit; it is not said which.
        case failed
        /// Too many failures; wait so many minutes.
        case throttled(minutes: Int)
        case loggedOut
        /// The session ended by time; the page asked for comes after login.
        case sessionEnded
        /// A password was set by a one-time link.
        case passwordSet
        /// The form was older than the server's key (csrf); what was typed is kept but the password.
        case formTooOld
    }

    var company: String
    var login: String
    /// Path of the page that was asked for, empty for the dashboard; posted as `next`.
    var next: String
    /// Where the form posts to.
    var action: String
    var state: State
}
