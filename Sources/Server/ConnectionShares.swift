import Glibc

/// How many connections each listener may have open, so that none of them takes the last descriptor from another,
/// and the management listener can always be asked.
struct ConnectionShares: Sendable, Equatable {
    let devices: Int
    let console: Int
    let management: Int

    /// Of `descriptors`, 10 % and at least 64 are for database, keys and logs, 10 % for the management listener, 20 % for
    /// the console; devices get the rest.
    init(descriptors: Int) {
        let own = max(64, descriptors / 10)
        management = max(8, descriptors / 10)
        console = max(8, descriptors / 5)
        devices = max(16, descriptors - own - management - console)
    }

    /// More than this costs memory for nothing: with 16 KiB free for each body that is 1 GiB.
    static let mostDescriptors = 65_536

    /// Raises the process's soft limit of open files to the hard one, at most ``mostDescriptors``, and shares it out.
    static func ofThisProcess() -> ConnectionShares {
        let kind = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(kind, &limit) == 0 else { return ConnectionShares(descriptors: 1024) }
        let wanted = min(limit.rlim_max, rlim_t(mostDescriptors))
        if limit.rlim_cur < wanted {
            var raised = limit
            raised.rlim_cur = wanted
            if setrlimit(kind, &raised) == 0 { limit = raised }
        }
        return ConnectionShares(descriptors: Int(min(limit.rlim_cur, rlim_t(mostDescriptors))))
    }
}
