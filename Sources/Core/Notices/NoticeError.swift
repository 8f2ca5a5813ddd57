/// What a person cannot set about notices.
public enum NoticeError: Error, Sendable, Equatable {
    /// As it was typed.
    case invalidAddress(String)
    case tooManyAddresses(limit: Int)
    /// 1 to 100 characters, none of them a control character.
    case invalidName
    /// A rule that nothing sets off.
    case noEvent
    /// A rule that nobody hears.
    case noRecipient
    case noSuchRule
    case tooManyRules(limit: Int)
    /// Numbers from 0 to 365, at least one.
    case invalidLadder(String)
    case invalidSilence(String)
    case invalidEscalation(String)
    /// Somebody else saved while the form was open.
    case changedMeanwhile
    /// The operator has named no mail server.
    case noMailServer
    case noSuchMail
    /// The mail was accepted or is on its way.
    case mailNotWaiting
}
