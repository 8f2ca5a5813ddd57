import Administration

/// The first-run page behind `/_setup/{token}`. Fields `code`, `name`, `language`, `time_zone`, `brand`, `login`,
/// `new`, `again`; what was typed is kept but the passwords.
struct SetUpModel: Sendable {
    var action: String
    var code: String
    var name: String
    var language: Language
    /// IANA name.
    var timeZone: String
    /// Key of the brand.
    var brand: String
    var login: String
    /// IANA names offered in the field's list; others may be typed.
    var timeZones: [String]
    var brands: [Brand]
    var problem: Message?
    /// Names of the fields that the problem concerns.
    var wrongFields: Set<String>
}
