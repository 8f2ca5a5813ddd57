import Administration
import AutomatedEnrollment
import Enrollments
import Foundation
import Ports
import PushCertificates
import SQLStore
import Testing

@Suite struct TokenRecordsTests {
    private func request(_ id: String, at instant: Date, isPending: Bool = false) -> TokenRequest {
        TokenRequest(
            id: .init(stored: id), createdAt: instant, createdBy: "yamada", certificate: [0x30, 0x00, 0xFF],
            fingerprint: Fingerprint(bytes: [UInt8](repeating: 7, count: 32)), sealedKey: [9, 8, 7],
            isPending: isPending)
    }

    private func token(_ id: String, request: String = "r1", at instant: Date = day(1)) -> RegisteredToken {
        RegisteredToken(
            id: .init(stored: id), requestID: .init(stored: request), consumerKey: "CK_1",
            fingerprint: Fingerprint(bytes: [UInt8](repeating: 5, count: 32)), sealed: [1, 2, 3], expiresAt: day(400),
            registeredAt: instant, registeredBy: "yamada", state: .active)
    }

    @Test(arguments: Engine.all) func `details, requests and tokens come back as they were`(_ engine: Engine)
        async throws
    {
        try await withBench(engine) { bench in
            let company = try Company.sample("sample")
            let details = TokenDetails(version: 3, changedAt: day(2), changedBy: "yamada")
            let (first, second) = (
                request("r1", at: day(1), isPending: true), request("r2", at: day(2), isPending: true)
            )
            let kept = token("t1")
            try await bench.store.write { transaction throws in
                try transaction.insert(company)
                try transaction.save(details, in: company.scope)
                try transaction.insert(first, in: company.scope)
                try transaction.insert(second, in: company.scope)
                try transaction.insert(kept, in: company.scope)
            }
            let reopened = try await bench.reopened()
            #expect(try await reopened.store.read { try $0.tokenDetails(in: company.scope) } == details)
            #expect(try await reopened.store.read { try $0.pendingTokenRequest(in: company.scope) } == second)
            #expect(
                try await reopened.store.read { try $0.tokenRequests(in: company.scope).map(\.id.description) } == [
                    "r2", "r1",
                ])
            #expect(
                try await reopened.store.read { try $0.tokenRequest(first.id, in: company.scope)?.isPending } == false)
            #expect(try await reopened.store.read { try $0.activeToken(in: company.scope) } == kept)
            try await reopened.store.close()
        }
    }

    @Test(arguments: Engine.all) func `one token is active, and what is in the others is forgotten`(_ engine: Engine)
        async throws
    {
        try await withBench(engine) { bench in
            let company = try Company.sample("sample")
            try await bench.store.write { transaction throws in
                try transaction.insert(company)
                try transaction.insert(request("r1", at: day(1)), in: company.scope)
                try transaction.insert(token("t1"), in: company.scope)
            }
            await expectConflict { try await bench.store.write { try $0.insert(token("t2"), in: company.scope) } }
            try await bench.store.write { transaction throws in
                try transaction.setState(
                    RegisteredToken.State.retired(at: day(9)), of: RegisteredToken.ID(stored: "t1"), in: company.scope)
                try transaction.insert(token("t2", at: day(9)), in: company.scope)
                try transaction.setState(
                    RegisteredToken.State.deleted(at: day(10), by: "yamada"), of: RegisteredToken.ID(stored: "t2"),
                    in: company.scope)
            }
            let tokens = try await bench.store.read { try $0.tokens(in: company.scope) }
            #expect(
                tokens.map(\.state) == [
                    RegisteredToken.State.deleted(at: day(10), by: "yamada"), RegisteredToken.State.retired(at: day(9)),
                ])
            #expect(tokens.allSatisfy { $0.sealed == nil })
            #expect(try await bench.store.read { try $0.activeToken(in: company.scope) } == nil)
        }
    }

    @Test(arguments: Engine.all) func `devices are listed, wanted, assigned and leave`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let (company, other) = (try Company.sample("sample"), try Company.sample("other"))
            @Sendable func listed(_ serial: String, _ uuid: String = "", wanted: Bool = true, round: Int = 1)
                -> ListedDevice
            {
                ListedDevice(
                    device: TokenDevice(
                        serialNumber: serial, model: "iPhone 16", summary: "説明", color: "黒", assetTag: "A",
                        family: "iPhone",
                        assignedBy: "x@example.jp", assignedAt: day(1),
                        profileStatus: uuid.isEmpty ? .empty : .assigned,
                        profileUUID: uuid), round: round, isWanted: wanted, assignProblem: "")
            }
            try await bench.store.write { transaction throws in
                try transaction.insert(company)
                try transaction.insert(other)
                for device in [listed("A", "P1"), listed("B"), listed("C", wanted: false), listed("D", round: 2)] {
                    try transaction.save(device, in: company.scope)
                }
                try transaction.save(listed("A"), in: other.scope)
                try transaction.setWanted(false, ["D"], in: company.scope)
            }
            #expect(try await bench.store.read { try $0.tokenDevice("A", in: company.scope) } == listed("A", "P1"))
            #expect(
                try await bench.store.read {
                    try $0.tokenDevices(in: company.scope, after: "A", limit: 2).map(\.device.serialNumber)
                }
                    == [
                        "B", "C",
                    ])
            #expect(
                try await bench.store.read {
                    try $0.tokenDevicesToAssign(profile: "P1", in: company.scope, limit: 9).map(
                        \.device.serialNumber)
                }
                    == ["B"])
            #expect(
                try await bench.store.read {
                    try $0.tokenDevicesToAssign(profile: "P2", in: company.scope, limit: 9).map(
                        \.device.serialNumber)
                }
                    == ["A", "B"])
            let counts = try await bench.store.read { try $0.tokenDeviceCounts(profile: "P1", in: company.scope) }
            #expect(counts == (devices: 4, assigned: 1))
            let removed = try await bench.store.write { transaction throws in
                try transaction.removeTokenDevices(notInRound: 2, at: day(5), in: company.scope)
            }
            #expect(removed == 3)
            #expect(
                try await bench.store.read {
                    try $0.tokenDevices(in: company.scope, after: nil, limit: 9).map(\.device.serialNumber)
                }
                    == ["D"])
            #expect(try await bench.store.read { try $0.tokenDevice("A", in: company.scope)?.removedAt } == day(5))
            #expect(
                try await bench.store.read { try $0.tokenDevices(in: other.scope, after: nil, limit: 9).count } == 1)
        }
    }

    @Test(arguments: Engine.all) func `a fetch is due while its token is valid`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let company = try Company.sample("sample")
            let record = FetchRecord(
                serverName: "Kizuna", organization: "企業", fetch: DeviceFetch(phase: .changes, cursor: "c1", round: 2),
                attemptedAt: day(3), succeededAt: day(2), problem: "throttled", dueAt: day(4))
            try await bench.store.write { transaction throws in
                try transaction.insert(company)
                try transaction.save(record, in: company.scope)
            }
            func due(_ instant: Date) async throws -> [CompanyScope] {
                try await bench.store.read { try $0.dueFetches(at: instant, limit: 5) }
            }
            #expect(try await bench.store.read { try $0.fetchRecord(in: company.scope) } == record)
            #expect(try await due(day(5)).isEmpty, "no token")
            try await bench.store.write { transaction throws in
                try transaction.insert(request("r1", at: day(1)), in: company.scope)
                try transaction.insert(token("t1"), in: company.scope)
            }
            #expect(try await due(day(3)).isEmpty)
            #expect(try await due(day(4)) == [company.scope])
            #expect(try await due(day(400)).isEmpty, "expired")
            try await bench.store.write { try $0.forgetTokenDevices(in: company.scope) }
            #expect(try await bench.store.read { try $0.fetchRecord(in: company.scope) } == nil)
        }
    }

    @Test(arguments: Engine.all) func `profiles are found by their address and one is current`(_ engine: Engine)
        async throws
    {
        try await withBench(engine) { bench in
            let company = try Company.sample("sample")
            @Sendable func profile(_ id: String, _ hash: UInt8) -> DefinedProfile {
                DefinedProfile(
                    id: .init(stored: id), uuid: "U\(id)", settings: SetupSettings(name: "標準", skippedItems: ["Siri"]),
                    addressHash: [UInt8](repeating: hash, count: 32), createdAt: day(1), createdBy: "yamada",
                    isCurrent: true)
            }
            try await bench.store.write { transaction throws in
                try transaction.insert(company)
                try transaction.insert(profile("1", 1), in: company.scope)
                try transaction.insert(profile("2", 2), in: company.scope)
            }
            #expect(try await bench.store.read { try $0.currentProfile(in: company.scope) } == profile("2", 2))
            let former = try await bench.store.read {
                try $0.definedProfile(addressHash: [UInt8](repeating: 1, count: 32))
            }
            #expect(former?.scope == company.scope && former?.profile.uuid == "U1")
            #expect(former?.profile.isCurrent == false)
            #expect(try await bench.store.read { try $0.definedProfile(addressHash: [3]) } == nil)
        }
    }

    @Test(arguments: Engine.all) func `invitations of devices are not among those of people`(_ engine: Engine)
        async throws
    {
        try await withBench(engine) { bench in
            let company = try Company.sample("sample")
            @Sendable func invitation(_ id: String) -> Invitation {
                Invitation(
                    id: .init(stored: id), tokenHash: Array(id.utf8), codeHash: Array(id.utf8), personID: nil,
                    organizationID: nil, usesAllowed: 1, usesLeft: 1, createdAt: day(1), createdBy: "",
                    expiresAt: day(2))
            }
            let automated = AutomatedInvitation(
                invitationID: .init(stored: "i2"), serialNumber: "S1", hardwareID: "U1", createdAt: day(1))
            try await bench.store.write { transaction throws in
                try transaction.insert(company)
                try transaction.insert(invitation("i1"), in: company.scope)
                try transaction.insert(invitation("i2"), in: company.scope)
                try transaction.insert(automated, in: company.scope)
            }
            #expect(
                try await bench.store.read { try $0.invitations(in: company.scope, limit: 9).map(\.id.description) }
                    == ["i1"])
            #expect(
                try await bench.store.read { try $0.automatedInvitation(.init(stored: "i2"), in: company.scope) }
                    == automated)
            #expect(
                try await bench.store.read { try $0.automatedInvitation(.init(stored: "i1"), in: company.scope) } == nil
            )
            #expect(
                try await bench.store.read {
                    try $0.automatedInvitation(serialNumber: "S1", hardwareID: "U1", in: company.scope)
                }
                    == automated)
            #expect(
                try await bench.store.read {
                    try $0.automatedInvitation(serialNumber: "S1", hardwareID: "U2", in: company.scope)
                } == nil)
        }
    }
}
