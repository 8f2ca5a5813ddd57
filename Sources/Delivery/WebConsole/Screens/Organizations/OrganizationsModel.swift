/// 組織 (`/{company}/organizations`). The form posts `name` to the same address.
struct OrganizationsModel: Sendable {
    struct Row: Sendable, Equatable {
        var id: String
        var name: String
        var personCount: Int
        var deviceCount: Int
    }

    var organizations: [Row]
    /// The person may add organisations; otherwise there is no form.
    var mayEdit: Bool
    /// What was typed.
    var name = ""
    var problem: Message?
    var message: Message?
}
