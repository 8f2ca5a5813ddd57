public import Administration

public protocol CompanyRecords {
    func company(code: CompanyCode) throws -> Company?
    func company(_ scope: CompanyScope) throws -> Company?
    /// By code. The operator's list; no session reaches it.
    func companies() throws -> [Company]
    /// - Throws: ``StoreError/conflict(_:)`` when the code is taken.
    func insert(_ company: Company) throws
}
