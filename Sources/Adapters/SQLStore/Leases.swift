import Foundation
import Ports

extension SQLTransaction {
    func takeLease(_ name: String, for holder: String, until: Date, at now: Date) throws -> Bool {
        try changes(
            """
            INSERT INTO leases (name, holder, until) VALUES ($1, $2, $3)
            ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
            WHERE leases.holder = excluded.holder OR leases.until <= $4
            """, [.text(name), .text(holder), .instant(until), .instant(now)]) == 1
    }
}
