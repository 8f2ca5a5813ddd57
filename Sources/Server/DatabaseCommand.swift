import Administration
import ArgumentParser
import CommandLine
import Foundation
import Ports
import SQLStore

/// `kizuna database`: the database under an installation.
struct DatabaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "database", abstract: "The database under an installation.",
        subcommands: [DatabaseMoveCommand.self])
}

/// `kizuna database move`: from SQLite to PostgreSQL, or from one PostgreSQL database to another.
struct DatabaseMoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "move",
        abstract: "Carries a whole installation into an empty database, and compares both sides.",
        discussion: """
            Stop the server first. A move that was broken off goes on where it stopped when it is run again. When both \
            sides agree, the old database serves no more; it is not deleted. The master key stays where it is: start \
            the server with the same --data and with --database. From the beginning of a move on nothing serves from \
            the old database; --give-up lets it serve again.
            """)

    @Option(name: .long, help: "Data directory with SQLite in it, or postgresql://….") var from: String
    @Option(name: .long, help: "postgresql://… of an empty database (environment: KIZUNA_DATABASE).") var to: String?
    @Flag(name: .long, help: "One JSON object for each table, with its count and hash.") var json = false

    @Flag(name: .customLong("give-up"), help: "Ends a move that was begun: the old database (--from) serves again.")
    var givesUp = false

    func run() async throws {
        if givesUp { return try await giveUp() }
        let environment = ProcessInfo.processInfo.environment
        guard let to = to ?? environment[SettingName.database.environment], DatabaseAddress.isPostgreSQL(to) else {
            throw SettingsMistakes(lines: [
                "kizuna: --to must be like postgresql://kizuna@db.example.jp/kizuna?sslmode=verify-full."
            ])
        }
        let old = try old()
        let source = try await old.driver()
        let target: any SQLDriver
        do {
            // Both are brought up to date: rows of one schema are compared.
            _ = try await SQLStore.open(source)
            target = try await DatabaseAddress.postgresql(to).driver()
            _ = try await SQLStore.open(target)
        } catch {
            try? await source.close()
            throw error
        }
        do {
            try await move(source, target)
        } catch {
            try? await source.close()
            try? await target.close()
            throw error
        }
        try await source.close()
        try await target.close()
    }

    private func old() throws -> DatabaseAddress {
        let old = DatabaseAddress(
            data: URL(fileURLWithPath: from), database: DatabaseAddress.isPostgreSQL(from) ? from : nil)
        guard old.exists else {
            throw SettingsMistakes(lines: ["kizuna: --from \(from) holds no installation. Name its data directory."])
        }
        return old
    }

    private func giveUp() async throws {
        let source = try await old().driver()
        do {
            _ = try await SQLStore.open(source)
            guard try await StoreMove.giveUp(source) else {
                throw SettingsMistakes(lines: [
                    "kizuna: no move out of this database waits to go on. Nothing was changed. Correct --from, or start the server."
                ])
            }
        } catch {
            try? await source.close()
            throw error
        }
        try await source.close()
        Terminal.say("The move was given up. The old database serves again; empty the new one before another move.")
    }

    private func move(_ source: any SQLDriver, _ target: any SQLDriver) async throws {
        let isPlain = !json
        let progress = MoveProgress()
        let moved = try await MoveProblem.telling {
            try await StoreMove(from: source, to: target)(by: try await clock(of: source)) { step in
                if isPlain { progress.show(step) }
            }
        }
        if json {
            for rows in moved { try Terminal.sayJSON(MovedRow(table: rows.table, rows: rows.rows, sha256: rows.hash)) }
        } else {
            Terminal.say("Moved and compared: \(moved.count) tables, \(moved.reduce(0) { $0 + $1.rows }) rows.")
            if let advice = try await target.companyWall().advice { Terminal.say(advice) }
            Terminal.say("Start the server with the same --data and with --database. The old database is kept.")
        }
    }

    /// A Lab's leases are dated by the Lab's clock.
    private func clock(of source: any SQLDriver) async throws -> @Sendable () -> Date {
        let store = try await SQLStore.open(source)
        let file = try await store.read(in: .installation) { try $0.installationValue(.labFile) }
        guard let file, let lab = try? LabFile.read(String(decoding: file, as: UTF8.self)) else { return { Date() } }
        return { LabClock(path: lab.clockFile).now }
    }
}

private struct MovedRow: Encodable {
    let table: String
    let rows: Int
    let sha256: String
}

/// One line for each table, and one in between for each hundred thousand rows.
private struct MoveProgress: Sendable {
    func show(_ step: StoreMove.Step) {
        switch step {
        case .copied(let table, let rows, let total):
            if rows == total || rows.isMultiple(of: 100_000) { Terminal.say("copied    \(table): \(rows) of \(total)") }
        case .compared(let rows):
            if rows.rows > 0 { Terminal.say("compared  \(rows.table): \(rows.rows) rows, \(rows.hash.prefix(16))") }
        }
    }
}

/// What ``StoreMoveError`` means to a person.
private enum MoveProblem {
    static func telling<Value>(_ work: () async throws -> Value) async throws -> Value {
        do {
            return try await work()
        } catch let error as StoreMoveError {
            throw SettingsMistakes(lines: ["kizuna: \(sentence(error))"])
        }
    }

    private static func sentence(_ error: StoreMoveError) -> String {
        switch error {
        case .sourceIsServing:
            "a server uses the old database, or did within the last half minute. Nothing was moved. Stop it, and try again."
        case .sourceServedMeanwhile:
            "a server used the old database while it was being moved, and what it answered may not have been copied. The old "
                + "database still counts. Stop that server, and run the move again: it compares everything."
        case .sourceIsEmpty: "the old database holds no installation. Nothing was moved. Correct --from."
        case .targetIsNotEmpty:
            "the new database holds an installation already. Nothing was moved. Name an empty database with --to."
        case .targetIsAnothers:
            "a move of another installation into this database was begun. Nothing was moved. Name an empty database with --to."
        case .differs(let table, let before, let after):
            "after copying, table \(table) differs (\(before) rows, \(after) rows). The old database still counts and can "
                + "be served. Empty the new one, and move again."
        }
    }
}
