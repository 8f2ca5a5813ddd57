import Administration
import Synchronization

/// Heads of logs that were found in order, out of reach of whoever changes the database; as long as the process lives.
final class LogHeads: Sendable {
    private let heads = Mutex<[CompanyScope: VerifyLog.Anchor]>([:])

    func head(of scope: CompanyScope) -> VerifyLog.Anchor? { heads.withLock { $0[scope] } }
    /// The furthest one stays.
    func remember(_ head: VerifyLog.Anchor, of scope: CompanyScope) {
        heads.withLock { known in
            if known[scope].map({ $0.sequence < head.sequence }) ?? true { known[scope] = head }
        }
    }
}
