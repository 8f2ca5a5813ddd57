import Administration

/// ユーザー (`/{company}/users`). The form posts `name`, `reading`, `organization` (identifier or empty) to the
/// same address.
struct PeopleModel: Sendable {
    struct Row: Sendable, Equatable {
        var id: String
        var name: String
        var reading: String
        var organization: String?
        var deviceCount: Int
    }

    struct LoginRow: Sendable, Equatable {
        var login: String
        var role: Role
        /// False until the person has followed the link and set a password.
        var hasPassword: Bool
    }

    struct Choice: Sendable, Equatable {
        var id: String
        var name: String
    }

    struct Input: Sendable, Equatable {
        var name = ""
        var reading = ""
        var organization = ""
    }

    /// By フリガナ, else by name.
    var people: [Row]
    var logins: [LoginRow]
    var organizations: [Choice]
    /// The person may add users; otherwise there is no form.
    var mayEdit: Bool
    var input = Input()
    var problem: Message?
    var message: Message?
}
