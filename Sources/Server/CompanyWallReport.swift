import Logging
import Ports

extension CompanyWall {
    /// What an operator should know of it; nil when there is nothing to do.
    var advice: String? {
        switch self {
        case .none, .closed: nil
        case .open:
            """
            The database keeps companies apart, except for nodes of the version before; that ends by itself when the last \
            of them has stopped.
            """
        case .passedByRole(let role):
            """
            The role \(role) is a superuser or has BYPASSRLS, so PostgreSQL does not keep companies apart; Kizuna's own \
            statements still do. Serve with a plain role: docs/guides/scale.md.
            """
        }
    }

    /// At the start of a server.
    func report(to logger: Logger) {
        guard let advice else { return }
        switch self {
        case .passedByRole: logger.warning("\(advice)")
        case .none, .open, .closed: logger.notice("\(advice)")
        }
    }
}
