public import Administration
public import Enrollments
public import Foundation
import Ports
public import PushCertificates
import Synchronization

/// What this process remembers of devices so that an empty poll touches no disk: which certificate speaks
/// for which enrollment, which enrollments have nothing waiting, and who called since the last flush.
///
/// It never decides: whatever it does not know is read from the store, and every use case that changes an
/// enrollment or its queue tells it after the commit. Other nodes tell by ``FollowNews``; while they cannot, nothing
/// is believed.
public final class DeviceMemory: Sendable {
    /// A bound identity of an enrollment that is alive.
    public struct Known: Sendable, Equatable {
        public let scope: CompanyScope
        public let enrollmentID: EnrollmentID
        public let deviceID: DeviceID
        public let hardwareID: String
        /// The certificate that speaks for it.
        public let identity: Fingerprint
        public let identityNotAfter: Date
        public let state: EnrollmentState

        init(_ enrollment: Enrollment, in scope: CompanyScope) {
            self.scope = scope
            enrollmentID = enrollment.id
            deviceID = enrollment.deviceID
            hardwareID = enrollment.hardwareID
            identity = enrollment.identity
            identityNotAfter = enrollment.identityNotAfter
            state = enrollment.state
        }
    }

    /// How much work was told of before a look into the store began.
    struct Ticket: Sendable, Equatable {
        /// How often everything was forgotten.
        fileprivate let forgotten: UInt64
        /// Of this enrollment since.
        fileprivate let tick: UInt64
    }

    private struct State {
        var known: [Fingerprint: Known] = [:]
        var identities: [EnrollmentID: Fingerprint] = [:]
        /// Enrollments with an empty queue.
        var idle: Set<EnrollmentID> = []
        /// Enrollments for which work was told of and not looked for since: a hint, which saves a look.
        var expecting: Set<EnrollmentID> = []
        /// Raised whenever work may have come, so that a stale "nothing waits" is not believed.
        var ticks: [EnrollmentID: UInt64] = [:]
        /// Raised when everything is forgotten: work may have come for enrollments of which nothing was ever heard here.
        var forgotten: UInt64 = 0
        var contacts: [EnrollmentID: Contact] = [:]
        var lastContacts: [EnrollmentID: Date] = [:]
        var wrappedKeys: [CompanyScope: [UInt8]] = [:]
        var refusals = RefusalThrottle()
        /// Counts what is forgotten, so that what was read before is not remembered after it.
        var epoch: UInt64 = 0
        var forgottenAt: [EnrollmentID: UInt64] = [:]
        var allForgottenAt: UInt64 = 0
        /// False while other nodes may change what they cannot tell.
        var isBelieved = true

        mutating func forgetAll() {
            known.removeAll(keepingCapacity: true)
            identities.removeAll(keepingCapacity: true)
            idle.removeAll(keepingCapacity: true)
            expecting.removeAll(keepingCapacity: true)
            ticks.removeAll(keepingCapacity: true)
            forgotten &+= 1
            epoch &+= 1
            allForgottenAt = epoch
            forgottenAt.removeAll(keepingCapacity: true)
        }

        /// Enrollments end and are never heard of again: what is kept of them makes room when it is more than of the
        /// others. Looks into the store that run meanwhile are not remembered.
        mutating func forgetEnded() {
            guard forgottenAt.count > DeviceMemory.mostForgotten + 2 * identities.count else { return }
            forgottenAt.removeAll()
            allForgottenAt = epoch
            ticks.removeAll()
            expecting.removeAll()
            forgotten &+= 1
            lastContacts = lastContacts.filter { identities[$0.key] != nil || contacts[$0.key] != nil }
        }

        func ticket(for enrollment: EnrollmentID) -> Ticket {
            Ticket(forgotten: forgotten, tick: ticks[enrollment, default: 0])
        }
    }

    private let state = Mutex(State())
    /// Turns at fetching the devices of ADE tokens.
    let fetches = FetchQueue()

    public init() {}

    func known(_ fingerprint: Fingerprint) -> Known? {
        state.withLock { $0.isBelieved ? $0.known[fingerprint] : nil }
    }

    /// To be taken before the store is asked, and handed to ``remember(_:in:since:)``.
    func epoch() -> UInt64 { state.withLock { $0.epoch } }

    /// Not when it was forgotten meanwhile: it changed after it was read.
    func remember(_ enrollment: Enrollment, in scope: CompanyScope, since epoch: UInt64) {
        let known = Known(enrollment, in: scope)
        state.withLock { state in
            guard state.allForgottenAt <= epoch, state.forgottenAt[enrollment.id, default: 0] <= epoch else { return }
            if let old = state.identities[enrollment.id], old != enrollment.identity { state.known[old] = nil }
            state.known[enrollment.identity] = known
            state.identities[enrollment.id] = enrollment.identity
        }
    }

    /// The enrollment ended, or something about it changed: the next call reads the store.
    func forget(_ enrollment: EnrollmentID) {
        state.withLock { state in
            if let fingerprint = state.identities.removeValue(forKey: enrollment) { state.known[fingerprint] = nil }
            state.idle.remove(enrollment)
            state.ticks[enrollment, default: 0] &+= 1
            state.epoch &+= 1
            state.forgottenAt[enrollment] = state.epoch
            state.forgetEnded()
        }
    }

    /// So many, and two for each device that is known, before the ended ones make room.
    static let mostForgotten = 10_000

    /// Entries of all kinds.
    var size: Int {
        state.withLock {
            $0.known.count + $0.identities.count + $0.idle.count + $0.expecting.count + $0.ticks.count
                + $0.contacts.count + $0.lastContacts.count + $0.forgottenAt.count
        }
    }

    // MARK: other nodes

    func forgetAll() { state.withLock { $0.forgetAll() } }

    /// - Parameter believed: false while other nodes' changes are not told.
    func begin(believing believed: Bool) {
        state.withLock { state in
            state.forgetAll()
            state.isBelieved = believed
        }
    }

    // MARK: the queue

    func isIdle(_ enrollment: EnrollmentID) -> Bool {
        state.withLock { $0.isBelieved && $0.idle.contains(enrollment) }
    }

    /// To be taken before the store is asked, and handed to ``markIdle(_:ticket:)``.
    func ticket(for enrollment: EnrollmentID) -> Ticket { state.withLock { $0.ticket(for: enrollment) } }

    /// Nothing waits, as the store said; unless work came, or may have come, since the ticket was taken.
    func markIdle(_ enrollment: EnrollmentID, ticket: Ticket) {
        state.withLock { state in
            guard state.ticket(for: enrollment) == ticket else { return }
            state.idle.insert(enrollment)
            state.expecting.remove(enrollment)
        }
    }

    /// A command was queued, after its commit.
    func noteWork(for enrollment: EnrollmentID) {
        state.withLock { state in
            state.idle.remove(enrollment)
            state.expecting.insert(enrollment)
            state.ticks[enrollment, default: 0] &+= 1
        }
    }

    /// Work was told of: a look whether there is any would only come before the one that takes it.
    func expectsWork(for enrollment: EnrollmentID) -> Bool { state.withLock { $0.expecting.contains(enrollment) } }

    // MARK: contacts

    func noteContact(_ known: Known, at now: Date) {
        state.withLock { state in
            state.lastContacts[known.enrollmentID] = now
            state.contacts[known.enrollmentID] = Contact(
                scope: known.scope, enrollmentID: known.enrollmentID, at: now)
        }
    }

    /// The last call of this enrollment since the process started; newer than the stored one.
    public func lastContact(of enrollment: EnrollmentID) -> Date? {
        state.withLock { $0.lastContacts[enrollment] }
    }

    /// Contacts since the last call of this, for one write.
    func takeContacts() -> [Contact] {
        state.withLock { state in
            let taken = Array(state.contacts.values)
            state.contacts.removeAll(keepingCapacity: true)
            return taken
        }
    }

    /// Contacts that could not be written go back, unless newer ones came.
    func giveBack(_ contacts: [Contact]) {
        state.withLock { state in
            for contact in contacts where state.contacts[contact.enrollmentID] == nil {
                state.contacts[contact.enrollmentID] = contact
            }
        }
    }

    // MARK: small things

    func wrappedKey(of scope: CompanyScope) -> [UInt8]? { state.withLock { $0.wrappedKeys[scope] } }
    func remember(wrappedKey: [UInt8], of scope: CompanyScope) {
        state.withLock { $0.wrappedKeys[scope] = wrappedKey }
    }

    /// True once a minute for the same refusal, and for so many in all.
    func shouldNoteRefusal(_ key: String, in scope: CompanyScope, at now: Date) -> Bool {
        state.withLock { $0.refusals.admit(key, in: scope, at: now) }
    }
}

/// Writes who called lately: soft facts, one transaction for all (a lost group costs a few seconds of
/// "last contact", nothing else).
public struct FlushContacts: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public func callAsFunction() async throws {
        let contacts = installation.devices.takeContacts()
        guard !contacts.isEmpty else { return }
        do {
            try await installation.store.note { try $0.noteContacts(contacts) }
        } catch {
            installation.devices.giveBack(contacts)
            throw error
        }
    }
}
