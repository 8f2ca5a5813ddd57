public import Administration

/// Whose rows a transaction can see and change.
public enum Reach: Sendable, Equatable {
    /// One company's, or the installation's own (`CompanyScope.installation`), beside what belongs to nobody.
    case company(CompanyScope)
    /// All: where the company is what is looked for, where work of all companies is shared out, for the operator.
    case everyCompany
}

/// What the database itself does against a statement that forgot its company.
public enum CompanyWall: Sendable, Equatable {
    /// Nothing: the engine has no such means (SQLite).
    case none
    /// A transaction of one company sees no other's rows, but one that says nothing sees all: a version that knows nothing
    /// of the wall may still be serving.
    case open
    /// As ``open``, and a transaction that says nothing sees none.
    case closed
    /// It is there and does not hold: the role in the address is a superuser, or has BYPASSRLS.
    case passedByRole(String)
}
