public import Foundation
public import PushCertificates

/// Where one generation of an enrollment stands.
///
/// Raw values are stored.
public enum EnrollmentState: String, Sendable, CaseIterable {
    /// Authenticate was accepted; no TokenUpdate yet: nothing may be delivered (check-in.md §10.8).
    case authenticated
    case enrolled
    /// The device said CheckOut: the profile was removed.
    case removed
    /// The device acknowledged EraseDevice.
    case erased
    /// A newer generation of the same device took its place.
    case archived

    /// False once the device has left or was enrolled anew: commands are refused, its identity is not answered.
    public var isAlive: Bool { self == .authenticated || self == .enrolled }
}

/// One generation of a device under management.
///
/// Commands, push triple and escrowed secrets belong to it and not to the hardware, so that nothing of an
/// older generation reaches a newer one.
public struct Enrollment: Sendable, Equatable {
    public let id: EnrollmentID
    public let deviceID: DeviceID
    /// 1, 2, 3 … for each device.
    public let generation: Int
    /// `UDID`, or `EnrollmentID` in User Enrollment, as the device sends it: opaque, case kept.
    public let hardwareID: String
    public let isUserEnrollment: Bool
    public var state: EnrollmentState
    /// SHA-256 of the DER of the one certificate that may speak for this enrollment.
    public var identity: Fingerprint
    public var identityNotAfter: Date
    /// As the device last reported it, verbatim; nil where none was ever reported: `(Unknown)`.
    public var topic: String?
    public let invitationID: InvitationID?
    public var personID: PersonID?
    public var organizationID: OrganizationID?
    public var summary: DeviceSummary
    public let authenticatedAt: Date
    /// The first TokenUpdate of this generation.
    public var enrolledAt: Date?
    public var tokenUpdatedAt: Date?
    /// Soft: written in groups, at most some seconds late.
    public var lastContactAt: Date?
    /// Setup Assistant waits for DeviceConfigured.
    public var awaitsConfiguration: Bool
    public var endedAt: Date?

    public init(
        id: EnrollmentID, deviceID: DeviceID, generation: Int, hardwareID: String, isUserEnrollment: Bool,
        state: EnrollmentState, identity: Fingerprint, identityNotAfter: Date, topic: String?,
        invitationID: InvitationID?, personID: PersonID?, organizationID: OrganizationID?, summary: DeviceSummary,
        authenticatedAt: Date, enrolledAt: Date? = nil, tokenUpdatedAt: Date? = nil, lastContactAt: Date? = nil,
        awaitsConfiguration: Bool = false, endedAt: Date? = nil
    ) {
        self.id = id
        self.deviceID = deviceID
        self.generation = generation
        self.hardwareID = hardwareID
        self.isUserEnrollment = isUserEnrollment
        self.state = state
        self.identity = identity
        self.identityNotAfter = identityNotAfter
        self.topic = topic
        self.invitationID = invitationID
        self.personID = personID
        self.organizationID = organizationID
        self.summary = summary
        self.authenticatedAt = authenticatedAt
        self.enrolledAt = enrolledAt
        self.tokenUpdatedAt = tokenUpdatedAt
        self.lastContactAt = lastContactAt
        self.awaitsConfiguration = awaitsConfiguration
        self.endedAt = endedAt
    }

    /// Under management and not heard of since `before`; what never was is counted from its enrollment.
    ///
    /// - Parameters:
    ///   - lastContactAt: the newest known, which may be newer than the stored one.
    ///   - before: nil when the company does not watch for silence.
    public func isSilent(lastContactAt: Date?, before: Date?) -> Bool {
        guard let before, state == .enrolled else { return false }
        return max(lastContactAt ?? authenticatedAt, authenticatedAt) < before
    }
}

/// The few facts by which people find a device; from Authenticate, then from DeviceInformation.
public struct DeviceSummary: Sendable, Equatable {
    public var name: String
    public var serialNumber: String
    /// `iPhone`, `iPad`, `mac`, `other`: MDMProtocol's `Platform`.
    public var platform: String
    /// Identifier such as `iPhone17,3`.
    public var productName: String
    /// Marketing name such as `iPhone 16`, where the device tells it.
    public var modelName: String
    public var osVersion: String
    public var buildVersion: String
    /// Nil while unknown.
    public var isSupervised: Bool?
    public var phoneNumber: String

    public init(
        name: String = "", serialNumber: String = "", platform: String = "other", productName: String = "",
        modelName: String = "", osVersion: String = "", buildVersion: String = "", isSupervised: Bool? = nil,
        phoneNumber: String = ""
    ) {
        self.name = name
        self.serialNumber = serialNumber
        self.platform = platform
        self.productName = productName
        self.modelName = modelName
        self.osVersion = osVersion
        self.buildVersion = buildVersion
        self.isSupervised = isSupervised
        self.phoneNumber = phoneNumber
    }
}
