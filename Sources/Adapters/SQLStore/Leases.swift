import Foundation
import Ports

extension SQLTransaction {
    /// Seconds by which the clocks of nodes may differ.
    static var clockTolerance: TimeInterval { 600 }

    func takeLease(_ name: String, for holder: String, until: Date, at now: Date) throws -> Bool {
        try changes(
            """
            INSERT INTO leases (name, holder, until) VALUES ($1, $2, $3)
            ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
            WHERE leases.holder = excluded.holder OR leases.until <= $4 OR leases.until > $5
            """,
            [
                .text(name), .text(holder), .instant(until), .instant(now),
                // Taken by a clock that ran ahead and was put back: nobody holds one for so long.
                .instant(until.addingTimeInterval(Self.clockTolerance)),
            ]) == 1
    }
}
