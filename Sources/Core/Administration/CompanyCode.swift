/// The company's name in an address: 企業コード, as in `https://host/sample`.
///
/// 3 to 31 of a–z, 0–9 and `-`; `api` is reserved; addresses of the product itself begin with `_`
/// (docs/reference/contract: "Addresses").
public struct CompanyCode: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    /// - Throws: ``AdministrationError/invalidCompanyCode(_:)``; upper case is an error, not folded, so
    ///   that one company has one address.
    public init(_ text: String) throws(AdministrationError) {
        let allowed = text.utf8.allSatisfy {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "-")
        }
        guard allowed, (3...31).contains(text.utf8.count), text != "api" else {
            throw .invalidCompanyCode(text)
        }
        description = text
    }
}
