/// Who sends a message: a device, or one user of it.
///
/// Apple's rule is the table of check-in.md §3: `UDID`, or `EnrollmentID` in a User Enrollment; with it
/// `UserID` (Mac), `UserShortName` (Shared iPad) or `EnrollmentUserID` (Mac in a User Enrollment).
public struct Channel: Hashable, Sendable {
    /// `UDID` or `EnrollmentID` as sent: opaque, case kept, 1 to 64 printable ASCII characters.
    public let deviceID: String
    /// True when the device named itself by `EnrollmentID`.
    public let isUserEnrollment: Bool
    /// Nil on the device channel.
    public let user: UserChannel?

    public init(deviceID: String, isUserEnrollment: Bool = false, user: UserChannel? = nil) {
        self.deviceID = deviceID
        self.isUserEnrollment = isUserEnrollment
        self.user = user
    }

    public var isDevice: Bool { user == nil }

    /// The device channel of the same device.
    public var device: Channel { Channel(deviceID: deviceID, isUserEnrollment: isUserEnrollment) }
}

/// The user of a user channel.
public struct UserChannel: Hashable, Sendable {
    /// What tells the users of one device apart: `UserID`, `EnrollmentUserID`, or on a Shared iPad `UserShortName`.
    public let id: String
    /// Shown to people; at most 1 KiB.
    public let shortName: String?
    /// Shown to people; at most 1 KiB.
    public let longName: String?

    public init(id: String, shortName: String? = nil, longName: String? = nil) {
        self.id = id
        self.shortName = shortName
        self.longName = longName
    }

    /// What a Shared iPad sends as `UserID` for every user.
    static let sharedIPad = "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF"
}

extension Channel {
    static let keys = ["UDID", "EnrollmentID", "UserID", "EnrollmentUserID", "UserShortName", "UserLongName"]

    /// - Throws: when no identifier is there, or one is not 1 to 64 (users: 256) allowed characters.
    init(in message: borrowing MessageFields) throws(CheckInError) {
        if let udid = try message.identifier("UDID") {
            deviceID = udid
            isUserEnrollment = false
            user = try UserChannel(in: message, idKey: "UserID")
        } else if let enrollment = try message.identifier("EnrollmentID") {
            deviceID = enrollment
            isUserEnrollment = true
            user = try UserChannel(in: message, idKey: "EnrollmentUserID")
        } else {
            throw .missing(key: "UDID")
        }
    }
}

extension UserChannel {
    fileprivate init?(in message: borrowing MessageFields, idKey: String) throws(CheckInError) {
        guard let userID = try message.line(idKey, upTo: 256) else { return nil }
        shortName = try message.fact("UserShortName")
        longName = try message.fact("UserLongName")
        if idKey == "UserID", userID == Self.sharedIPad {
            guard let account = try message.line("UserShortName", upTo: 256) else {
                throw .missing(key: "UserShortName")
            }
            id = account
        } else {
            id = userID
        }
    }
}
