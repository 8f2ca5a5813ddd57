public import Foundation

/// A customer company and how it presents itself.
public struct Company: Sendable, Equatable {
    public let id: CompanyID
    public let code: CompanyCode
    /// As people write it, 1 to 100 characters, without control characters.
    public var name: String
    public var language: Language
    /// IANA name, for example `Asia/Tokyo`. All days and times of this company are counted in it.
    public var timeZone: TimeZone
    public var brand: Brand
    /// The company's key-encryption key, wrapped by the master key; random, made with the company.
    /// Deleting it makes every secret of the company unreadable.
    public let wrappedKey: [UInt8]
    public let createdAt: Date

    public init(
        id: CompanyID, code: CompanyCode, name: String, language: Language, timeZone: TimeZone,
        brand: Brand, wrappedKey: [UInt8], createdAt: Date
    ) {
        self.id = id
        self.code = code
        self.name = name
        self.language = language
        self.timeZone = timeZone
        self.brand = brand
        self.wrappedKey = wrappedKey
        self.createdAt = createdAt
    }

    public var scope: CompanyScope { CompanyScope(id) }
}
