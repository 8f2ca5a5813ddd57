import Foundation
import Hummingbird
import MDMProtocol
import SimulatedAPNs
import SimulatedClock
import Testing

@testable import SimulatedDevices

@Suite struct `A simulated device obeys` {
    @Test func `it answers only what was asked, until there is nothing more`() async throws {
        try await onStage { stage in
            let id = try await stage.enrolled(.iPhone)
            let queries = [
                "DeviceName", "SerialNumber", "OSVersion", "ServiceSubscriptions", "Nonsense", "IsAppleSilicon",
            ]
            await stage.server.enqueue(
                "DeviceInformation", [(key: "Queries", value: .array(queries.map { .string($0) }))], uuid: "info")
            for type in ["SecurityInfo", "ProfileList", "CertificateList", "InstalledApplicationList"] {
                await stage.server.enqueue(type, uuid: type)
            }
            try await stage.fleet.poll(id)
            #expect(await stage.server.said == ["Idle"] + Array(repeating: "Acknowledged", count: 5))
            #expect(
                await stage.server.heard.allSatisfy { $0.type == "application/x-apple-aspen-mdm" && $0.signer != nil })
            let answers = try #require(await stage.server.results("info").first?.message["QueryResponses"]?.dictionary)
            #expect(Set(answers.keys) == ["DeviceName", "SerialNumber", "OSVersion", "ServiceSubscriptions"])
            #expect(answers["SerialNumber"]?.string == id)
            let certificates = await stage.server.results("CertificateList").first?.message["CertificateList"]?.array
            #expect(certificates?.first?["IsIdentity"]?.boolean == true)
            let profiles = await stage.server.results("ProfileList").first?.message["ProfileList"]?.array
            #expect(profiles?.first?["PayloadIdentifier"]?.string == "jp.example.enroll")
        }
    }

    @Test func `a locked iPhone says NotNow and comes by itself when it is unlocked`() async throws {
        try await onStage { stage in
            let id = try await stage.enrolled(.iPhone)
            try await stage.behave(id) { $0.isLocked = true }
            await stage.server.enqueue("SecurityInfo", uuid: "s")
            try await stage.fleet.poll(id)
            #expect(await stage.server.said == ["Idle", "NotNow"])
            try await stage.behave(id) { $0.isLocked = false }
            try await stage.until { await stage.server.said.last == "Acknowledged" }
            #expect(await stage.server.said == ["Idle", "NotNow", "Idle", "Acknowledged"])
        }
    }

    @Test func `errors come as told, and unknown commands are no riddle`() async throws {
        try await onStage { stage in
            let id = try await stage.enrolled(.iPad)
            await stage.server.enqueue("PlayMusic", uuid: "unknown")
            await stage.server.enqueue("DeviceInformation", uuid: "format")
            await stage.server.enqueue("RestartDevice", uuid: "unsupervised")
            try await stage.fleet.poll(id)
            #expect(await stage.server.said == ["Idle", "Error", "CommandFormatError", "Error"])
            let chain = try #require(await stage.server.results("unknown").first?.message["ErrorChain"]?.array?.first)
            #expect(chain["ErrorCode"]?.integer == 12021)
            #expect(chain["LocalizedDescription"]?.string?.contains("PlayMusic") == true)
        }
    }

    @Test func `what was lost on the way is said again`() async throws {
        try await onStage { stage in
            let id = try await stage.enrolled(.iPhone)
            await stage.server.enqueue("SecurityInfo", uuid: "s")
            try await stage.behave(id) { $0.losesAnswers = 1 }
            try await stage.fleet.poll(id)
            try await stage.until { await stage.server.results("s").count == 2 }
            #expect(await stage.server.said == ["Idle", "Acknowledged", "Acknowledged"])
            #expect(try await stage.device(id).counters.resentResults == 1)
        }
    }

    @Test func `a server in trouble gets the result later`() async throws {
        try await onStage { stage in
            let id = try await stage.enrolled(.iPhone)
            await stage.server.enqueue("SecurityInfo", uuid: "s")
            await stage.server.answer(with: .ok, .serviceUnavailable)
            try await stage.fleet.poll(id)
            #expect(try await stage.device(id).summary.owedResults == 1)
            // Retry-After of one second, by the Lab's clock.
            try stage.clock.advance(bySeconds: 2)
            try await stage.until { try await stage.device(id).summary.owedResults == 0 }
            #expect(await stage.server.results("s").count == 2)
        }
    }

    @Test func `a 401 ends the management, a bare 403 does not, a typed one does`() async throws {
        try await onStage { stage in
            let id = try await stage.enrolled(.iPhone)
            await stage.server.answer(with: .forbidden)
            try await stage.fleet.poll(id)
            #expect(try await stage.device(id).summary.state == .enrolled)
            await stage.server.answer(with: .unauthorized)
            try await stage.fleet.poll(id)
            #expect(try await stage.device(id).summary.state == .unenrolled)
            #expect(await stage.fleet.counts().unenrolledBy401 == 1)
            #expect(stage.apns.stats.tokens.online == 0)
            let other = try await stage.enrolled(.iPhone)
            await stage.server.answer(with: .forbidden, document: #"{"code": "com.apple.unrecognized.device"}"#)
            try await stage.fleet.poll(other)
            #expect(try await stage.device(other).summary.state == .unenrolled)
            #expect(await stage.fleet.counts().unenrolledBy403 == 1)
        }
    }

    @Test func `an erased device forgets everything and never calls again`() async throws {
        try await onStage { stage in
            let id = try await stage.enrolled(.iPad)
            await stage.server.enqueue("EraseDevice", uuid: "e")
            await stage.server.enqueue("SecurityInfo", uuid: "s")
            try await stage.fleet.poll(id)
            #expect(await stage.server.said == ["Idle", "Acknowledged"])
            try await stage.fleet.poll(id)
            #expect(await stage.server.said.count == 2)
            let device = try await stage.device(id)
            #expect(device.summary.state == .wiped)
            #expect(device.enrollment == nil)
            #expect(stage.apns.stats.tokens.retired == 1)
        }
    }

    @Test func `a passcode is cleared only with the device's own unlock token`() async throws {
        try await onStage { stage in
            let id = try #require(try await stage.fleet.add(1, kind: .iPhone).first)
            try await stage.fleet.enroll(id, from: try await stage.server.link)
            let token = try #require(await stage.server.heard.last?.message["UnlockToken"]?.data)
            await stage.server.enqueue("ClearPasscode", [(key: "UnlockToken", value: .data([1, 2, 3]))], uuid: "wrong")
            await stage.server.enqueue("ClearPasscode", [(key: "UnlockToken", value: .data(token))], uuid: "right")
            try await stage.fleet.poll(id)
            #expect(await stage.server.results("wrong").first?.what == "Error")
            #expect(await stage.server.results("right").first?.what == "Acknowledged")
            #expect(try await stage.device(id).facts.hasPasscode == false)
        }
    }

    @Test func `the enrollment profile again renews the identity and checks in with it`() async throws {
        try await onStage { stage in
            let id = try await stage.enrolled(.iPhone)
            let before = try #require(try await stage.device(id).enrollment)
            await stage.server.enqueue(
                "InstallProfile", [(key: "Payload", value: .data(try await stage.server.profile()))], uuid: "renew")
            await stage.server.enqueue(
                "InstallProfile",
                [
                    (
                        key: "Payload",
                        value: .data(try await stage.server.profile(topic: "com.apple.mgmt.External.other"))
                    )
                ],
                uuid: "greedy")
            try await stage.fleet.poll(id)
            #expect(await stage.server.said == ["Idle", "Acknowledged", "Authenticate", "TokenUpdate", "Error"])
            let after = try #require(try await stage.device(id).enrollment)
            #expect(after.certificateSHA256 != before.certificateSHA256)
            #expect(after.token == before.token)
            let heard = await stage.server.heard
            #expect(heard.map(\.signer).prefix(2).allSatisfy { $0 == before.certificateSHA256 })
            #expect(heard.map(\.signer).dropFirst(2).allSatisfy { $0 == after.certificateSHA256 })
            #expect(try await stage.device(id).counters.renewals == 1)
        }
    }

    @Test func `a Mac locks with six characters and is silent until it is unlocked`() async throws {
        try await onStage { stage in
            let id = try await stage.enrolled(.mac)
            await stage.server.enqueue("DeviceLock", [(key: "PIN", value: .string("12345"))], uuid: "short")
            await stage.server.enqueue("DeviceLock", [(key: "PIN", value: .string("123456"))], uuid: "good")
            try await stage.fleet.poll(id)
            #expect(await stage.server.said == ["Idle", "CommandFormatError", "Acknowledged"])
            #expect(try await stage.device(id).lockPIN == "123456")
            try await stage.fleet.poll(id)
            #expect(await stage.server.said.count == 3)
            try await stage.behave(id) { $0.isLocked = false }
            try await stage.fleet.poll(id)
            #expect(await stage.server.said.last == "Idle")
        }
    }

    @Test func `a removed profile is told once, a new token at once`() async throws {
        try await onStage { stage in
            let id = try await stage.enrolled(.iPhone)
            let before = try await stage.device(id).enrollment?.token
            try await stage.fleet.renewToken(id)
            #expect(try await stage.device(id).enrollment?.token != before)
            try await stage.fleet.checkOut(id)
            #expect(await stage.server.said == ["TokenUpdate", "CheckOut"])
            #expect(try await stage.device(id).summary.state == .unenrolled)
            #expect(stage.apns.stats.tokens.retired == 2)
        }
    }
}
