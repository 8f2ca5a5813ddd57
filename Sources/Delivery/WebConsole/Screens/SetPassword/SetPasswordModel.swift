/// The page behind a one-time link, on which a person sets the first password or a new one.
/// Fields `new` and `again`.
struct SetPasswordModel: Sendable {
    var companyName: String
    var login: String
    var action: String
    var problem: Message?
}
