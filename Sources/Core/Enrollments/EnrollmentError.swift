/// What an administrator can get wrong about invitations, devices and commands; put into words by
/// `Delivery/Problems`.
public enum EnrollmentError: Error, Sendable, Equatable {
    case noSuchDevice
    case noSuchInvitation
    case noSuchCommand
    case noSuchPerson
    case noSuchOrganization
    /// 1 to 100 characters, no control characters.
    case invalidName
    case nameTaken(String)
    case invalidUses(limit: Int)
    case invalidValidity
    /// Neither a user nor an organisation was named.
    case nobodyInvited
    /// The operator has named no address at which devices reach this server.
    case noDeviceAddress
    /// Too many profiles were fetched with this invitation without enrolling a device.
    case tooManyOpenProfiles
    /// The command ended before it could be cancelled.
    case commandOver
    /// The device fetched the command and did not answer yet: it may be carrying it out.
    case commandWithDevice
    case invitationNotOpen(Invitation.Standing)
    case obstacle(ActionObstacle)
    /// This kind of device, system or supervision does not know the command.
    case notAvailable(requestType: String, reason: String)
    /// The last four characters of the serial number do not agree.
    case serialMismatch
    case stepUpNeeded
    case wrongPassword
    /// The device was enrolled after the page was opened: it may be in other hands now (R23).
    case enrolledSincePageOpened
    case messageTooLong(limit: Int)
    case noUnlockToken
    case invalidCode
    case tooManyAttempts
    /// So many orders for many devices are not handed out yet that no further one is taken.
    case ordersWaiting(limit: Int)
    /// Of the conditions of an order for many devices, one is not understood.
    case unknownCondition
}
