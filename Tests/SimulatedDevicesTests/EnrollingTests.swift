import Foundation
import Hummingbird
import MDMProtocol
import SimulatedAPNs
import Testing

@testable import SimulatedDevices

@Suite struct `A simulated device enrolls` {
    @Test func `an iPhone goes from the link to TokenUpdate, and signs all that it says`() async throws {
        try await onStage { stage in
            let id = try #require(try await stage.fleet.add(1, kind: .iPhone).first)
            try await stage.fleet.enroll(id, from: try await stage.server.link)
            let heard = await stage.server.heard
            #expect(heard.map(\.what) == ["Authenticate", "TokenUpdate"])
            #expect(
                heard.allSatisfy { $0.path == "/mdm/checkin" && $0.type == "application/x-apple-aspen-mdm-checkin" })
            let device = try await stage.device(id)
            let fingerprint = try #require(device.enrollment?.certificateSHA256)
            #expect(heard.allSatisfy { $0.signer == fingerprint })
            let authenticate = try #require(heard.first?.message)
            #expect(authenticate["Topic"]?.string == FakeServer.topic)
            #expect(authenticate["SerialNumber"]?.string == id)
            #expect(authenticate["UDID"]?.string == device.facts.udid)
            let update = try #require(heard.last?.message)
            #expect(update["Token"]?.data?.count == 32)
            #expect(update["PushMagic"]?.string?.isEmpty == false)
            #expect(update["UnlockToken"]?.data?.isEmpty == false)
            #expect(await stage.server.challenges == ["challenge_1"])
            #expect(device.summary.state == .enrolled)
            #expect(stage.apns.stats.tokens.online == 1)
        }
    }

    @Test func `a Mac also tells of its user and its bootstrap token`() async throws {
        try await onStage { stage in
            let id = try #require(try await stage.fleet.add(1, kind: .mac).first)
            try await stage.fleet.enroll(id, from: try await stage.server.link)
            let heard = await stage.server.heard
            #expect(heard.map(\.what) == ["Authenticate", "TokenUpdate", "TokenUpdate", "SetBootstrapToken"])
            #expect(heard[2].message["UserShortName"]?.string?.isEmpty == false)
            #expect(heard[1].message["UnlockToken"] == nil)
            #expect(heard[1].message["Token"] != heard[2].message["Token"])
            #expect(stage.apns.stats.tokens.online == 2)
        }
    }

    @Test(arguments: ["ber", "get", "3des", "sha1"])
    func `old manners of SCEP are understood as well`(_ manner: String) async throws {
        try await onStage { stage in
            let id = try #require(try await stage.fleet.add(1, kind: .iPad).first)
            try await stage.behave(id) { change in
                var scep = SCEPManners()
                scep.berEncoded = manner == "ber"
                scep.byGET = manner == "get"
                if manner == "3des" { scep.cipher = .tripleDES }
                if manner == "sha1" { scep.digest = .sha1 }
                change.scep = scep
            }
            try await stage.fleet.enroll(id, from: try await stage.server.link)
            #expect(try await stage.device(id).summary.state == .enrolled)
        }
    }

    @Test func `what is not right is refused with a reason, and can be tried again`() async throws {
        try await onStage { stage in
            let id = try #require(try await stage.fleet.add(1, kind: .iPhone).first)
            let link = try await stage.server.link
            func refusal() async -> String {
                do {
                    try await stage.fleet.enroll(id, from: link)
                    return "enrolled"
                } catch {
                    return "\(error)"
                }
            }
            await stage.server.set(signsProfiles: false)
            #expect(await refusal().contains("not signed"))
            await stage.server.set(signsProfiles: true)
            await stage.server.set(refusesSCEP: true)
            #expect(await refusal().contains("failInfo 2"))
            await stage.server.set(refusesSCEP: false)
            await stage.server.set(mangledNonce: true)
            #expect(await refusal().contains("nonce"))
            await stage.server.set(mangledNonce: false)
            await stage.server.answer(with: .badRequest)
            #expect(await refusal().contains("Authenticate was answered 400"))
            #expect(try await stage.device(id).summary.state == .new)
            #expect(await refusal() == "enrolled")
            #expect(await refusal().contains("managed already"))
        }
    }

    @Test func `a profile that was tampered with, or is odd, is not installed`() async throws {
        let server = try FakeServer()
        await server.set(port: 1)
        let good = try await server.profile()
        _ = try EnrollmentProfile(signed: good)
        var tampered = good
        let place = try #require(
            String(decoding: good, as: UTF8.self).range(of: "SignMessage") == nil ? nil : good.count / 3)
        tampered[place] ^= 1
        #expect(throws: DeviceRefusal.self) { try EnrollmentProfile(signed: tampered) }
        for odd in [
            try await server.profile(topic: "com.example.app"), try await server.profile(rights: 0),
            try await server.profile(rights: 2), try await server.profile(rights: 8192),
        ] {
            #expect(throws: DeviceRefusal.self) { try EnrollmentProfile(signed: odd) }
        }
    }

    @Test func `the same hardware can be set up anew, with another identity`() async throws {
        try await onStage { stage in
            let id = try await stage.enrolled(.iPad)
            let first = try await stage.device(id)
            try await stage.fleet.enrollAnew(id, from: nil)
            let second = try await stage.device(id)
            #expect(second.summary.generation == 2)
            #expect(second.facts.udid == first.facts.udid)
            #expect(second.enrollment?.certificateSHA256 != first.enrollment?.certificateSHA256)
            #expect(second.enrollment?.token != first.enrollment?.token)
            #expect(stage.apns.stats.tokens.retired == 1)
            #expect(await stage.server.said == ["Authenticate", "TokenUpdate"])
        }
    }

    @Test func `a fleet enrolls together and is taken up by the next start`() async throws {
        try await onStage { stage in
            let ids = try await stage.fleet.add(12)
            try await stage.fleet.enrollAll(ids, from: try await stage.server.link, concurrency: 4)
            try await stage.until { await !stage.fleet.progress.isRunning }
            #expect(await stage.fleet.progress.enrolled == 12)
            #expect(await stage.fleet.progress.firstTrouble == nil)
            await stage.fleet.stop()
            let again = try DeviceFleet(
                directory: stage.directory, clock: stage.clock, apns: stage.apns, settings: Stage.settings)
            await again.start()
            #expect(await again.counts().enrolled == 12)
            await stage.server.forget()
            try await again.poll(try #require(ids.first))
            #expect(await stage.server.said == ["Idle"])
            #expect(await stage.server.heard.first?.signer != nil)
            let mode = try FileManager.default.attributesOfItem(atPath: stage.directory + "/devices.json")
            #expect((mode[.posixPermissions] as? NSNumber)?.intValue == 0o600)
            await again.stop()
        }
    }
}
