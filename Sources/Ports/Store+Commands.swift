public import Administration
public import CommandQueue
public import Enrollments
public import Foundation

/// What an enrollment is told next, and what it was told. Pending commands are a small table of their own,
/// so that its cost does not grow with the history.
public protocol CommandRecords {
    /// The number for the next command of this enrollment; raised in this transaction.
    func nextCommandSequence(of enrollment: EnrollmentID, in scope: CompanyScope) throws -> Int
    func insert(_ command: QueuedCommand, in scope: CompanyScope) throws
    /// Destructive ones first, then by sequence; deferred and expired ones are left out.
    func nextCommand(of enrollment: EnrollmentID, at now: Date, in scope: CompanyScope) throws -> QueuedCommand?
    /// All pending ones in the order in which they would be delivered.
    func pendingCommands(of enrollment: EnrollmentID, in scope: CompanyScope) throws -> [QueuedCommand]
    func pendingCommand(_ uuid: CommandUUID, of enrollment: EnrollmentID, in scope: CompanyScope) throws
        -> QueuedCommand?
    func pendingCommandCount(of enrollment: EnrollmentID, in scope: CompanyScope) throws -> Int
    /// Replaces what can change: push, fetch, NotNow, deferral.
    func update(_ command: QueuedCommand, in scope: CompanyScope) throws
    /// A new session began: nothing is deferred any more.
    func endDeferrals(of enrollment: EnrollmentID, in scope: CompanyScope) throws
    /// Out of the queue, into the history; both in this transaction.
    ///
    /// - Throws: ``StoreError/conflict(_:)`` when it is not pending any more.
    func finish(_ command: FinishedCommand, in scope: CompanyScope) throws
    /// Newest end first; `before` is the number of an entry (exclusive). Answers are left out (nil).
    func commandHistory(of enrollment: EnrollmentID, before: Int?, limit: Int, in scope: CompanyScope) throws
        -> [(number: Int, command: FinishedCommand)]
    /// With its answer.
    func finishedCommand(_ uuid: CommandUUID, of enrollment: EnrollmentID, in scope: CompanyScope) throws
        -> FinishedCommand?
    /// Pending commands of any company that are over at `now`, for the sweep.
    func overdueCommands(at now: Date, limit: Int) throws -> [(scope: CompanyScope, command: QueuedCommand)]

    /// A PIN in escrow for a lock or wipe of a Mac.
    func saveEscrow(
        _ sealedPIN: [UInt8], for uuid: CommandUUID, of enrollment: EnrollmentID, at now: Date, in scope: CompanyScope)
        throws
    func escrow(for uuid: CommandUUID, in scope: CompanyScope) throws -> [UInt8]?
    /// Commands of this device, any generation, whose PIN is in escrow; newest first.
    func escrowedCommands(of device: DeviceID, in scope: CompanyScope) throws -> [(
        uuid: CommandUUID, requestType: String, at: Date
    )]
}

/// The doorbell's list: one row for each enrollment. Written in the transaction that queues a command; sent
/// afterwards by a worker, so that a crash loses nothing.
public protocol WakeUpRecords {
    /// Makes a wake-up due at `due`, or leaves an earlier one; when `restarting` (a new reason to ring) forgets
    /// attempts, last status and reason, and that the device was unreachable. The last accepted push stays; while it is
    /// unanswered, the next one waits half a minute (`PushSchedule.minimumSpacingSeconds`).
    func requestWakeUp(of enrollment: EnrollmentID, at due: Date, restarting: Bool, in scope: CompanyScope) throws
    /// Nothing waits any more.
    func cancelWakeUp(of enrollment: EnrollmentID, in scope: CompanyScope) throws
    /// Wake-ups of every company that are due, oldest first, in state `enrolled`, with a push triple whose topic
    /// is that of the company's active certificate, which is valid at `now`; the others wait.
    func dueWakeUps(at now: Date, limit: Int) throws -> [DueWakeUp]
    /// The same wake-ups, for a node that will send them: until `until` they are due for nobody else, so that two
    /// nodes do not ring at one device, and a dead node's are taken over.
    ///
    /// - Parameter sparing: companies whose wake-ups are left as they are.
    func claimWakeUps(at now: Date, limit: Int, until: Date, sparing: [CompanyScope]) throws -> [DueWakeUp]
    /// What was claimed until `claimed` and is still being sent stays claimed until `until`. A wake-up for which there is a
    /// new reason is due again, and is left alone.
    func prolongWakeUpClaims(in scope: CompanyScope, from claimed: Date, until: Date) throws
    /// When the next one will be due, among those that ``dueWakeUps(at:limit:)`` will name; nil when none waits.
    /// In the past also while the certificate of the oldest is not valid: wait some time then.
    func nextWakeUpDue() throws -> Date?
    /// Stores outcomes, many at once. For an accepted one every pending command of the enrollment that has no
    /// push yet gets its instant and apns-id. A row whose `request` number changed since ``dueWakeUps(at:limit:)``
    /// (a command was queued meanwhile) keeps its due instant and is not made unreachable. Commands queued after
    /// the result's instant are not marked.
    func recordWakeUps(_ results: [WakeUpResult]) throws
    func wakeUp(of enrollment: EnrollmentID, in scope: CompanyScope) throws -> WakeUpFacts?
    /// Alive enrollments of a company with at least one pending command become due at `due` (after a renewal).
    ///
    /// - Returns: how many.
    func requestWakeUps(at due: Date, everyEnrollment: Bool, in scope: CompanyScope) throws -> Int

    /// What APNs said of a certificate when it was asked; replaces.
    func savePushProbe(_ probe: StoredPushProbe, in scope: CompanyScope) throws
    func pushProbe(in scope: CompanyScope) throws -> StoredPushProbe?
}

public struct DueWakeUp: Sendable, Equatable {
    public let scope: CompanyScope
    public let enrollmentID: EnrollmentID
    public let deviceID: DeviceID
    public let topic: String
    public let sealedPush: [UInt8]
    public let tokenUpdatedAt: Date
    /// How often APNs answered about it since it was last restarted; trouble on the way does not count.
    public let attempts: Int
    /// Raised by every request; see ``WakeUpRecords/recordWakeUps(_:)``.
    public let request: Int

    public init(
        scope: CompanyScope, enrollmentID: EnrollmentID, deviceID: DeviceID, topic: String, sealedPush: [UInt8],
        tokenUpdatedAt: Date, attempts: Int, request: Int
    ) {
        self.scope = scope
        self.enrollmentID = enrollmentID
        self.deviceID = deviceID
        self.topic = topic
        self.sealedPush = sealedPush
        self.tokenUpdatedAt = tokenUpdatedAt
        self.attempts = attempts
        self.request = request
    }
}

public struct WakeUpResult: Sendable, Equatable {
    public let wakeUp: DueWakeUp
    public let at: Date
    /// Nil when APNs did not accept it.
    public let acceptedAPNsID: String?
    /// 0 when no answer came.
    public let status: Int
    /// APNs' reason, or the trouble in words; empty when accepted.
    public let reason: String
    /// Nil: not again until something new happens.
    public let nextDue: Date?
    /// 410 later than the last TokenUpdate: the device cannot be woken; its next check-in heals it.
    public let isUnreachable: Bool

    public init(
        wakeUp: DueWakeUp, at: Date, acceptedAPNsID: String?, status: Int, reason: String, nextDue: Date?,
        isUnreachable: Bool
    ) {
        self.wakeUp = wakeUp
        self.at = at
        self.acceptedAPNsID = acceptedAPNsID
        self.status = status
        self.reason = reason
        self.nextDue = nextDue
        self.isUnreachable = isUnreachable
    }
}

/// What is known of the pushes to one enrollment.
public struct WakeUpFacts: Sendable, Equatable {
    public let dueAt: Date?
    public let attempts: Int
    public let acceptedAt: Date?
    public let apnsID: String?
    public let lastAttemptAt: Date?
    public let lastStatus: Int
    public let lastReason: String
    public let isUnreachable: Bool

    public init(
        dueAt: Date?, attempts: Int, acceptedAt: Date?, apnsID: String?, lastAttemptAt: Date?, lastStatus: Int,
        lastReason: String, isUnreachable: Bool
    ) {
        self.dueAt = dueAt
        self.attempts = attempts
        self.acceptedAt = acceptedAt
        self.apnsID = apnsID
        self.lastAttemptAt = lastAttemptAt
        self.lastStatus = lastStatus
        self.lastReason = lastReason
        self.isUnreachable = isUnreachable
    }
}

public struct StoredPushProbe: Sendable, Equatable {
    /// SHA-256 of the certificate that was asked about, hexadecimal.
    public let fingerprint: String
    public let at: Date
    /// `accepted`, `refused`, `trouble`.
    public let outcome: String
    public let detail: String

    public init(fingerprint: String, at: Date, outcome: String, detail: String) {
        self.fingerprint = fingerprint
        self.at = at
        self.outcome = outcome
        self.detail = detail
    }
}
