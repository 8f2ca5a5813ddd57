import Synchronization

/// The serial numbers of every certificate in a row that was revoked; asked by the push service from its own threads.
public final class RevokedCertificates: Sendable {
    private let serials = Mutex<Set<String>>([])

    /// - Parameter serial: hexadecimal digits; case and leading zeros do not matter.
    public func contains(serial: String) -> Bool {
        let serial = Self.plain(serial)
        return serials.withLock { $0.contains(serial) }
    }

    func follow(_ state: PortalState) {
        let all = state.accounts.values.flatMap(\.rows).filter { $0.revokedAt != nil }.flatMap(\.certificates)
        let plain = Set(all.map { Self.plain($0.serialNumber) })
        serials.withLock { $0 = plain }
    }

    private static func plain(_ serial: String) -> String {
        String(serial.uppercased().drop { $0 == "0" })
    }
}
