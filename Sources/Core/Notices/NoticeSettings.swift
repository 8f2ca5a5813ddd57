public import Foundation

/// What a company has set about notices, beside its rules.
public struct NoticeSettings: Sendable, Equatable {
    public var ladder: NoticeLadder
    /// Who is told when nobody has confirmed a step in time; empty: nobody.
    public var secondContacts: [MailAddress]
    /// Hours without a confirmation, 1 to 720.
    public var hoursUntilEscalation: Int
    /// 無通信検知: days without contact, 1 to 365; nil: not watched.
    public var silenceDays: Int?
    /// 0 while nothing was stored.
    public var version: Int

    public static let standard = NoticeSettings(
        ladder: .standard, secondContacts: [], hoursUntilEscalation: 72, silenceDays: 7, version: 0)

    public init(
        ladder: NoticeLadder, secondContacts: [MailAddress], hoursUntilEscalation: Int, silenceDays: Int?,
        version: Int
    ) {
        self.ladder = ladder
        self.secondContacts = secondContacts
        self.hoursUntilEscalation = hoursUntilEscalation
        self.silenceDays = silenceDays
        self.version = version
    }

    /// - Throws: ``NoticeError/invalidEscalation(_:)``, ``NoticeError/invalidSilence(_:)``,
    ///   ``NoticeError/tooManyAddresses(limit:)``.
    public func checked() throws(NoticeError) -> NoticeSettings {
        guard (1...720).contains(hoursUntilEscalation) else { throw .invalidEscalation(String(hoursUntilEscalation)) }
        if let silenceDays, !(1...365).contains(silenceDays) { throw .invalidSilence(String(silenceDays)) }
        guard secondContacts.count <= NoticeRule.addressLimit else {
            throw .tooManyAddresses(limit: NoticeRule.addressLimit)
        }
        return self
    }

    /// A device that was last heard before this instant is silent.
    public func silentBefore(_ now: Date) -> Date? {
        silenceDays.map { now.addingTimeInterval(-Double($0) * 86_400) }
    }
}
