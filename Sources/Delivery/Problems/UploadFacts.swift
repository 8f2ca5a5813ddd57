public import Foundation

/// What must be known beside the refusal to say what it means for this company.
public struct UploadFacts: Sendable, Equatable {
    /// The company's: all dates are written in it.
    public let timeZone: TimeZone
    /// Devices that listen to the registered topic; none of them can be reached under another one.
    public let devicesOnRegisteredTopic: Int
    /// All enrolled devices of the company, whatever their topic.
    public let devicesInAll: Int
    /// As stored with the certificate; empty when none was noted.
    public let registeredAppleID: String
    /// 備考; empty when nothing was noted.
    public let notes: String
    /// The chosen file's name as the browser sent it; empty when unknown.
    public let fileName: String

    public init(
        timeZone: TimeZone, devicesOnRegisteredTopic: Int, devicesInAll: Int, registeredAppleID: String,
        notes: String, fileName: String
    ) {
        self.timeZone = timeZone
        self.devicesOnRegisteredTopic = devicesOnRegisteredTopic
        self.devicesInAll = devicesInAll
        self.registeredAppleID = registeredAppleID
        self.notes = notes
        self.fileName = fileName
    }
}
