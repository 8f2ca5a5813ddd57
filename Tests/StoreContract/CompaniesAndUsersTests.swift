import Administration
import Foundation
import Ports
import Testing

@Suite struct CompaniesAndUsersTests {
    @Test(arguments: Engine.all) func `a company is read as it was written, by code and by scope`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let company = try Company.sample("sample")
            try await bench.store.write { try $0.insert(company) }
            let read = try await bench.store.read {
                [try $0.company(code: company.code), try $0.company(company.scope)]
            }
            #expect(read == [company, company])
            let nobody = try await bench.store.read {
                [try $0.company(code: CompanyCode("other")), try $0.company(.installation)]
            }
            #expect(nobody == [nil, nil])
        }
    }

    @Test(arguments: Engine.all) func `companies come by code`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            for code in ["zebra", "alpha", "mid-9"] {
                let company = try Company.sample(code)
                try await bench.store.write { try $0.insert(company) }
            }
            let codes = try await bench.store.read { try $0.companies().map(\.code.description) }
            #expect(codes == ["alpha", "mid-9", "zebra"])
        }
    }

    @Test(arguments: Engine.all) func `a company code is given once`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let first = try Company.sample("sample")
            let second = try Company.sample("sample", id: "another")
            try await bench.store.write { try $0.insert(first) }
            await expectConflict { try await bench.store.write { try $0.insert(second) } }
            #expect(try await bench.store.read { try $0.companies() } == [first])
        }
    }

    @Test(arguments: Engine.all) func `no company takes the place of the installation`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let impostor = try Company.sample("impostor", id: "installation")
            await expectConflict { try await bench.store.write { try $0.insert(impostor) } }
        }
    }

    @Test(arguments: Engine.all) func `a user is read as written, by id and by exact login`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let company = try Company.sample("sample")
            var user = User.sample("山田", of: company)
            user.language = .english
            user.passwordHash = PasswordHash(encoded: "scrypt$15$8$3$00$11")
            let written = user
            try await bench.store.write {
                try $0.insert(company)
                try $0.insert(written, in: company.scope)
            }
            let read = try await bench.store.read {
                [try $0.user(written.id, in: company.scope), try $0.user(login: "山田", in: company.scope)]
            }
            #expect(read == [written, written])
            for stranger in ["山", "山田 ", "YAMADA", "山田\0", ""] {
                let found = try await bench.store.read { try $0.user(login: stranger, in: company.scope) }
                #expect(found == nil)
            }
        }
    }

    @Test(arguments: Engine.all) func `logins differ by case and come in order`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let company = try Company.sample("sample")
            try await bench.store.write {
                try $0.insert(company)
                for login in ["yamada", "Yamada", "abe"] {
                    try $0.insert(.sample(login, of: company), in: company.scope)
                }
            }
            let logins = try await bench.store.read { try $0.users(in: company.scope).map(\.login) }
            #expect(logins == ["Yamada", "abe", "yamada"])
        }
    }

    @Test(arguments: Engine.all) func `a login is taken in its own company only`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let (one, two) = (try Company.sample("one"), try Company.sample("two"))
            try await bench.store.write {
                for company in [one, two] {
                    try $0.insert(company)
                    try $0.insert(.sample("yamada", of: company), in: company.scope)
                }
            }
            await expectConflict {
                try await bench.store.write { try $0.insert(.sample("yamada", of: one, id: "new"), in: one.scope) }
            }
        }
    }

    @Test(arguments: Engine.all) func `an update changes what may change and nothing else`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let company = try Company.sample("sample")
            let user = User.sample("yamada", of: company)
            var changed = User(
                id: user.id, companyID: company.id, login: "other login", role: .viewer, createdAt: day(9))
            changed.language = .japanese
            changed.passwordHash = PasswordHash(encoded: "new")
            changed.isDisabled = true
            let update = changed
            try await bench.store.write {
                try $0.insert(company)
                try $0.insert(user, in: company.scope)
                try $0.update(update, in: company.scope)
            }
            let read = try #require(try await bench.store.read { try $0.user(user.id, in: company.scope) })
            #expect(read.login == "yamada" && read.createdAt == today)
            #expect(read.role == .viewer && read.language == .japanese && read.isDisabled)
            #expect(read.passwordHash == PasswordHash(encoded: "new"))
        }
    }

    @Test(arguments: Engine.all) func `a user of nowhere is neither inserted nor updated`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let company = try Company.sample("sample")
            let user = User.sample("yamada", of: company)
            await expectConflict { try await bench.store.write { try $0.insert(user, in: company.scope) } }
            try await bench.store.write { try $0.insert(company) }
            await expectConflict { try await bench.store.write { try $0.update(user, in: company.scope) } }
        }
    }

    @Test(arguments: Engine.all) func `a used password link ends the others of the person`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let company = try Company.sample("sample")
            let (one, two) = (User.sample("one", of: company), User.sample("two", of: company))
            try await bench.store.write {
                try $0.insert(company)
                for user in [one, two] { try $0.insert(user, in: company.scope) }
                for token: UInt8 in [1, 2] { try $0.insert(PasswordLink.sample(token, of: one)) }
                try $0.insert(PasswordLink.sample(3, of: two))
            }
            #expect(
                try await bench.store.read { try $0.passwordLink(tokenHash: hash(1)) }
                    == PasswordLink.sample(1, of: one))
            try await bench.store.write { try $0.deletePasswordLinks(of: one.id, in: company.scope) }
            let left = try await bench.store.read { transaction in
                try [1, 2, 3].map { try transaction.passwordLink(tokenHash: hash($0)) }
            }
            #expect(left == [nil, nil, PasswordLink.sample(3, of: two)])
        }
    }
}
