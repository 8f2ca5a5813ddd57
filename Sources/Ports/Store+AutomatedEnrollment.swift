public import Administration
public import AutomatedEnrollment
public import Enrollments
public import Foundation

/// Public keys, tokens and what two administrators compare.
public protocol TokenRecords {
    /// The defaults (version 0) when nothing was stored.
    func tokenDetails(in scope: CompanyScope) throws -> TokenDetails
    func save(_ details: TokenDetails, in scope: CompanyScope) throws

    /// Newest first, all that are retained.
    func tokenRequests(in scope: CompanyScope) throws -> [TokenRequest]
    func tokenRequest(_ id: TokenRequest.ID, in scope: CompanyScope) throws -> TokenRequest?
    func pendingTokenRequest(in scope: CompanyScope) throws -> TokenRequest?
    /// A pending one takes the place of the one that was pending before.
    func insert(_ request: TokenRequest, in scope: CompanyScope) throws
    /// After a deletion: [ダウンロード] makes a new one.
    func endPendingTokenRequest(in scope: CompanyScope) throws

    /// The company's token, whose `expiresAt` is what notices and feeds tell; nil when none is registered.
    func activeToken(in scope: CompanyScope) throws -> RegisteredToken?
    /// Newest registration first, every state.
    func tokens(in scope: CompanyScope) throws -> [RegisteredToken]
    /// - Throws: ``StoreError/conflict(_:)`` when another token of the company is active.
    func insert(_ token: RegisteredToken, in scope: CompanyScope) throws
    /// A token that is not active any more is forgotten, but for its place in the history.
    ///
    /// - Throws: ``StoreError/conflict(_:)`` when this company has no such token.
    func setState(_ state: RegisteredToken.State, of id: RegisteredToken.ID, in scope: CompanyScope) throws
}

/// Devices of the token, how fetching stands, profiles and what enrolls by them.
public protocol TokenDeviceRecords {
    func fetchRecord(in scope: CompanyScope) throws -> FetchRecord?
    func save(_ record: FetchRecord, in scope: CompanyScope) throws
    /// Companies with an active token that is valid at `now` and whose fetch is due, soonest first.
    func dueFetches(at now: Date, limit: Int) throws -> [CompanyScope]
    /// For a company whose token was deleted or belongs to another server: nothing fetched stays.
    func forgetTokenDevices(in scope: CompanyScope) throws

    /// By serial number; removed ones are left out. `after` is exclusive, nil begins.
    func tokenDevices(in scope: CompanyScope, after: String?, limit: Int) throws -> [ListedDevice]
    func tokenDevice(_ serialNumber: String, in scope: CompanyScope) throws -> ListedDevice?
    /// All that are not removed, and how many have the profile assigned or pushed.
    func tokenDeviceCounts(profile uuid: String?, in scope: CompanyScope) throws -> (devices: Int, assigned: Int)
    /// Inserts or replaces.
    func save(_ device: ListedDevice, in scope: CompanyScope) throws
    /// What a whole round did not name is removed.
    ///
    /// - Returns: how many.
    func removeTokenDevices(notInRound round: Int, at now: Date, in scope: CompanyScope) throws -> Int
    /// Wanted, not removed, and without this profile.
    func tokenDevicesToAssign(profile uuid: String, in scope: CompanyScope, limit: Int) throws -> [ListedDevice]
    func setWanted(_ isWanted: Bool, _ serialNumbers: [String], in scope: CompanyScope) throws

    func currentProfile(in scope: CompanyScope) throws -> DefinedProfile?
    /// By the hash of the secret part of the address that only the profile tells.
    func definedProfile(addressHash: [UInt8]) throws -> (scope: CompanyScope, profile: DefinedProfile)?
    /// A current one takes the place of the one before.
    func insert(_ profile: DefinedProfile, in scope: CompanyScope) throws

    func insert(_ invitation: AutomatedInvitation, in scope: CompanyScope) throws
    /// Nil when people made the invitation.
    func automatedInvitation(_ id: InvitationID, in scope: CompanyScope) throws -> AutomatedInvitation?
    /// The newest one of this hardware.
    func automatedInvitation(serialNumber: String, hardwareID: String, in scope: CompanyScope) throws
        -> AutomatedInvitation?
    /// Alive enrollments of any company that wait in Setup Assistant since before the instant.
    func enrollmentsInSetup(since: Date, limit: Int) throws -> [(scope: CompanyScope, id: EnrollmentID)]
}

/// The invitation that a device got by itself: of one use, for one serial number.
public struct AutomatedInvitation: Sendable, Equatable {
    public let invitationID: InvitationID
    public let serialNumber: String
    public let hardwareID: String
    public let createdAt: Date

    public init(invitationID: InvitationID, serialNumber: String, hardwareID: String, createdAt: Date) {
        self.invitationID = invitationID
        self.serialNumber = serialNumber
        self.hardwareID = hardwareID
        self.createdAt = createdAt
    }
}
