import Administration
import Foundation
import Ports
import Synchronization
import Testing

@testable import SQLStore
@testable import SQLiteDriver

/// What is promised of SQLite beyond the contract: durability, rights of the files, damaged files.
@Suite struct SQLiteTests {
    private func setting(_ driver: any SQLDriver, _ pragma: SQL, writing: Bool = true) async throws -> String {
        let rows =
            try await writing ? driver.write { try $0.rows(pragma, []) } : driver.read { try $0.rows(pragma, []) }
        return String(describing: rows)
    }

    @Test func `the writer flushes each commit, and foreign keys hold`() async throws {
        try await withBench(.sqlite) { bench in
            #expect(try await setting(bench.driver, "PRAGMA synchronous").contains("integer(2)"))
            #expect(try await setting(bench.driver, "PRAGMA journal_mode").contains("text(\"wal\")"))
            #expect(try await setting(bench.driver, "PRAGMA foreign_keys").contains("integer(1)"))
            #expect(try await setting(bench.driver, "PRAGMA secure_delete").contains("integer(1)"))
            #expect(try await setting(bench.driver, "PRAGMA busy_timeout").contains("integer(10000)"))
            #expect(try await setting(bench.driver, "PRAGMA wal_autocheckpoint").contains("integer(4000)"))
            // Still so after other work, and read connections cannot write.
            try await bench.store.write { try $0.setInstallationValue([1], for: .kind) }
            #expect(try await setting(bench.driver, "PRAGMA synchronous").contains("integer(2)"))
        }
    }

    @Test func `the files are the owner's alone, also when they were not before`() async throws {
        let directory = try makeDirectory()
        defer { try? FileManager.default.removeItem(at: directory) }
        let path = directory.appending(path: "kizuna.sqlite").path
        #expect(FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o644]))
        let store = try await SQLiteStore.open(path: path)
        try await store.write { try $0.setInstallationValue([1], for: .kind) }
        for suffix in ["", "-wal", "-shm"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: path + suffix)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
        try await store.close()
    }

    @Test func `what was acknowledged is in the files without closing`() async throws {
        try await withBench(.sqlite) { bench in
            try await bench.store.write { try $0.setInstallationValue([42], for: .kind) }
            // The state of the disk after kill -9: database and write-ahead log as they lie there.
            let copy = try makeDirectory()
            defer { try? FileManager.default.removeItem(at: copy) }
            for suffix in ["", "-wal"] {
                let name = "kizuna.sqlite" + suffix
                try FileManager.default.copyItem(
                    at: bench.directory.appending(path: name), to: copy.appending(path: name))
            }
            let survivor = try await Bench(.sqlite, in: copy)
            #expect(try await survivor.store.read { try $0.installationValue(.kind) } == [42])
            try await survivor.store.close()
        }
    }

    @Test func `two processes' stores on one file see each other's writes`() async throws {
        try await withBench(.sqlite) { bench in
            let other = try await Bench(.sqlite, in: bench.directory)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (number, store) in [bench.store, other.store].enumerated() {
                    group.addTask {
                        for step in 0..<20 {
                            try await store.write { try $0.insert(Company.sample("company-\(number)-\(step)")) }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await bench.store.read { try $0.companies().count } == 40)
            try await other.store.close()
        }
    }

    /// A database of some pages that a server has or has not left by its own end.
    private func served(in directory: URL, endsCleanly: Bool) async throws -> String {
        let path = directory.appending(path: "kizuna.sqlite").path
        let driver = try await SQLiteDriver.open(path: path, for: .server)
        _ = try await SQLStore.open(driver)
        if endsCleanly { try await driver.close() } else { try driver.leave() }
        return path
    }

    private func damage(_ path: String, at offset: Int) throws {
        let file = try #require(FileHandle(forUpdatingAtPath: path))
        try file.seek(toOffset: UInt64(offset))
        try file.write(contentsOf: Data(repeating: 0xA5, count: 4096))
        try file.close()
    }

    private func isAdvice(_ error: any Error) -> Bool {
        guard case StoreError.cannotOpen(let reason) = error else { return false }
        return reason.contains("damaged") && reason.contains("backup")
    }

    @Test(arguments: [0, 4096 * 3, 4096 * 12])
    func `after a server that did not come to its end the whole file is read first`(at offset: Int) async throws {
        let directory = try makeDirectory()
        defer { try? FileManager.default.removeItem(at: directory) }
        let path = try await served(in: directory, endsCleanly: false)
        try damage(path, at: offset)
        await #expect {
            _ = try await SQLiteDriver.open(path: path, for: .server)
        } throws: {
            isAdvice($0)
        }
        // Refused is not served: the next attempt looks again.
        await #expect(throws: StoreError.self) { try await SQLiteDriver.open(path: path, for: .server) }
    }

    @Test func `after a clean end a server opens at once, and finds damage when it reads everything`() async throws {
        let directory = try makeDirectory()
        defer { try? FileManager.default.removeItem(at: directory) }
        let path = try await served(in: directory, endsCleanly: true)
        let whole = try await SQLiteDriver.open(path: path, for: .server)
        try await whole.confirmWhole()
        try await whole.close()
        try damage(path, at: 4096 * 12)
        let driver = try await SQLiteDriver.open(path: path, for: .server)
        await #expect {
            try await driver.confirmWhole()
        } throws: {
            isAdvice($0)
        }
        try driver.leave()
        await #expect(throws: StoreError.self) { try await SQLiteDriver.open(path: path, for: .server) }
    }

    @Test(arguments: [SQLiteDriver.Use.command, .server])
    func `a file that ends early is refused with advice, whoever opens it`(_ use: SQLiteDriver.Use) async throws {
        let directory = try makeDirectory()
        defer { try? FileManager.default.removeItem(at: directory) }
        let path = try await served(in: directory, endsCleanly: true)
        #expect(truncate(path, 4096 * 8) == 0)
        await #expect {
            _ = try await SQLiteDriver.open(path: path, for: use)
        } throws: {
            isAdvice($0)
        }
    }

    @Test func `a command leaves the server's mark where it is`() async throws {
        let directory = try makeDirectory()
        defer { try? FileManager.default.removeItem(at: directory) }
        let path = try await served(in: directory, endsCleanly: false)
        let command = try await SQLiteDriver.open(path: path)
        #expect(try await setting(command, "PRAGMA user_version").contains("integer(1)"))
        try await command.close()
        let server = try await SQLiteDriver.open(path: path, for: .server)
        try await server.close()
        let after = try await SQLiteDriver.open(path: path)
        #expect(try await setting(after, "PRAGMA user_version").contains("integer(0)"))
        try await after.close()
    }

    @Test func `a full disk refuses the write, keeps what was there, and is forgotten when there is room`() async throws
    {
        try await withBench(.sqlite) { bench in
            try await bench.store.write { try $0.setInstallationValue([1], for: .kind) }
            let large = [UInt8](repeating: 7, count: 1_000_000)
            _ = try await bench.driver.write { try $0.rows("PRAGMA max_page_count = 100", []) }
            let outcomes = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<10 {
                    group.addTask {
                        do {
                            try await bench.store.write { try $0.setInstallationValue(large, for: .kind) }
                            return true
                        } catch StoreError.unavailable(let reason) {
                            return !reason.contains("full")
                        } catch {
                            return true
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes == [Bool](repeating: false, count: 10))
            #expect(try await bench.store.read { try $0.installationValue(.kind) } == [1])
            _ = try await bench.driver.write { try $0.rows("PRAGMA max_page_count = 1000000", []) }
            try await bench.store.write { try $0.setInstallationValue(large, for: .kind) }
            #expect(try await bench.store.read { try $0.installationValue(.kind) } == large)
        }
    }

    @Test func `a place that cannot be is refused with advice`() async throws {
        let directory = try makeDirectory()
        defer { try? FileManager.default.removeItem(at: directory) }
        for path in [directory.path, directory.appending(path: "missing/kizuna.sqlite").path] {
            await #expect {
                _ = try await SQLiteStore.open(path: path)
            } throws: { error in
                if case StoreError.cannotOpen = error { true } else { false }
            }
        }
    }

    @Test func `a temporary store leaves nothing behind`() async throws {
        var store: TemporaryStore? = try await TemporaryStore()
        let directory = try #require(store?.directory.path)
        try await store?.write { try $0.setInstallationValue([1], for: .kind) }
        #expect(FileManager.default.fileExists(atPath: directory))
        try await store?.close()
        store = nil
        #expect(!FileManager.default.fileExists(atPath: directory))
    }

    /// - Returns: how often each of three bodies ran that waited together, behind a fourth, and what the store holds then.
    private func runs(ofSecond second: @escaping @Sendable (any Transaction) throws -> Void) async throws -> [[Int]] {
        var found: [[Int]] = []
        try await withBench(.sqlite) { bench in
            let driver = try await SQLiteDriver.open(path: bench.directory.appending(path: "line.sqlite").path)
            let store = try await SQLStore.open(driver), counts = Counts(), gate = DispatchSemaphore(value: 0)
            let (begun, continuation) = AsyncStream.makeStream(of: Void.self)
            async let first: Void = store.write { _ in
                continuation.finish()
                gate.wait()
            }
            for await _ in begun {}
            let bodies: [@Sendable (any Transaction) throws -> Void] = [
                { try $0.insert(Company.sample("one")) }, second, { try $0.insert(Company.sample("three")) },
            ]
            var waiting: [Task<Void, any Error>] = []
            for (number, body) in bodies.enumerated() {
                waiting.append(
                    Task {
                        try await store.write { transaction in
                            counts.runs.withLock { $0[number] += 1 }
                            try body(transaction)
                        }
                    })
                while driver.groups.length <= number { await Task.yield() }
            }
            gate.signal()
            try await first
            var kept: [Int] = []
            for task in waiting { kept.append((try? await task.value) == nil ? 0 : 1) }
            let codes = try await store.read { Set(try $0.companies().map(\.code.description)) }
            found = [counts.runs.withLock { $0 }, kept, ["one", "two", "three"].map { codes.contains($0) ? 1 : 0 }]
            try await store.close()
        }
        return found
    }

    private struct Refused: Error {}
    private final class Counts: Sendable {
        let runs = Mutex([0, 0, 0])
    }

    @Test func `of writes that waited together, one that throws after a change is taken back alone`() async throws {
        let found = try await runs {
            try $0.insert(Company.sample("two"))
            throw Refused()
        }
        #expect(found == [[2, 2, 1], [1, 0, 1], [1, 0, 1]])
    }

    @Test func `one that throws before any change costs the others nothing`() async throws {
        let found = try await runs {
            _ = try $0.companies()
            throw Refused()
        }
        #expect(found == [[1, 1, 1], [1, 0, 1], [1, 0, 1]])
    }

    @Test func `writes that waited together and went well run once`() async throws {
        #expect(try await runs { try $0.insert(Company.sample("two")) } == [[1, 1, 1], [1, 1, 1], [1, 1, 1]])
    }

    @Test func `a refusal beside a write that could not be kept does not stand`() async throws {
        try await withBench(.sqlite) { bench in
            let driver = try await SQLiteDriver.open(path: bench.directory.appending(path: "line.sqlite").path)
            let store = try await SQLStore.open(driver), gate = DispatchSemaphore(value: 0)
            let (begun, continuation) = AsyncStream.makeStream(of: Void.self)
            async let first: Void = store.write { _ in
                continuation.finish()
                gate.wait()
            }
            for await _ in begun {}
            let keptNever = Task {
                try await driver.write { connection in
                    // Seen at COMMIT.
                    _ = try connection.execute("PRAGMA defer_foreign_keys = ON", [])
                    _ = try connection.execute(
                        """
                        INSERT INTO calendar_feeds (company_id, token_hash, created_at, created_by)
                        VALUES ('nobody', $1, 0, '')
                        """, [.bytes([1])])
                }
            }
            while driver.groups.length < 1 { await Task.yield() }
            let refused = Task { try await driver.write { _ in throw Refused() } }
            while driver.groups.length < 2 { await Task.yield() }
            gate.signal()
            try await first
            for task in [keptNever, refused] { await #expect(throws: StoreError.self) { try await task.value } }
            try await store.close()
        }
    }

    @Test func `values of every kind and length come back as bound, and a failed statement can be run again`()
        async throws
    {
        try await withBench(.sqlite) { bench in
            let long = String(repeating: "長い文", count: 50_000)
            let values: [SQLValue] = [
                .null, .integer(.min), .integer(.max), .integer(0), .text(""), .text("é\u{301}👩‍👧"), .text(long),
                .bytes([]), .bytes([0, 255, 0]), .bytes([UInt8](repeating: 7, count: 200_000)),
            ]
            for value in values {
                let rows = try await bench.driver.write {
                    try $0.rows("SELECT $2 AS b, $1 AS a, $2 AS c", [.null, value])
                }
                #expect(rows.map(\.values) == [[value, .null, value]])
            }
            let insert: SQL = "INSERT INTO installation_values (name, value) VALUES ($1, $2)"
            try await bench.driver.write { connection in
                let first = try connection.execute(insert, [.text("x"), .bytes([1])])
                #expect(first == 1)
                #expect(throws: StoreError.self) { try connection.execute(insert, [.text("x"), .bytes([2])]) }
                #expect(throws: StoreError.self) { try connection.execute(insert, [.text("y")]) }
                let last = try connection.execute(insert, [.text("y"), .bytes([3])])
                #expect(last == 1)
            }
            let kept = try await bench.driver.read {
                try $0.rows(
                    "SELECT value FROM installation_values WHERE name IN ($1, $2) ORDER BY name",
                    [.text("x"), .text("y")])
            }
            #expect(kept.map(\.values) == [[.bytes([1])], [.bytes([3])]])
        }
    }
}
