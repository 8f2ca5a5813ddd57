/// What can be wrong with people, companies and sessions. Put into words by `Delivery/Problems`.
public enum AdministrationError: Error, Equatable, Sendable {
    case invalidCompanyCode(String)
    case companyCodeTaken(CompanyCode)
    case invalidCompanyName
    case unknownTimeZone(String)
    case unknownBrand(String)
    case noSuchCompany(String)
    case invalidLogin(String)
    case loginTaken(String)
    case noSuchUser(String)
    case passwordTooShort
    case passwordTooLong
    case passwordTooCommon
    case passwordsDiffer
    case wrongCurrentPassword
    /// Company, login or password: the answer is the same for all three.
    case loginFailed
    case loginThrottled
    /// A set-up or password link that was used, expired or never existed.
    case linkNotValid
    case setUpAlreadyDone
    /// How long a log is kept: outside of what is possible.
    case logDaysOutOfRange
    /// An お知らせ that is empty, too long, or has control characters.
    case noticeTextNotValid
    case noticeOverAlready
    case noSuchNotice
}
