import Administration
import Foundation
import Ports
import PushCertificates
import Testing

/// A request made on day 0, and what became of its certificate.
private struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let state: RegisteredCertificate.State?
    /// Retention runs on this day, for keys older than 400 days.
    let day: Double
    let keeps: Bool
}

private let cases = [
    Case(testDescription: "unused, 400 days old", state: nil, day: 400, keeps: true),
    Case(testDescription: "unused, older", state: nil, day: 400.1, keeps: false),
    Case(testDescription: "active, very old", state: .active, day: 5000, keeps: true),
    Case(testDescription: "retired yesterday", state: .retired(at: day(499)), day: 500, keeps: true),
    Case(testDescription: "retired 400 days ago", state: .retired(at: day(300)), day: 700, keeps: true),
    Case(testDescription: "retired longer ago", state: .retired(at: day(300)), day: 701, keeps: false),
    Case(testDescription: "deleted yesterday", state: .deleted(at: day(499), by: ""), day: 500, keeps: true),
    Case(testDescription: "deleted 30 days ago", state: .deleted(at: day(470), by: ""), day: 500, keeps: true),
    Case(testDescription: "deleted 431 days ago", state: .deleted(at: day(400), by: ""), day: 831, keeps: false),
]

@Suite struct RetentionTests {
    @Test(arguments: Engine.all, cases) fileprivate func `a key stays as long as it may be needed`(
        _ engine: Engine, _ example: Case
    ) async throws {
        try await withBench(engine) { bench in
            let company = try Company.sample("sample")
            let request = PushRequest.sample("r1", isPending: true)
            try await bench.store.write {
                try $0.insert(company)
                try $0.insert(request, in: company.scope)
                if let state = example.state {
                    try $0.insert(RegisteredCertificate.sample("c1", of: request, state: state), in: company.scope)
                }
                let cutoff = day(example.day - Double(PushRequest.retentionDays))
                try $0.deletePushRequests(createdBefore: cutoff, in: company.scope)
            }
            let found = try await bench.store.read {
                [
                    try $0.pushRequest(request.id, in: company.scope), try $0.pushRequests(in: company.scope).first,
                    try $0.pendingPushRequest(in: company.scope),
                ]
            }
            #expect(found == [PushRequest?](repeating: example.keeps ? request : nil, count: 3))
            // The history outlives the key.
            let history = try await bench.store.read { try $0.pushCertificates(in: company.scope).count }
            #expect(history == (example.state == nil ? 0 : 1))
        }
    }

    @Test(arguments: Engine.all) func `whatever instant is given, a restorable certificate keeps its key`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let company = try Company.sample("sample")
            let request = PushRequest.sample("r1")
            try await bench.store.write {
                try $0.insert(company)
                try $0.insert(request, in: company.scope)
                try $0.insert(
                    RegisteredCertificate.sample("c1", of: request, state: .deleted(at: day(10), by: "")),
                    in: company.scope)
                // "Now", on the last day on which it can be restored.
                try $0.deletePushRequests(createdBefore: day(40), in: company.scope)
            }
            #expect(try await bench.store.read { try $0.pushRequest(request.id, in: company.scope) } == request)
        }
    }

    @Test(arguments: Engine.all) func `an erased key is gone from the file`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let company = try Company.sample("sample")
            let canary = Array("sealed key of a request that nobody needs any more".utf8)
            let request = PushRequest(
                id: PushRequest.ID(stored: "r1"), createdAt: today, createdBy: "", publicKey: .init(bytes: hash(1)),
                csr: [1], sealedKey: canary, isPending: false)
            try await bench.store.write {
                try $0.insert(company)
                try $0.insert(request, in: company.scope)
                try $0.insert(
                    RegisteredCertificate.sample("c1", of: request, state: .retired(at: today)), in: company.scope)
            }
            _ = try await bench.store.write { try $0.deletePushRequests(createdBefore: day(1), in: company.scope) }
            try await bench.store.close()
            for file in try FileManager.default.contentsOfDirectory(
                at: bench.directory, includingPropertiesForKeys: nil)
            {
                #expect(try Data(contentsOf: file).range(of: Data(canary)) == nil)
            }
        }
    }
}
