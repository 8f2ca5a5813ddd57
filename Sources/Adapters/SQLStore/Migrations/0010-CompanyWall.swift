extension Migration {
    /// PostgreSQL itself keeps companies apart (docs/decisions/0021). SQLite has no such means.
    ///
    /// A version before it says no company in its transactions, and goes on seeing all until the last such node has ended
    /// (``Migrator/closeCompanyWall(at:)``). Tables of later migrations get their wall from ``Migrator``.
    static let companyWall = Migration(
        number: 10, name: "company wall", oldest: 9, steps: [.feature(.companyWall), .feature(.openCompanyWall)])
}
