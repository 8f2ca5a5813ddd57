public import Administration
public import Enrollments
public import Foundation
public import PushCertificates

/// Devices and the generations of their enrollment. What a device says of itself is kept with U+FFFD for NUL.
public protocol EnrollmentRecords {
    /// Alive enrollments (``EnrollmentState/isAlive``) whose last reported topic is this one.
    func deviceCount(topic: PushTopic, in scope: CompanyScope) throws -> Int
    /// All alive enrollments.
    func deviceCount(in scope: CompanyScope) throws -> Int
    /// Alive enrollments by reported topic; the key nil stands for none reported.
    func topicCensus(in scope: CompanyScope) throws -> [String?: Int]

    /// The device with this UDID (or EnrollmentID of User Enrollment), whatever its generations.
    func device(hardwareID: String, in scope: CompanyScope) throws -> DeviceID?
    /// - Throws: ``StoreError/conflict(_:)`` when the hardware is known already.
    func insertDevice(_ id: DeviceID, hardwareID: String, at now: Date, in scope: CompanyScope) throws

    func enrollment(_ id: EnrollmentID, in scope: CompanyScope) throws -> Enrollment?
    /// The newest generation; every older one is archived.
    func currentEnrollment(of device: DeviceID, in scope: CompanyScope) throws -> Enrollment?
    /// Newest generation first.
    func enrollments(of device: DeviceID, in scope: CompanyScope) throws -> [Enrollment]
    /// - Throws: ``StoreError/conflict(_:)`` when the device has another generation that is not archived.
    func insert(_ enrollment: Enrollment, in scope: CompanyScope) throws
    /// Replaces what can change: state, identity, topic, people, summary, instants; never ``Enrollment/lastContactAt``.
    func update(_ enrollment: Enrollment, in scope: CompanyScope) throws
    /// The same, with token and PushMagic sealed together; replaces them.
    func update(_ enrollment: Enrollment, sealedPush: [UInt8], in scope: CompanyScope) throws
    /// Soft facts, many at once; an instant older than the stored one changes nothing. Unknown ones are ignored.
    func noteContacts(_ contacts: [Contact]) throws

    func sealedPush(of enrollment: EnrollmentID, in scope: CompanyScope) throws -> [UInt8]?

    /// Replaces; nil removes.
    func saveSealedSecret(
        _ sealed: [UInt8]?, _ kind: EnrollmentSecretKind, of enrollment: EnrollmentID, at now: Date,
        in scope: CompanyScope) throws
    func sealedSecret(_ kind: EnrollmentSecretKind, of enrollment: EnrollmentID, in scope: CompanyScope) throws
        -> [UInt8]?

    /// A user channel's last TokenUpdate (macOS, Shared iPad); replaces the one of the same user.
    func save(_ channel: StoredUserChannel, of enrollment: EnrollmentID, in scope: CompanyScope) throws
    func userChannels(of enrollment: EnrollmentID, in scope: CompanyScope) throws -> [StoredUserChannel]
    func deleteUserChannels(of enrollment: EnrollmentID, in scope: CompanyScope) throws

    func append(_ event: DeviceEvent, in scope: CompanyScope) throws
    /// Newest first; `before` is an event number (exclusive).
    func deviceEvents(of device: DeviceID, before: Int?, limit: Int, in scope: CompanyScope) throws
        -> [(number: Int, event: DeviceEvent)]

    /// Which command's answer holds the newest facts of a kind (`DeviceInformation`, `SecurityInfo`, …); replaces.
    ///
    /// - Throws: ``StoreError/conflict(_:)`` unless that command is finished.
    func noteFacts(
        _ requestType: String, answeredBy command: String, of enrollment: EnrollmentID, at now: Date,
        in scope: CompanyScope) throws
    /// Newest answers by request type, each as received, with the instant of receipt.
    func facts(of enrollment: EnrollmentID, in scope: CompanyScope) throws
        -> [(requestType: String, receivedAt: Date, answer: [UInt8])]

    /// A report that could not be read, kept raw; blocks nothing (R18). The newest twenty of an enrollment are
    /// kept, all are counted.
    func keepUnreadableReport(
        _ body: [UInt8], because reason: String, of enrollment: EnrollmentID, at now: Date, in scope: CompanyScope)
        throws
    func unreadableReportCount(of enrollment: EnrollmentID, in scope: CompanyScope) throws -> Int
}

public struct Contact: Sendable, Equatable {
    public let scope: CompanyScope
    public let enrollmentID: EnrollmentID
    public let at: Date

    public init(scope: CompanyScope, enrollmentID: EnrollmentID, at: Date) {
        self.scope = scope
        self.enrollmentID = enrollmentID
        self.at = at
    }
}

/// Raw values are stored.
public enum EnrollmentSecretKind: String, Sendable, CaseIterable {
    case unlockToken, bootstrapToken
}

public struct StoredUserChannel: Sendable, Equatable {
    /// `UserID`, or `UserShortName` on Shared iPad.
    public let userID: String
    public let shortName: String
    public let longName: String
    public let topic: String
    public let sealedPush: [UInt8]
    public let updatedAt: Date

    public init(
        userID: String, shortName: String, longName: String, topic: String, sealedPush: [UInt8], updatedAt: Date
    ) {
        self.userID = userID
        self.shortName = shortName
        self.longName = longName
        self.topic = topic
        self.sealedPush = sealedPush
        self.updatedAt = updatedAt
    }
}
