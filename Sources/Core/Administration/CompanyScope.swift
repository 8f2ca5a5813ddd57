/// The one company whose rows a function may see or change.
///
/// Every repository function takes it, so a query without a company has no spelling (R-17 in the
/// security reference). It is made from a signed-in session, from the operator's `--company`, or from a
/// device's verified identity; never from a form field.
public struct CompanyScope: Hashable, Sendable {
    public let companyID: CompanyID

    public init(_ companyID: CompanyID) { self.companyID = companyID }

    /// Rows of the installation itself, which belong to no company: vendor certificate, trust anchors.
    public static let installation = CompanyScope(CompanyID(stored: "installation"))
}
