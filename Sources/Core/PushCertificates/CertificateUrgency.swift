/// How loudly the console speaks about a date of expiry. Days are calendar days in the company's time zone.
public enum CertificateUrgency: Sendable, Equatable {
    /// More than 60 days.
    case calm
    /// 60 days and fewer: the manual's red (S0 §3.1).
    case renew
    /// 7 days and fewer.
    case renewAtOnce
    case expired

    public static let redDays = 60
    public static let plateDays = 7

    public init(daysLeft: Int, isExpired: Bool) {
        if isExpired {
            self = .expired
        } else if daysLeft <= Self.plateDays {
            self = .renewAtOnce
        } else if daysLeft <= Self.redDays {
            self = .renew
        } else {
            self = .calm
        }
    }
}
