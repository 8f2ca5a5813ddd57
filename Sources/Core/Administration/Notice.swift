public import Foundation

public struct NoticeID: OpaqueIdentifier {
    public let description: String
    public init(stored: String) { description = stored }
}

/// お知らせ from the operator, or from the product about itself.
public struct Notice: Sendable, Equatable {
    public enum Source: String, Sendable, CaseIterable {
        case serviceOperator = "operator"
        /// The product runs in another version; its number stands in both texts.
        case version
    }

    public let id: NoticeID
    /// Nil: for every company.
    public let companyID: CompanyID?
    public let source: Source
    public let japanese: String
    public let english: String
    public let createdAt: Date
    /// Shown no longer from then on; nil: always.
    public let until: Date?

    /// The longest text, in characters.
    public static let longestText = 1_000

    public init(
        id: NoticeID, companyID: CompanyID?, source: Source, japanese: String, english: String, createdAt: Date,
        until: Date?
    ) {
        self.id = id
        self.companyID = companyID
        self.source = source
        self.japanese = japanese
        self.english = english
        self.createdAt = createdAt
        self.until = until
    }
}
