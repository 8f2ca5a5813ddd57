import Administration
import Enrollments
import Foundation
import Ports
import PushCertificates
import SQLStore
import Testing

@Suite struct PushRecordsTests {
    @Test(arguments: Engine.all) func `details begin empty and are replaced`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let company = try Company.sample("sample")
            try await bench.store.write { try $0.insert(company) }
            #expect(try await bench.store.read { try $0.pushDetails(in: company.scope) } == PushDetails())
            for version in 1...2 {
                let details = PushDetails(
                    appleID: "push\(version)@example.com", notes: "備考\n\(version)", version: version,
                    changedAt: day(Double(version)), changedBy: "yamada")
                try await bench.store.write { try $0.save(details, in: company.scope) }
                #expect(try await bench.store.read { try $0.pushDetails(in: company.scope) } == details)
            }
        }
    }

    @Test(arguments: Engine.all) func `a new pending request takes the old one's place and the ledger keeps both`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let company = try Company.sample("sample")
            try await bench.store.write {
                try $0.insert(company)
                try $0.insert(PushRequest.sample("r1", at: day(1), isPending: true), in: company.scope)
                try $0.insert(PushRequest.sample("r2", at: day(2)), in: company.scope)
            }
            func pending() async throws -> PushRequest? {
                try await bench.store.read { try $0.pendingPushRequest(in: company.scope) }
            }
            #expect(try await pending() == .sample("r1", at: day(1), isPending: true))
            try await bench.store.write {
                try $0.insert(PushRequest.sample("r3", at: day(3), isPending: true), in: company.scope)
            }
            #expect(try await pending() == .sample("r3", at: day(3), isPending: true))
            let ledger = try await bench.store.read { try $0.pushRequests(in: company.scope) }
            #expect(
                ledger == [
                    .sample("r3", at: day(3), isPending: true), .sample("r2", at: day(2)), .sample("r1", at: day(1)),
                ])
            try await bench.store.write { try $0.endPendingPushRequest(in: company.scope) }
            #expect(try await pending() == nil)
            #expect(try await bench.store.read { try $0.pushRequests(in: company.scope).count } == 3)
        }
    }

    @Test(arguments: Engine.all) func `the database itself bears one pending request`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let company = try Company.sample("sample")
            try await bench.store.write {
                try $0.insert(company)
                for id in ["r1", "r2"] { try $0.insert(PushRequest.sample(id), in: company.scope) }
            }
            await expectConflict { try await bench.run("UPDATE push_requests SET is_pending = 1") }
        }
    }

    @Test(arguments: Engine.all) func `a request signed elsewhere is attached`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let company = try Company.sample("sample")
            let request = PushRequest.sample("r1")
            try await bench.store.write {
                try $0.insert(company)
                try $0.insert(request, in: company.scope)
                try $0.attach(signedRequest: "PD94…", to: request.id, in: company.scope)
            }
            let read = try await bench.store.read { try $0.pushRequest(request.id, in: company.scope) }
            #expect(read?.signedElsewhere == "PD94…")
            await expectConflict {
                try await bench.store.write {
                    try $0.attach(signedRequest: "x", to: PushRequest.ID(stored: "none"), in: company.scope)
                }
            }
        }
    }

    @Test(arguments: Engine.all) func `a certificate is read as written in every state`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let company = try Company.sample("sample")
            let request = PushRequest.sample("r1")
            let written = [
                try RegisteredCertificate.sample("c3", of: request, at: day(3)),
                try .sample("c2", of: request, at: day(2), state: .deleted(at: day(3), by: "")),
                try .sample("c1", of: request, at: day(1), state: .retired(at: day(2))),
            ]
            try await bench.store.write {
                try $0.insert(company)
                try $0.insert(request, in: company.scope)
                for certificate in written.reversed() { try $0.insert(certificate, in: company.scope) }
            }
            #expect(try await bench.store.read { try $0.pushCertificates(in: company.scope) } == written)
            #expect(try await bench.store.read { try $0.activePushCertificate(in: company.scope) } == written.first)
            for certificate in written {
                let read = try await bench.store.read { try $0.pushCertificate(certificate.id, in: company.scope) }
                #expect(read == certificate)
            }
        }
    }

    @Test(arguments: Engine.all) func `one certificate is active, by insertion and by change of state`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let company = try Company.sample("sample")
            let request = PushRequest.sample("r1")
            let (one, two) = (
                try RegisteredCertificate.sample("c1", of: request), try RegisteredCertificate.sample("c2", of: request)
            )
            try await bench.store.write {
                try $0.insert(company)
                try $0.insert(request, in: company.scope)
                try $0.insert(one, in: company.scope)
            }
            await expectConflict { try await bench.store.write { try $0.insert(two, in: company.scope) } }
            try await bench.store.write {
                try $0.setState(.deleted(at: day(1), by: "sato"), of: one.id, in: company.scope)
                try $0.insert(two, in: company.scope)
            }
            await expectConflict {
                try await bench.store.write { try $0.setState(.active, of: one.id, in: company.scope) }
            }
            #expect(try await bench.store.read { try $0.activePushCertificate(in: company.scope) } == two)
            try await bench.store.write {
                try $0.setState(.retired(at: day(2)), of: two.id, in: company.scope)
                try $0.setState(.active, of: one.id, in: company.scope)
            }
            #expect(try await bench.store.read { try $0.activePushCertificate(in: company.scope) } == one)
            await expectConflict {
                try await bench.store.write {
                    try $0.setState(.active, of: RegisteredCertificate.ID(stored: "none"), in: company.scope)
                }
            }
        }
    }

    @Test(arguments: Engine.all) func `a certificate without its request is refused`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let company = try Company.sample("sample")
            let orphan = try RegisteredCertificate.sample("c1", of: .sample("gone"))
            try await bench.store.write { try $0.insert(company) }
            await expectConflict { try await bench.store.write { try $0.insert(orphan, in: company.scope) } }
        }
    }

    @Test(arguments: Engine.all) func `devices are counted by topic`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let company = try Company.sample("sample")
            let (one, two) = (try PushTopic.sample("one"), try PushTopic.sample("two"))
            try await bench.store.write { try $0.insert(company) }
            try await bench.store.write {
                for (id, topic, state) in [
                    ("1", one, EnrollmentState.enrolled), ("2", one, .authenticated), ("3", two, .enrolled),
                    ("4", one, .removed), ("5", one, .erased),
                ] {
                    try $0.enroll(
                        .sample("e\(id)", device: "d\(id)", state: state, topic: topic.description),
                        in: company.scope)
                }
                try $0.enroll(.sample("e6", device: "d6", topic: nil), in: company.scope)
            }
            let counts = try await bench.store.read {
                [
                    try $0.deviceCount(topic: one, in: company.scope),
                    try $0.deviceCount(topic: two, in: company.scope), try $0.deviceCount(in: company.scope),
                    try $0.deviceCount(in: .installation),
                ]
            }
            #expect(counts == [2, 1, 4, 0])
            let census = try await bench.store.read { try $0.topicCensus(in: company.scope) }
            #expect(census == [one.description: 2, two.description: 1, nil: 1])
        }
    }
}
