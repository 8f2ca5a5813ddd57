public import Foundation

/// How many wrong passwords are borne before the next try must wait (ASVS 5.0 V6.3.1).
///
/// Counted for the account (company code and login as typed, whether they exist or not, so that nothing is
/// told) and for the network address. A right password clears the account's count.
public enum LoginThrottle {
    /// Failures of one account within ``windowSeconds`` after which it must wait.
    public static let accountLimit = 10
    /// Failures from one network address within ``windowSeconds``.
    public static let addressLimit = 60
    public static let windowSeconds: TimeInterval = 15 * 60
}
