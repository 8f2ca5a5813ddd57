public import Administration
public import Foundation

public protocol SessionRecords {
    /// By the hash of the cookie's token: the session says which company it belongs to.
    func session(tokenHash: [UInt8]) throws -> Session?
    func insert(_ session: Session) throws
    func touchSession(tokenHash: [UInt8], at now: Date) throws
    /// The password was given again.
    func stepUpSession(tokenHash: [UInt8], at now: Date) throws
    func deleteSession(tokenHash: [UInt8]) throws
    /// All of a person's, but `keeping` when given.
    func deleteSessions(of user: UserID, in scope: CompanyScope, keeping tokenHash: [UInt8]?) throws
    /// Sessions created before, whatever became of them.
    func deleteSessions(createdBefore: Date) throws

    /// Failed logins are counted under a key (an account or an address, hashed by the caller).
    func loginFailures(key: [UInt8], since: Date) throws -> Int
    func recordLoginFailure(key: [UInt8], at now: Date) throws
    /// One of those that were recorded at this instant was none; nothing when there is none.
    func takeBackLoginFailure(key: [UInt8], at instant: Date) throws
    func clearLoginFailures(key: [UInt8]) throws
    func deleteLoginFailures(before: Date) throws
}
