import CLibpq
import Foundation
import Ports

/// What PostgreSQL or the line to it said, before it is told in the words of the port.
enum PostgreSQLError: Error {
    /// The transaction met another; it was undone and can be run again.
    case collided(String)
    case refused(StoreError)
    /// The connection broke before COMMIT was sent: nothing was kept, and the body can be run again.
    case interrupted(String)
    /// The connection is gone; whether the last statement took effect is not known.
    case lost(String)
    /// Whether a COMMIT took effect could not be asked: not to be run again.
    case inDoubt(StoreError)

    /// - Parameters:
    ///   - result: a failed one. Only its primary message is passed on, which names tables, columns and constraints
    ///     but no values; those are in its detail.
    ///   - isPrepared: whether it was a prepared statement's.
    init(_ result: OpaquePointer, isPrepared: Bool) {
        let state = Self.field(result, 67)  // PG_DIAG_SQLSTATE, 'C'
        let message = Self.field(result, 77)  // PG_DIAG_MESSAGE_PRIMARY, 'M'
        let constraint = Self.field(result, 110)  // PG_DIAG_CONSTRAINT_NAME, 'n'
        // Two nodes that bring an empty database up to date at once: the second one looks again. A device's entries are
        // numbered for the device, and decisions about its old and its new enrollment run beside each other.
        let isRace =
            [
                "pg_type_typname_nsp_index", "pg_class_relname_nsp_index", "schema_migrations_pkey",
                "device_events_pkey",
            ].contains(constraint) || state == "42P07"
        switch state.prefix(2) {
        // Not the server's but libpq's own: what the server made of the statement is not known.
        case "": self = .lost(Self.words(PQresultErrorMessage(result)))
        case _ where ["40001", "40P01"].contains(state) || isRace: self = .collided("\(message) (\(state))")
        case "23": self = .refused(.conflict(message))
        // Here the primary message may quote the value.
        case "22": self = .refused(.conflict("PostgreSQL refused a value (\(state))"))
        case "53":
            self = .refused(.unavailable("PostgreSQL has run out of a resource: \(message). Nothing was stored."))
        case "57":
            self = .refused(.unavailable("PostgreSQL is being stopped or has ended the connection: \(message)."))
        // 0A000: a standby in recovery knows no serializable transactions.
        case _ where state == "25006" || (state == "0A000" && !isPrepared):
            self = .refused(
                .unavailable("this PostgreSQL server is read-only, such as a standby: point Kizuna at the primary"))
        case "P0": self = .refused(.conflict(message))
        default: self = .refused(.unavailable("\(message) (PostgreSQL \(state))"))
        }
    }

    /// The server has forgotten the statement, or its tables were changed by a newer version's migration
    /// ("cached plan must not change result type"): a new connection prepares it anew.
    static func isStale(_ result: OpaquePointer) -> Bool { ["0A000", "26000"].contains(field(result, 67)) }

    /// One line, without the final stop of libpq's own.
    static func words(_ message: UnsafePointer<CChar>?) -> String {
        guard let message else { return "no reason given" }
        return String(cString: message).split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
            .joined(separator: " ")
    }

    private static func field(_ result: OpaquePointer, _ code: Int32) -> String {
        PQresultErrorField(result, code).map { String(cString: $0) } ?? ""
    }
}
