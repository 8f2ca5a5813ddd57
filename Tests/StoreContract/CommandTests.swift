import Administration
import CommandQueue
import Enrollments
import Foundation
import Ports
import SQLStore
import Testing

private let id = EnrollmentID(stored: "e1")
private let device = DeviceID(stored: "d1")

@Suite struct CommandTests {
    private func fill(_ bench: Bench, _ commands: [QueuedCommand] = []) async throws -> CompanyScope {
        let company = try Company.sample("one")
        try await bench.store.write { transaction in
            try transaction.insert(company)
            try transaction.enroll(.sample("e1"), in: company.scope)
            try transaction.enroll(.sample("e2", device: "d2"), in: company.scope)
            for command in commands { try transaction.insert(command, in: company.scope) }
        }
        return company.scope
    }

    @Test(arguments: Engine.all) func `sequence numbers run from one for each enrollment`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let scope = try await fill(bench)
            let numbers = try await bench.store.write { transaction in
                try [id, id, EnrollmentID(stored: "e2"), id].map {
                    try transaction.nextCommandSequence(of: $0, in: scope)
                }
            }
            #expect(numbers == [1, 2, 1, 3])
            await expectConflict {
                try await bench.store.write {
                    _ = try $0.nextCommandSequence(of: EnrollmentID(stored: "none"), in: scope)
                }
            }
        }
    }

    @Test(arguments: Engine.all, [2, 7, 9]) func `a decision about an enrollment sees its queue as it changes it`(
        _ engine: Engine, count: Int
    ) async throws {
        try await withBench(engine) { bench in
            let commands = (1...count).map { QueuedCommand.sample("c\($0)", $0) }
            let scope = try await fill(bench, commands + [.sample("x", 1, of: EnrollmentID(stored: "e2"))])
            let left = try await bench.store.write(about: [id], in: scope) { transaction -> [QueuedCommand] in
                #expect(try transaction.enrollment(id, in: scope)?.id == id)
                #expect(try transaction.pendingCommands(of: id, in: scope) == commands)
                #expect(try transaction.pendingCommand(CommandUUID(stored: "x"), of: id, in: scope) == nil)
                var first = commands[0]
                first.isDeferred = true
                try transaction.update(first, in: scope)
                #expect(try transaction.pendingCommand(first.uuid, of: id, in: scope) == first)
                #expect(try transaction.nextCommand(of: id, at: today, in: scope) == commands[1])
                try transaction.finish(
                    FinishedCommand(command: commands[1], outcome: .acknowledged, endedAt: today), in: scope)
                #expect(try transaction.pendingCommandCount(of: id, in: scope) == count - 1)
                #expect(
                    try transaction.nextCommand(of: id, at: today, in: scope) == (count > 2 ? commands[2] : nil))
                try transaction.endDeferrals(of: id, in: scope)
                #expect(try transaction.nextCommand(of: id, at: today, in: scope) == commands[0])
                try transaction.insert(.sample("new", 20, isDestructive: true), in: scope)
                return try transaction.pendingCommands(of: id, in: scope)
            }
            #expect(
                left.map(\.uuid.description) == ["new", "c1"]
                    + (3..<max(4, count + 1)).map { "c\($0)" }.prefix(count - 2))
            #expect(try await bench.store.read { try $0.pendingCommands(of: id, in: scope) } == left)
        }
    }

    @Test(arguments: Engine.all) func `destructive first, then by sequence; deferred and expired are left out`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let commands: [QueuedCommand] = [
                .sample("a", 2), .sample("b", 1), .sample("c", 3, isDestructive: true, expiresAt: day(1)),
                .sample("d", 4, isDestructive: true, secret: .pin, expiresAt: day(2)),
                .sample("x", 1, of: EnrollmentID(stored: "e2"), isDestructive: true),
            ]
            let scope = try await fill(bench, commands)
            func next(at now: Date) async throws -> String? {
                try await bench.store.read { try $0.nextCommand(of: id, at: now, in: scope)?.uuid.description }
            }
            let order = try await bench.store.read { try $0.pendingCommands(of: id, in: scope) }
            #expect(order == [commands[2], commands[3], commands[1], commands[0]])
            #expect(try await bench.store.read { try $0.pendingCommandCount(of: id, in: scope) } == 4)
            #expect(try await next(at: today) == "c")
            #expect(try await next(at: day(1)) == "d")
            #expect(try await next(at: day(2)) == "b")
            var deferred = commands[1]
            deferred.isDeferred = true
            deferred.notNowCount = 2
            deferred.firstNotNowAt = day(1)
            deferred.lastNotNowAt = day(2)
            deferred.pushedAt = day(0.5)
            deferred.apnsID = "apns"
            deferred.fetchedAt = day(0.6)
            deferred.fetchCount = 3
            let changed = deferred
            try await bench.store.write { try $0.update(changed, in: scope) }
            #expect(try await bench.store.read { try $0.pendingCommand(changed.uuid, of: id, in: scope) } == changed)
            #expect(try await next(at: day(2)) == "a")
            try await bench.store.write { try $0.endDeferrals(of: id, in: scope) }
            #expect(try await next(at: day(2)) == "b")
            let overdue = try await bench.store.read { try $0.overdueCommands(at: day(1), limit: 9) }
            #expect(overdue.map(\.command.uuid.description) == ["c"] && overdue.first?.scope == scope)
        }
    }

    @Test(arguments: Engine.all) func `a command is finished exactly once, with its whole life`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let scope = try await fill(bench, [.sample("a", 1), .sample("b", 2, secret: .unlockToken)])
            var command = QueuedCommand.sample("a", 1)
            command.fetchCount = 1
            command.fetchedAt = day(1)
            let answer = [UInt8](repeating: 0xAB, count: 10 * 1_048_576)
            let finished = FinishedCommand(
                command: command, outcome: .error, endedAt: day(2), endedBy: "yamada",
                errorChain: [
                    CommandError(
                        code: 12, domain: "MCMDMErrorDomain", localizedDescription: "だめ\0です", englishDescription: "no")
                ], answer: answer)
            try await bench.store.write { try $0.finish(finished, in: scope) }
            await expectConflict { try await bench.store.write { try $0.finish(finished, in: scope) } }
            let second = FinishedCommand(
                command: .sample("b", 2, secret: .unlockToken), outcome: .superseded, endedAt: day(3))
            try await bench.store.write { try $0.finish(second, in: scope) }
            let (found, history, older) = try await bench.store.read { transaction in
                (
                    try transaction.finishedCommand(CommandUUID(stored: "a"), of: id, in: scope),
                    try transaction.commandHistory(of: id, before: nil, limit: 10, in: scope),
                    try transaction.commandHistory(of: id, before: 2, limit: 10, in: scope)
                )
            }
            #expect(found == finished)
            #expect(history.map(\.number) == [2, 1] && older.map(\.number) == [1])
            #expect(history.first?.command == second && history.last?.command.answer == nil)
            #expect(history.last?.command.errorChain == finished.errorChain)
            #expect(try await bench.store.read { try $0.pendingCommandCount(of: id, in: scope) } == 0)
        }
    }

    @Test(arguments: Engine.all) func `of many who finish the same command one succeeds`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let scope = try await fill(bench, [.sample("a", 1)])
            let finished = FinishedCommand(command: .sample("a", 1), outcome: .acknowledged, endedAt: today)
            let successes = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<64 {
                    group.addTask {
                        (try? await bench.store.write { try $0.finish(finished, in: scope) }) != nil
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(successes == 1)
            let history = try await bench.store.read { try $0.commandHistory(of: id, before: nil, limit: 9, in: scope) }
            #expect(history.count == 1)
        }
    }

    @Test(arguments: Engine.all) func `what a device names with a NUL is nobody's command`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let scope = try await fill(bench)
            let uuid = CommandUUID(stored: "a\0")
            #expect(try await bench.store.read { try $0.pendingCommand(uuid, of: id, in: scope) } == nil)
            #expect(try await bench.store.read { try $0.finishedCommand(uuid, of: id, in: scope) } == nil)
            #expect(try await bench.store.read { try $0.device(hardwareID: "x\0", in: scope) } == nil)
        }
    }

    @Test(arguments: Engine.all) func `facts are the newest answers, each as received`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let scope = try await fill(bench, [.sample("a", 1), .sample("b", 2), .sample("c", 3)])
            await expectConflict {
                // Not finished yet.
                try await bench.store.write {
                    try $0.noteFacts("DeviceInformation", answeredBy: "a", of: id, at: today, in: scope)
                }
            }
            try await bench.store.write { transaction in
                for (index, name) in ["a", "b", "c"].enumerated() {
                    try transaction.finish(
                        FinishedCommand(
                            command: .sample(name, index + 1), outcome: .acknowledged, endedAt: today,
                            answer: Array(name.utf8)), in: scope)
                }
                try transaction.noteFacts("SecurityInfo", answeredBy: "c", of: id, at: day(1), in: scope)
                try transaction.noteFacts("DeviceInformation", answeredBy: "a", of: id, at: day(2), in: scope)
                try transaction.noteFacts("DeviceInformation", answeredBy: "b", of: id, at: day(3), in: scope)
            }
            let facts = try await bench.store.read { try $0.facts(of: id, in: scope) }
            #expect(facts.map(\.requestType) == ["DeviceInformation", "SecurityInfo"])
            #expect(facts.map(\.answer) == [Array("b".utf8), Array("c".utf8)])
            #expect(facts.map(\.receivedAt) == [day(3), day(1)])
        }
    }

    @Test(arguments: Engine.all) func `PINs in escrow are found by the device, newest first`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let scope = try await fill(
                bench, [.sample("a", 1, isDestructive: true), .sample("b", 2, isDestructive: true)])
            try await bench.store.write { transaction in
                try transaction.saveEscrow([1], for: CommandUUID(stored: "a"), of: id, at: day(1), in: scope)
                try transaction.saveEscrow([2], for: CommandUUID(stored: "b"), of: id, at: day(2), in: scope)
                try transaction.finish(
                    FinishedCommand(command: .sample("a", 1, isDestructive: true), outcome: .expired, endedAt: day(3)),
                    in: scope)
            }
            let escrowed = try await bench.store.read { try $0.escrowedCommands(of: device, in: scope) }
            #expect(escrowed.map(\.uuid.description) == ["b", "a"] && escrowed.map(\.at) == [day(2), day(1)])
            #expect(escrowed.allSatisfy { $0.requestType == "DeviceLock" })
            #expect(try await bench.store.read { try $0.escrow(for: CommandUUID(stored: "a"), in: scope) } == [1])
            await expectConflict {
                try await bench.store.write {
                    try $0.saveEscrow([9], for: CommandUUID(stored: "a"), of: id, at: day(9), in: scope)
                }
            }
        }
    }
}
