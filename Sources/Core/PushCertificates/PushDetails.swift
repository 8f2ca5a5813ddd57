public import Foundation

/// What a company notes beside its certificate, and the version that two administrators compare (P-21).
public struct PushDetails: Sendable, Equatable {
    /// The Apple ID under which the certificate was made; survives deletion. At most 256 characters.
    public var appleID: String
    /// 備考; belongs to the company and survives deletion. At most 1,000 characters.
    public var notes: String
    /// Counts every registration, change, deletion and restoration; a form carries the one it showed.
    public var version: Int
    public var changedAt: Date?
    /// Login, or empty for the service operator.
    public var changedBy: String

    public init(
        appleID: String = "", notes: String = "", version: Int = 0, changedAt: Date? = nil, changedBy: String = ""
    ) {
        self.appleID = appleID
        self.notes = notes
        self.version = version
        self.changedAt = changedAt
        self.changedBy = changedBy
    }
}
