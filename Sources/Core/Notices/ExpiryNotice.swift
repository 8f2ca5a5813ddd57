public import Administration
public import Foundation

/// Kinds of things that expire and that a company renews.
public enum ExpiringKind: String, CaseIterable, Sendable {
    case pushCertificate = "push-certificate"
    case adeToken = "ade-token"

    /// What the log calls a step of it.
    public var event: AuditEvent {
        switch self {
        case .pushCertificate: .pushCertificateExpiring
        case .adeToken: .adeTokenExpiring
        }
    }
}

/// One thing that expires, as its notices name it.
public struct ExpiringThing: Sendable, Equatable {
    public let kind: ExpiringKind
    /// Which one: a certificate's fingerprint.
    public let id: String
    public let expiresAt: Date
    /// What the log keeps of it beside the dates: topic, Apple ID, 備考.
    public let facts: [AuditField]

    public init(kind: ExpiringKind, id: String, expiresAt: Date, facts: [AuditField]) {
        self.kind = kind
        self.id = id
        self.expiresAt = expiresAt
        self.facts = facts
    }
}

/// One step of the ladder that was told; there is never a second of the same.
public struct ExpiryNotice: Sendable, Equatable {
    public let kind: ExpiringKind
    public let subjectID: String
    /// As ``NoticeLadder/step(daysLeft:)``.
    public let step: Int
    public let expiresAt: Date
    public let toldAt: Date
    /// Its entry in the log.
    public let sequence: Int
    /// A mail was made for somebody.
    public var hasReached: Bool
    public var acknowledgedBy: String?
    public var acknowledgedAt: Date?
    public var escalatedAt: Date?
    /// Renewed or deleted since.
    public var isOver: Bool

    public init(
        kind: ExpiringKind, subjectID: String, step: Int, expiresAt: Date, toldAt: Date, sequence: Int,
        hasReached: Bool = false, acknowledgedBy: String? = nil, acknowledgedAt: Date? = nil,
        escalatedAt: Date? = nil, isOver: Bool = false
    ) {
        self.kind = kind
        self.subjectID = subjectID
        self.step = step
        self.expiresAt = expiresAt
        self.toldAt = toldAt
        self.sequence = sequence
        self.hasReached = hasReached
        self.acknowledgedBy = acknowledgedBy
        self.acknowledgedAt = acknowledgedAt
        self.escalatedAt = escalatedAt
        self.isOver = isOver
    }
}

extension ExpiryNotice {
    /// Clocks of nodes may differ by so much; what was told later than that was told by a clock that ran ahead.
    public static let clockTolerance: TimeInterval = 600

    func isAbout(_ other: ExpiryNotice) -> Bool { kind == other.kind && subjectID == other.subjectID }

    /// Told by a clock that was ahead and was put back: it must not silence the steps that are really reached.
    public func isAhead(of now: Date) -> Bool { toldAt > now.addingTimeInterval(Self.clockTolerance) }
}

extension [ExpiryNotice] {
    /// Of each thing that is not over, the newest step.
    public var newestOpen: [ExpiryNotice] {
        let open = filter { !$0.isOver }
        return open.filter { notice in open.allSatisfy { !$0.isAbout(notice) || $0.step >= notice.step } }
    }

    /// Newest steps that go to the second contact now, each once.
    ///
    /// The time runs from the oldest step that nobody has confirmed since the last confirmation: steps that follow each
    /// other in less than that time do not begin it anew. Once it is over, every further step goes there at once.
    public func toEscalate(by settings: NoticeSettings, at now: Date) -> [ExpiryNotice] {
        guard !settings.secondContacts.isEmpty else { return [] }
        let patience = TimeInterval(settings.hoursUntilEscalation) * 3600
        return newestOpen.filter { notice in
            guard notice.acknowledgedAt == nil, notice.escalatedAt == nil else { return false }
            let unconfirmed = filter { !$0.isOver && $0.isAbout(notice) && $0.acknowledgedAt == nil }
            return unconfirmed.contains { now >= $0.toldAt.addingTimeInterval(patience) }
        }
    }
}

/// What has to be told now about the things of one company.
public struct ExpiryDecision: Sendable, Equatable {
    /// New steps, one for each thing at most.
    public var steps: [(thing: ExpiringThing, step: Int, daysLeft: Int)] = []
    /// Things that were told about and were renewed since; the new thing beside the old one's identifier.
    public var renewed: [(kind: ExpiringKind, by: ExpiringThing)] = []
    /// What is no longer to be told about, renewed or not.
    public var over: [(kind: ExpiringKind, subjectID: String)] = []
    /// What was over and is in use again: a deletion that was taken back.
    public var back: [(kind: ExpiringKind, subjectID: String)] = []

    public static func == (a: ExpiryDecision, b: ExpiryDecision) -> Bool {
        a.steps.elementsEqual(b.steps, by: ==) && a.renewed.elementsEqual(b.renewed, by: ==)
            && a.over.elementsEqual(b.over, by: ==) && a.back.elementsEqual(b.back, by: ==)
    }

    /// - Parameters:
    ///   - things: what the company has at `now`, at most one of each kind.
    ///   - told: every step that was told of any of its things, over or not.
    public init(
        things: [ExpiringThing], told: [ExpiryNotice], ladder: NoticeLadder, at now: Date, in timeZone: TimeZone
    ) {
        for thing in things {
            let daysLeft = NoticeLadder.daysLeft(until: thing.expiresAt, at: now, in: timeZone)
            let mine = told.filter { $0.kind == thing.kind && $0.subjectID == thing.id }
            // A step is told when it is later than all that were told: a longer ladder tells nothing twice.
            if let step = ladder.step(daysLeft: daysLeft), mine.allSatisfy({ step < $0.step }) {
                steps.append((thing, step, daysLeft))
            }
        }
        var seen: Set<[String]> = []
        for notice in told where !notice.isOver {
            let present = things.first { $0.kind == notice.kind }
            guard present?.id != notice.subjectID, seen.insert([notice.kind.rawValue, notice.subjectID]).inserted
            else { continue }
            over.append((notice.kind, notice.subjectID))
            if let present, present.expiresAt > notice.expiresAt { renewed.append((notice.kind, present)) }
        }
        for thing in things
        where told.contains(where: { $0.isOver && $0.kind == thing.kind && $0.subjectID == thing.id }) {
            back.append((thing.kind, thing.id))
        }
    }
}
