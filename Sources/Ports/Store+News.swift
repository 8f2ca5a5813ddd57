public import Enrollments
public import Foundation

/// What other nodes of the same installation changed, told after their commit.
public enum StoreNews: Sendable, Hashable {
    /// A command waits for this enrollment.
    case work(EnrollmentID)
    /// State or identity of this enrollment changed.
    case enrollment(EnrollmentID)
    /// A device is to be woken.
    case wakeUp
    /// So much changed that everything remembered may be out of date.
    case everything
    /// The line is down: until ``resumed`` nothing that is remembered can be believed.
    case lost
    /// The line is up. What was remembered before is out of date.
    case resumed
}

/// Which node does what only one at a time should do.
public protocol LeaseRecords {
    /// Takes or prolongs a lease that is free, over, or `holder`'s already.
    ///
    /// - Parameters:
    ///   - until: over from then on, so that a dead holder's work is taken over.
    /// - Returns: false when somebody else holds it.
    func takeLease(_ name: String, for holder: String, until: Date, at now: Date) throws -> Bool
}
