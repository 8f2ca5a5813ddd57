public import Administration

/// One piece of hardware, as the company sees it: the identifier stays over re-enrollments.
public struct DeviceID: OpaqueIdentifier {
    public let description: String
    public init(stored: String) { description = stored }
}

/// One generation of a device's enrollment: from its Authenticate until it leaves or enrolls anew.
public struct EnrollmentID: OpaqueIdentifier {
    public let description: String
    public init(stored: String) { description = stored }
}

public struct InvitationID: OpaqueIdentifier {
    public let description: String
    public init(stored: String) { description = stored }
}

/// A one-time SCEP challenge.
public struct ChallengeID: OpaqueIdentifier {
    public let description: String
    public init(stored: String) { description = stored }
}

/// An identity certificate from its intent on; also the CN of its subject.
public struct IdentityID: OpaqueIdentifier {
    public let description: String
    public init(stored: String) { description = stored }
}

/// Somebody who uses a device (ユーザー).
public struct PersonID: OpaqueIdentifier {
    public let description: String
    public init(stored: String) { description = stored }
}

/// A department or other part of the company (組織).
public struct OrganizationID: OpaqueIdentifier {
    public let description: String
    public init(stored: String) { description = stored }
}
