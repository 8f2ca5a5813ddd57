import Administration
import CommandQueue
import Enrollments
import Foundation
import HTTPTypes
import HummingbirdTesting
import MDMProtocol
import NIOCore
import Ports
import Testing

@testable import UseCases

/// What a request may cost the database, by who sends it.
@Suite struct CostTests {
    /// Idle, and whatever is handed out is acknowledged, until nothing is.
    private func drain(_ bench: DeviceBench, _ udid: String, _ identity: TestIdentity, _ client: any TestClientProtocol)
        async throws
    {
        var body = Bodies.report("Idle", from: udid)
        for _ in 0..<20 {
            let answer = try await DeviceBench.put(body, to: bench.connect, as: identity, client)
            #expect(answer.status == .ok)
            guard let uuid = Self.commandUUID(answer) else { return }
            body = Bodies.report("Acknowledged", from: udid, [("CommandUUID", .string(uuid))])
        }
        Issue.record("commands without end")
    }

    private static func commandUUID(_ answer: TestResponse) -> String? {
        String(buffer: answer.body).components(separatedBy: "<key>CommandUUID</key>").dropFirst().first?
            .components(separatedBy: "<string>").dropFirst().first?.components(separatedBy: "</string>").first
    }

    @Test func `a stranger who makes up companies causes no write`() async throws {
        let bench = try await DeviceBench()
        try await bench.test { client in
            let device = try await bench.enroll("UDID-1", client)
            let stranger = try TestIdentity(at: bench.clock.now)
            let before = bench.store.writes
            for number in 0..<20 {
                let company = String(repeating: "0", count: 30) + String(number + 16, radix: 16)
                for identity in [stranger, device] {
                    let answer = try await DeviceBench.put(
                        Bodies.report("Idle", from: "UDID-1"), to: "/mdm/\(company)/connect", as: identity, client)
                    #expect(answer.status == .badRequest)
                }
            }
            #expect(bench.store.writes == before)
            _ = try await DeviceBench.put(
                Bodies.report("Idle", from: "UDID-1"), to: bench.connect, as: stranger, client)
            #expect(bench.store.writes == before + 1, "where there is a company, somebody reads of it")
        }
    }

    @Test func `refusals are written down so many times a minute and no more`() async throws {
        let bench = try await DeviceBench()
        let memory = bench.installation.devices
        let now = bench.clock.now
        let scope = bench.company.scope
        let other = CompanyScope(CompanyID(stored: "other"))
        var noted = 0
        for number in 0..<10_000 where memory.shouldNoteRefusal("\(number)", in: scope, at: now) { noted += 1 }
        #expect((10...100).contains(noted))
        #expect(memory.shouldNoteRefusal("x", in: other, at: now), "one company does not silence another")
        #expect(!memory.shouldNoteRefusal("x", in: other, at: now))
        for number in 0..<10_000 {
            let made = CompanyScope(CompanyID(stored: "made-up-\(number)"))
            if memory.shouldNoteRefusal("x", in: made, at: now) { noted += 1 }
        }
        #expect(noted < 400)
        #expect(!memory.shouldNoteRefusal("x", in: other, at: now), "many keys do not make it forget one")
        #expect(memory.shouldNoteRefusal("x", in: other, at: now.addingTimeInterval(61)))
    }

    @Test func `a wrong challenge causes no write`() async throws {
        let bench = try await DeviceBench()
        let path = try await bench.invite().path
        try await bench.test { client in
            // Makes the company's authority.
            try await client.execute(uri: path + "/profile", method: .get) { #expect($0.status == .ok) }
            let before = bench.store.writes
            let answer = try await DeviceBench.askForCertificate(challenge: "wrong", bench, client)
            #expect(answer.status == .ok)
            #expect(bench.store.writes == before)
        }
    }

    @Test func `after everything was forgotten an Idle costs a read, and the next one nothing`() async throws {
        let bench = try await DeviceBench()
        try await bench.test { client in
            let device = try await bench.enroll("UDID-1", client)
            try await drain(bench, "UDID-1", device, client)
            func idle() async throws -> (TestResponse, reads: Int, writes: Int) {
                let before = (bench.store.reads, bench.store.writes)
                let answer = try await DeviceBench.put(
                    Bodies.report("Idle", from: "UDID-1"), to: bench.connect, as: device, client)
                return (answer, bench.store.reads - before.0, bench.store.writes - before.1)
            }
            #expect(try await idle().reads == 0, "from memory")
            FollowNews(bench.installation).take(.resumed)
            let first = try await idle()
            #expect(first.0.status == .ok && first.0.body.readableBytes == 0)
            #expect(first.writes == 0 && first.reads > 0)
            let second = try await idle()
            #expect(second.writes == 0 && second.reads == 0)
            // What is queued beside this process's memory is found at the next miss.
            let (scope, now) = (bench.company.scope, bench.clock.now)
            let payload = "<plist><dict><key>CommandUUID</key><string>U1</string></dict></plist>"
            try await bench.store.write { transaction in
                let device = try #require(try transaction.device(hardwareID: "UDID-1", in: scope))
                let enrollment = try #require(try transaction.currentEnrollment(of: device, in: scope))
                try transaction.insert(
                    QueuedCommand(
                        uuid: CommandUUID(stored: "U1"), enrollmentID: enrollment.id, sequence: 99,
                        requestType: "DeviceInformation", isDestructive: false, payload: Array(payload.utf8),
                        queuedAt: now, queuedBy: "", expiresAt: nil), in: scope)
            }
            FollowNews(bench.installation).take(.resumed)
            let third = try await idle()
            #expect(Self.commandUUID(third.0) == "U1" && third.writes == 1)
        }
    }
}
