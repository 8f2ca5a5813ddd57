import Administration
import CommandQueue
import Enrollments
import Foundation
import HTTPTypes
import HummingbirdTesting
import MDMProtocol
import NIOCore
import Ports
import PushCertificates
import Testing
import UseCases

/// A command that cannot be handed out holds up nothing: neither the reports nor what stands behind it.
@Suite struct PoisonTests {
    private func queue(
        _ secret: CommandSecret, on bench: DeviceBench, of udid: String
    ) async throws -> EnrollmentID {
        let (scope, now) = (bench.company.scope, bench.clock.now)
        return try await bench.store.write { transaction in
            let device = try #require(try transaction.device(hardwareID: udid, in: scope))
            let enrollment = try #require(try transaction.currentEnrollment(of: device, in: scope))
            let uuid = CommandUUID(stored: "00000000-0000-7000-8000-000000000001")
            let command = DeviceCommand(requestType: secret == .pin ? "DeviceLock" : "InstallProfile")
            try transaction.insert(
                QueuedCommand(
                    uuid: uuid, enrollmentID: enrollment.id, sequence: -1, requestType: command.requestType,
                    isDestructive: false, payload: Array(command.plist(uuid: uuid.description).xml.utf8),
                    secret: secret, queuedAt: now, queuedBy: "", expiresAt: nil), in: scope)
            if secret == .pin {
                try transaction.saveEscrow([1, 2, 3], for: uuid, of: enrollment.id, at: now, in: scope)
            }
            let behind = CommandUUID(stored: "00000000-0000-7000-8000-000000000002")
            try transaction.insert(
                QueuedCommand(
                    uuid: behind, enrollmentID: enrollment.id, sequence: 100, requestType: "ProfileList",
                    isDestructive: false,
                    payload: Array(DeviceCommand(requestType: "ProfileList").plist(uuid: behind.description).xml.utf8),
                    secret: nil, queuedAt: now, queuedBy: "", expiresAt: nil), in: scope)
            return enrollment.id
        }
    }

    @Test(arguments: [CommandSecret.pin, .enrollmentProfile])
    func `a command that cannot be completed holds up nothing`(_ secret: CommandSecret) async throws {
        let bench = try await DeviceBench()
        let udid = "UDID-P"
        try await bench.test { client in
            let identity = try await bench.enroll(udid, client)
            let id = try await queue(secret, on: bench, of: udid)
            if secret == .enrollmentProfile {
                try await bench.store.write { [scope = bench.company.scope, now = bench.clock.now] transaction in
                    let active = try #require(try transaction.activePushCertificate(in: scope))
                    try transaction.setState(.deleted(at: now, by: ""), of: active.id, in: scope)
                }
            }
            let answer = try await DeviceBench.put(
                Bodies.report("Idle", from: udid), to: bench.connect, as: identity, client)
            #expect(answer.status == .ok)
            #expect(String(buffer: answer.body).contains("ProfileList"), "what stands behind it")
            let finished = try await bench.store.read { [scope = bench.company.scope] in
                try $0.commandHistory(of: id, before: nil, limit: 5, in: scope).map(\.command.outcome)
            }
            #expect(finished == (secret == .pin ? [.error] : []), "a renewal waits for the certificate")
        }
    }
}
