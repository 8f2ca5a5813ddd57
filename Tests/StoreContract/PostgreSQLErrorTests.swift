import Administration
import CLibpq
import Foundation
import Ports
import Testing

@testable import PostgreSQLDriver
@testable import SQLStore

@Suite(.enabled(if: PostgreSQLNodes.isThere)) struct PostgreSQLErrorTests {
    private func words(_ work: () async throws -> Void) async -> String {
        do {
            try await work()
            return ""
        } catch StoreError.cannotOpen(let words) {
            return words
        } catch {
            return "not cannotOpen: \(error)"
        }
    }

    @Test(arguments: [
        "postgresql://kizuna:Sesame99@127.0.0.1:1/kizuna", "postgresql://kizuna:Sesame99@no-host.invalid/kizuna",
        "postgresql://kizuna:Sesa/me99@127.0.0.1/kizuna", "postgresql://kizuna:x@Sesame99@127.0.0.1:1/kizuna",
        "postgresql://kizuna:Sesa%me99@127.0.0.1/kizuna", "postgres//kizuna:Sesame99@127.0.0.1/kizuna",
        "host=/nowhere user=kizuna password=Sesame99 dbname=kizuna", "host=/nowhere password='Sesame99",
        "postgresql://kizuna@127.0.0.1:1/kizuna?password=Sesame99",
    ])
    func `a server that cannot be reached is told without the password`(_ address: String) async {
        let told = await words { _ = try await PostgreSQLDriver.open(address, connections: 2) }
        #expect(told.contains("Nothing was changed") && !told.hasPrefix("not"), "\(told)")
        for secret in ["Sesa", "me99"] { #expect(!told.contains(secret)) }
    }

    @Test func `where libpq is not installed the error says what to install`() {
        #expect(PostgreSQLAddress.trouble == nil)
        let missing = "libpq.so.5: cannot open shared object file: No such file or directory"
        #expect {
            _ = try PostgreSQLAddress("postgresql://kizuna@127.0.0.1/kizuna", trouble: missing)
        } throws: { error in
            guard case StoreError.unavailable(let words) = error else { return false }
            return words.contains(missing) && words.contains("Install libpq5")
        }
    }

    @Test func `an error that the server did not make leaves open what became of the statement`() throws {
        let result = try #require(PQmakeEmptyPGresult(nil, PGRES_FATAL_ERROR))
        defer { PQclear(result) }
        let error = PostgreSQLError(result, isPrepared: true)
        guard case .lost = error else {
            Issue.record("\(error)")
            return
        }
    }

    @Test func `a role that may not log in is told in the server's words`() async throws {
        let address = try #require(Engine.postgresqlAddress).replacing("user=kizuna", with: "user=nobody_here")
        let told = await words { _ = try await PostgreSQLDriver.open("\(address)&password=Sesame99", connections: 2) }
        #expect(told.contains("nobody_here") && !told.contains("Sesame99"), "\(told)")
    }

    @Test func `on a read-only server reads work, and a write says to look for the primary`() async throws {
        let nodes = try await PostgreSQLNodes()
        let node = try await nodes.node()
        let driver = try await PostgreSQLDriver.open(
            nodes.address(options: "%20-cdefault_transaction_read_only%3Don"), connections: 2)
        #expect(try await driver.read { try $0.rows("SELECT * FROM companies", []).count } == 0)
        await #expect {
            _ = try await driver.write { try $0.execute("DELETE FROM leases", []) }
        } throws: { error in
            if case StoreError.unavailable(let words) = error { words.contains("primary") } else { false }
        }
        try await driver.close()
        try await node.store.close()
    }

    @Test func `a database that does not sort byte by byte is refused with the remedy`() async throws {
        let nodes = try await PostgreSQLNodes()
        let server = try #require(Engine.postgresqlAddress)
        let name = "sorted_\(nodes.schema)"
        // CREATE DATABASE runs in no transaction, which the driver always makes: the shell's tool does it.
        let tool = Process()
        tool.executableURL = URL(filePath: "/usr/bin/env")
        let folder = try #require(nodes.socketFolder)
        tool.arguments = [
            "createdb", "-h", folder, "-U", "postgres", "-O", "kizuna", "--template=template0", "--encoding=UTF8",
            "--locale-provider=icu", "--icu-locale=ja", "--locale=C", name,
        ]
        try tool.run()
        tool.waitUntilExit()
        try #require(tool.terminationStatus == 0, "createdb with ICU is not there: this is not tested")
        let told = await words {
            _ = try await PostgreSQLDriver.open(
                server.replacing("/kizuna?", with: "/\(name)?"), connections: 2)
        }
        #expect(told.contains("byte by byte") && told.contains("createdb --template=template0"), "\(told)")
    }

    @Test func `an acknowledged write is on disk, whatever the database is set to`() async throws {
        let nodes = try await PostgreSQLNodes()
        let driver = try await PostgreSQLDriver.open(
            nodes.address(options: "%20-csynchronous_commit%3Doff"), connections: 2)
        let setting = try await driver.read {
            try $0.rows("SELECT current_setting('synchronous_commit') AS setting", []).first?.text("setting")
        }
        #expect(setting == "on")
        try await driver.close()
    }
}
