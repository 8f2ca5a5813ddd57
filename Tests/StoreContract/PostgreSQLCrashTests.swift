import Foundation
import Ports
import PostgreSQLDriver
import Synchronization
import Testing

@testable import SQLStore

/// A server of its own that is ended as by a power cut.
@Suite(.enabled(if: PostgreSQLNodes.isThere)) struct PostgreSQLCrashTests {
    private static let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "scripts/postgresql-for-tests").path

    @discardableResult
    private static func run(_ program: String, _ arguments: [String]) throws -> String {
        // A file and no pipe: the server that a script leaves behind would hold its end open.
        let output = FileManager.default.temporaryDirectory.appending(path: "output-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: output) }
        try Data().write(to: output)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.standardOutput = try FileHandle(forWritingTo: output)
        try process.run()
        process.waitUntilExit()
        return String(decoding: try Data(contentsOf: output), as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @Test func `a server that crashes at COMMIT and gives the number out again is not believed about it`() async throws
    {
        let folder = FileManager.default.temporaryDirectory.appending(path: "crash-\(UUID().uuidString.prefix(8))").path
        let address = try Self.run(Self.script, ["start", folder])
        defer { _ = try? Self.run(Self.script, ["stop", folder]) }
        let socket = try #require(
            URLComponents(string: address)?.queryItems?.first { $0.name == "host" }?.value)
        let relay = try PostgreSQLRelay(to: socket)
        defer { relay.close() }
        let driver = try await PostgreSQLDriver.open(address.replacing(socket, with: relay.folder), connections: 2)
        _ = try await driver.write { try $0.execute("CREATE TABLE things (run BIGINT)", []) }

        let number = Mutex("0")
        let told = Mutex("")
        let crash: @Sendable () -> Void = {
            let number = number.withLock { $0 }
            func ask(_ statement: String) -> String {
                (try? Self.run("psql", ["-h", socket, "-U", "kizuna", "-d", "kizuna", "-Atqc", statement])) ?? ""
            }
            _ = try? Self.run(Self.script, ["halt", folder])
            _ = try? Self.run(Self.script, ["resume", folder])
            // Others commit until the number is used.
            for _ in 0..<50 where (Int(ask("SELECT pg_current_xact_id()")) ?? .max) < (Int(number) ?? 0) {}
            told.withLock { $0 = ask("SELECT pg_xact_status('\(number)'::xid8)") }
        }
        // The server may have written the number down by chance; then it does not lie.
        for round in 1...4 {
            relay.arm(.meanwhile(crash))
            let runs = Mutex(0)
            try await driver.write { connection in
                let run = runs.withLock { runs in
                    runs += 1
                    return runs
                }
                let row = try connection.rows("SELECT pg_current_xact_id()::text AS number", []).first
                let given = try row?.text("number") ?? ""
                if run == 1 { number.withLock { $0 = given } }
                _ = try connection.execute("INSERT INTO things (run) VALUES ($1)", [.integer(Int64(run))])
            }
            #expect(!relay.isArmed)
            #expect(runs.withLock { $0 } == 2, "what the crash undid is done again")
            let stored = try await driver.read {
                try $0.rows("SELECT run FROM things", []).map { try $0.integer("run") }
            }
            #expect(stored == [Int](repeating: 2, count: round), "each once")
            if told.withLock({ $0 }) == "committed" { break }
        }
        #expect(told.withLock { $0 } == "committed", "the server itself would have lied")
        try await driver.close()
    }
}
