import Foundation

/// What stands in a cursor, of which a server knows nothing: where it is in the list, and since when.
struct Cursor: Codable {
    /// Nil once the fetch has come to its end: for sync only.
    var position: Int?
    /// Changes with a greater number are still to come.
    var changeNumber: Int
    var serverID: String
    var issuedAt: Date

    static let lifetime: TimeInterval = 7 * 86_400

    var text: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return (try? encoder.encode(self))?.base64EncodedString() ?? ""
    }

    static func read(_ text: String, of server: ManagedServer, at now: Date) throws -> Cursor {
        guard text.utf8.count <= 1_000, let data = Data(base64Encoded: text),
            let cursor = try? JSONDecoder().decode(Cursor.self, from: data), cursor.serverID == server.id
        else { throw ServiceRefusal(400, "INVALID_CURSOR") }
        guard now.timeIntervalSince(cursor.issuedAt) <= lifetime else { throw ServiceRefusal(400, "EXPIRED_CURSOR") }
        return cursor
    }
}
