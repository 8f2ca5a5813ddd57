import Enrollments
import Foundation
import Ports
import PostgreSQLDriver
import SQLStore
import Synchronization
import Testing

/// Stores of several nodes on one schema of the database of `KIZUNA_TEST_POSTGRES`.
struct PostgreSQLNodes: Sendable {
    let schema: String
    private let server: String

    static let isThere: Bool = Engine.postgresqlAddress != nil

    init(_ schema: String? = nil) async throws {
        let name = schema ?? "nodes_\(UUID().uuidString.prefix(13).lowercased().replacing("-", with: "_"))"
        let server = try #require(Engine.postgresqlAddress)
        self.server = server
        self.schema = name
        let maker = try await PostgreSQLDriver.open(server, connections: 2)
        _ = try await maker.write(.beside(units: [])) { try $0.rows("SELECT make_schema($1)", [.text(name)]) }
        try await maker.close()
    }

    func address(options: String = "", more: String = "") -> String {
        "\(server)&options=-csearch_path%3D\(schema)\(options)\(more)"
    }

    /// The folder of the server's socket.
    var socketFolder: String? {
        URLComponents(string: server)?.queryItems?.first { $0.name == "host" }?.value.flatMap {
            $0.hasPrefix("/") ? $0 : nil
        }
    }

    /// - Parameter folder: where the socket is instead of the server's own.
    func node(connections: Int = 2, name: String = "kizuna", through folder: String? = nil) async throws -> Node {
        var address = address(more: "&application_name=\(name)")
        if let folder, let socketFolder { address = address.replacing(socketFolder, with: folder) }
        let driver = try await PostgreSQLDriver.open(address, connections: connections)
        return Node(driver: driver, store: try await SQLStore.open(driver))
    }

    struct Node: Sendable {
        let driver: PostgreSQLDriver
        let store: any Store

        /// Ends the connections of that application name, as an administrator or a restart does.
        func endConnections(named name: String) async throws -> Int {
            try await driver.read { connection in
                try connection.rows(
                    """
                    SELECT pg_terminate_backend(pid, 2000) AS ended FROM pg_stat_activity
                    WHERE application_name = $1 AND pid <> pg_backend_pid()
                    """, [.text(name)]
                ).count
            }
        }
    }
}

/// What a store is told.
final class Ear: Sendable {
    private let news: Heard
    private final class Heard: Sendable { let all = Mutex<[StoreNews]>([]) }

    init(_ store: any Store) throws {
        let stream = try #require(store.news())
        let heard = Heard()
        news = heard
        Task { for await one in stream { heard.all.withLock { $0.append(one) } } }
    }

    var heard: [StoreNews] { news.all.withLock { $0 } }

    /// - Returns: whether it became true within so many seconds.
    func hears(within seconds: Double = 2, _ condition: ([StoreNews]) -> Bool) async throws -> Bool {
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end {
            if condition(heard) { return true }
            try await Task.sleep(for: .milliseconds(10))
        }
        return condition(heard)
    }
}
