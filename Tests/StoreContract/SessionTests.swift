import Administration
import Foundation
import Ports
import Testing

@Suite struct SessionTests {
    /// A company with two users who have two sessions each: 1 and 2, 3 and 4.
    private func fill(_ bench: Bench) async throws -> (company: Company, one: User, two: User) {
        let company = try Company.sample("sample")
        let (one, two) = (User.sample("one", of: company), User.sample("two", of: company))
        try await bench.store.write {
            try $0.insert(company)
            for user in [one, two] { try $0.insert(user, in: company.scope) }
            for token: UInt8 in [1, 2] { try $0.insert(Session.sample(token, of: one, at: day(Double(token)))) }
            for token: UInt8 in [3, 4] { try $0.insert(Session.sample(token, of: two, at: day(Double(token)))) }
        }
        return (company, one, two)
    }

    private func left(_ bench: Bench) async throws -> [UInt8] {
        try await bench.store.read { transaction in
            try (1...4).filter { try transaction.session(tokenHash: hash($0)) != nil }
        }
    }

    @Test(arguments: Engine.all) func `a session is read as written, and touched`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let (_, one, _) = try await fill(bench)
            var expected = Session.sample(1, of: one, at: day(1))
            #expect(try await bench.store.read { try $0.session(tokenHash: hash(1)) } == expected)
            try await bench.store.write { try $0.touchSession(tokenHash: hash(1), at: day(2)) }
            expected.lastSeenAt = day(2)
            #expect(try await bench.store.read { try $0.session(tokenHash: hash(1)) } == expected)
        }
    }

    @Test(arguments: Engine.all) func `one session, all of a person, or all but one are ended`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let (company, one, two) = try await fill(bench)
            try await bench.store.write { try $0.deleteSessions(of: one.id, in: company.scope, keeping: hash(2)) }
            #expect(try await left(bench) == [2, 3, 4])
            try await bench.store.write { try $0.deleteSession(tokenHash: hash(2)) }
            #expect(try await left(bench) == [3, 4])
            try await bench.store.write { try $0.deleteSessions(of: two.id, in: company.scope, keeping: nil) }
            #expect(try await left(bench) == [])
        }
    }

    @Test(arguments: Engine.all) func `old sessions go, the instant itself stays`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            _ = try await fill(bench)
            try await bench.store.write { try $0.deleteSessions(createdBefore: day(3)) }
            #expect(try await left(bench) == [3, 4])
        }
    }

    @Test(arguments: Engine.all) func `a session of a user of another company is refused`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let (_, one, _) = try await fill(bench)
            let other = try Company.sample("other")
            let stolen = Session(
                tokenHash: hash(9), companyID: other.id, userID: one.id, createdAt: today, lastSeenAt: today)
            let link = PasswordLink(tokenHash: hash(9), companyID: other.id, userID: one.id, expiresAt: today)
            try await bench.store.write { try $0.insert(other) }
            await expectConflict { try await bench.store.write { try $0.insert(stolen) } }
            await expectConflict { try await bench.store.write { try $0.insert(link) } }
        }
    }

    @Test(arguments: Engine.all) func `login failures are counted by key and window`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            try await bench.store.write {
                for number in 1...3 { try $0.recordLoginFailure(key: hash(1), at: day(Double(number))) }
                try $0.recordLoginFailure(key: hash(1), at: day(3))
                try $0.recordLoginFailure(key: hash(2), at: day(3))
            }
            func count(_ key: UInt8, since: Date) async throws -> Int {
                try await bench.store.read { try $0.loginFailures(key: hash(key), since: since) }
            }
            #expect(try await count(1, since: day(0)) == 4)
            #expect(try await count(1, since: day(2)) == 3)
            try await bench.store.write {
                try $0.takeBackLoginFailure(key: hash(1), at: day(3))
                try $0.takeBackLoginFailure(key: hash(1), at: day(2.5))
                try $0.takeBackLoginFailure(key: hash(2), at: day(1))
            }
            #expect(try await count(1, since: day(0)) == 3)
            #expect(try await count(1, since: day(3)) == 1)
            try await bench.store.write { try $0.recordLoginFailure(key: hash(1), at: day(3)) }
            #expect(try await count(2, since: day(0)) == 1)
            try await bench.store.write { try $0.deleteLoginFailures(before: day(3)) }
            #expect(try await count(1, since: day(0)) == 2)
            try await bench.store.write { try $0.clearLoginFailures(key: hash(1)) }
            #expect(try await count(1, since: day(0)) == 0)
            #expect(try await count(2, since: day(0)) == 1)
        }
    }
}
