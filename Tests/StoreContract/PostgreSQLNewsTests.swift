import Administration
import CommandQueue
import Enrollments
import Foundation
import Ports
import Testing

private let id = EnrollmentID(stored: "e1")

@Suite(.enabled(if: PostgreSQLNodes.isThere)) struct PostgreSQLNewsTests {
    private struct Refused: Error {}

    private func fill(_ store: any Store) async throws -> CompanyScope {
        let company = try Company.sample("one")
        try await store.write {
            try $0.insert(company)
            try $0.enroll(.sample("e1"), in: company.scope)
        }
        return company.scope
    }

    @Test func `what one node stores the others hear after the commit, and itself not`() async throws {
        let nodes = try await PostgreSQLNodes()
        let (a, b) = (try await nodes.node(), try await nodes.node())
        let scope = try await fill(a.store)
        let (atA, atB) = (try Ear(a.store), try Ear(b.store))
        for ear in [atA, atB] { #expect(try await ear.hears { $0 == [.resumed] }) }

        await #expect(throws: Refused.self) {
            try await a.store.write {
                try $0.insert(.sample("undone", 9), in: scope)
                throw Refused()
            }
        }
        try await a.store.write { try $0.insert(.sample("c", 1), in: scope) }
        #expect(try await atB.hears { $0 == [.resumed, .work(id)] })
        var changed = Enrollment.sample("e1")
        changed.state = .removed
        let removed = changed
        try await a.store.write { try $0.update(removed, in: scope) }
        #expect(try await atB.hears { $0 == [.resumed, .work(id), .enrollment(id)] })
        try await b.store.write { try $0.requestWakeUp(of: id, at: today, restarting: true, in: scope) }
        #expect(try await atA.hears { $0.contains(.wakeUp) })
        #expect(atA.heard == [.resumed, .wakeUp])
        #expect(atB.heard == [.resumed, .work(id), .enrollment(id)])
        try await a.store.close()
        try await b.store.close()
    }

    @Test func `only a change of state or identity of an enrollment is told`() async throws {
        let nodes = try await PostgreSQLNodes()
        let (a, b) = (try await nodes.node(), try await nodes.node())
        let scope = try await fill(a.store)
        let ear = try Ear(b.store)
        #expect(try await ear.hears { $0 == [.resumed] })
        var enrollment = Enrollment.sample("e1", summary: .sample("another name"))
        let renamed = enrollment
        try await a.store.write { try $0.update(renamed, in: scope) }
        enrollment.identity = .sample("renewed")
        let renewed = enrollment
        try await a.store.write { try $0.update(renewed, in: scope) }
        #expect(try await ear.hears { $0 == [.resumed, .enrollment(id)] })
        enrollment.state = .removed
        let removed = enrollment
        try await a.store.write { try $0.update(removed, in: scope) }
        #expect(try await ear.hears { $0 == [.resumed, .enrollment(id), .enrollment(id)] })
        try await a.store.close()
        try await b.store.close()
    }

    @Test func `a new authority is told, so that no node goes on with a former one`() async throws {
        let nodes = try await PostgreSQLNodes()
        let (a, b) = (try await nodes.node(), try await nodes.node())
        let scope = try await fill(a.store)
        let ear = try Ear(b.store)
        #expect(try await ear.hears { $0 == [.resumed] })
        try await a.store.write {
            try $0.insert(
                StoredDeviceAuthority(
                    id: "a1", certificate: [1], sealedKey: [2], signerCertificate: [3], sealedSignerKey: [4],
                    notAfter: day(9), createdAt: today), in: scope)
        }
        #expect(try await ear.hears { $0 == [.resumed, .everything] })
        try await a.store.close()
        try await b.store.close()
    }

    @Test func `a line that broke is told and laid again within two seconds`() async throws {
        let nodes = try await PostgreSQLNodes()
        let name = nodes.schema
        let (a, b) = (try await nodes.node(), try await nodes.node(name: name))
        let scope = try await fill(a.store)
        let ear = try Ear(b.store)
        #expect(try await ear.hears { $0 == [.resumed] })
        #expect(try await a.endConnections(named: name) >= 1)
        #expect(try await ear.hears { $0 == [.resumed, .lost, .resumed] })
        try await a.store.write { try $0.insert(.sample("c", 1), in: scope) }
        #expect(try await ear.hears { $0.last == .work(id) })
        try await a.store.close()
        try await b.store.close()
    }

    @Test func `another installation in the same database is not heard`() async throws {
        let mine = try await PostgreSQLNodes()
        let other = try await PostgreSQLNodes("\(mine.schema)_x")
        let (a, b) = (try await other.node(), try await mine.node())
        let (third, scope) = (try await mine.node(), try await fill(a.store))
        _ = try await fill(third.store)
        let ear = try Ear(b.store)
        #expect(try await ear.hears { $0 == [.resumed] })
        try await a.store.write { try $0.insert(.sample("c", 1), in: scope) }
        try await third.store.write { try $0.requestWakeUp(of: id, at: today, restarting: true, in: scope) }
        #expect(try await ear.hears { $0 == [.resumed, .wakeUp] })
        for node in [a, b, third] { try await node.store.close() }
    }
}
