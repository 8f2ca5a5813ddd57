import Administration
import Foundation
import Ports
import Testing

@Suite struct TransactionTests {
    private struct Refused: Error {}

    @Test(arguments: Engine.all) func `when the body throws, nothing of it is kept and its error arrives`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let company = try Company.sample("sample")
            await #expect(throws: Refused.self) {
                try await bench.store.write {
                    try $0.insert(company)
                    try $0.setInstallationValue([1], for: .kind)
                    throw Refused()
                }
            }
            #expect(try await bench.store.read { try $0.companies() } == [])
            #expect(try await bench.store.read { try $0.installationValue(.kind) } == nil)
        }
    }

    @Test(arguments: Engine.all) func `of writes at the same moment only those that throw are lost`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let outcomes = await withTaskGroup(of: (Int, Bool).self) { group in
                for number in 0..<120 {
                    group.addTask {
                        do {
                            try await bench.store.write {
                                try $0.insert(Company.sample("company-\(number)"))
                                if number % 3 == 0 { throw Refused() }
                            }
                            return (number, true)
                        } catch {
                            return (number, false)
                        }
                    }
                }
                return await group.reduce(into: [Int: Bool]()) { $0[$1.0] = $1.1 }
            }
            #expect(outcomes.filter { $0.value }.keys.allSatisfy { $0 % 3 != 0 } && outcomes.count == 120)
            let codes = try await bench.store.read { Set(try $0.companies().map(\.code.description)) }
            #expect(codes == Set((0..<120).filter { $0 % 3 != 0 }.map { "company-\($0)" }))
        }
    }

    @Test(arguments: Engine.all) func `a body that swallows a failed statement keeps nothing all the same`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let (company, again) = (try Company.sample("sample"), try Company.sample("sample", id: "again"))
            await expectConflict {
                try await bench.store.write {
                    try $0.insert(company)
                    try? $0.insert(again)
                    try? $0.setInstallationValue([1], for: .kind)
                }
            }
            #expect(try await bench.store.read { try $0.companies() } == [])
        }
    }

    @Test(arguments: Engine.all) func `a write sees its own changes, a read none that is not committed`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let store = bench.store
            let inside = try await store.write {
                try $0.setInstallationValue([1], for: .kind)
                return try $0.installationValue(.kind)
            }
            #expect(inside == [1])
            let gate = DispatchSemaphore(value: 0)
            let (written, continuation) = AsyncStream.makeStream(of: Void.self)
            async let writing: Void = store.write {
                try $0.setInstallationValue([2], for: .kind)
                continuation.finish()
                gate.wait()
            }
            for await _ in written {}
            // The writer stands still in the middle of its body; a read neither waits nor sees.
            #expect(try await store.read { try $0.installationValue(.kind) } == [1])
            gate.signal()
            try await writing
            #expect(try await store.read { try $0.installationValue(.kind) } == [2])
        }
    }

    @Test(arguments: Engine.all) func `a read cannot write`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            await #expect(throws: StoreError.self) {
                try await bench.store.read { try $0.setInstallationValue([1], for: .kind) }
            }
        }
    }

    @Test(arguments: Engine.all) func `a write that has begun is finished when its task is cancelled`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let store = bench.store
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                try await store.write { try $0.setInstallationValue([1], for: .kind) }
            }
            try await task.value
            #expect(try await store.read { try $0.installationValue(.kind) } == [1])
        }
    }

    @Test(arguments: Engine.all) func `a text that no engine can keep is refused`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            var company = try Company.sample("sample")
            company.name = "a\0b"
            let hostile = company
            await expectConflict { try await bench.store.write { try $0.insert(hostile) } }
        }
    }

    @Test(arguments: Engine.all) func `after closing, calls are refused and do not crash`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            try await bench.store.close()
            await #expect(throws: StoreError.self) { try await bench.store.read { try $0.companies() } }
            await #expect(throws: StoreError.self) {
                try await bench.store.write { try $0.setInstallationValue([1], for: .kind) }
            }
        }
    }

    @Test(arguments: Engine.all) func `what was stored is there after opening again`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let company = try Company.sample("sample")
            try await bench.store.write {
                try $0.insert(company)
                try $0.append(AuditDraft(.companyCreated, by: .serviceOperator, at: today), in: company.scope)
            }
            let again = try await bench.reopened()
            #expect(try await again.store.read { try $0.companies() } == [company])
            try await again.store.write {
                try $0.append(AuditDraft(.loggedIn, by: .serviceOperator, at: today), in: company.scope)
            }
            let entries = try await again.store.read { try $0.auditEntries(in: company.scope, after: 0, limit: 9) }
            #expect(entries.map(\.sequence) == [1, 2])
            #expect(AuditChain.firstBreak(in: entries, of: company.scope) == nil)
            try await again.store.close()
        }
    }
}
