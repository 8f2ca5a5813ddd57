import Foundation
import MDMProtocol

/// Commands that change the device itself.
extension SimulatedDevice {
    func carryOut(_ type: String, _ command: DeviceValue, _ channel: Channel) async -> CommandAnswer {
        guard !type.isEmpty else { return .formatError("The command has no RequestType.") }
        if let refusal = CommandRules.refusal(type, record, channel) { return refusal }
        if let answer = CommandAnswers(record: record, channel: channel)(type, command) { return answer }
        switch type {
        case "ClearPasscode": return clearPasscode(command)
        case "InstallProfile": return await installProfile(command)
        case "RemoveProfile": return removeProfile(command)
        default: return .error(12021, "MCMDMErrorDomain", "“\(type)” is not a valid request type.")
        }
    }

    private func clearPasscode(_ command: DeviceValue) -> CommandAnswer {
        guard let token = command["UnlockToken"]?.data else {
            return .formatError("ClearPasscode needs “UnlockToken”, data.")
        }
        guard let kept = record.enrollment?.unlockToken, [UInt8](kept) == token else {
            return .error(
                12053, "MCMDMErrorDomain", "The passcode could not be cleared: the unlock token is not valid.")
        }
        record.facts.hasPasscode = false
        return .acknowledged()
    }

    private func removeProfile(_ command: DeviceValue) -> CommandAnswer {
        guard let identifier = command["Identifier"]?.string else {
            return .formatError("RemoveProfile needs “Identifier”, a text.")
        }
        if identifier == record.enrollment?.profile.identifier { return .acknowledged(then: .removeEnrollment) }
        guard let index = record.profiles.firstIndex(where: { $0.identifier == identifier }) else {
            return .error(12075, "MCMDMErrorDomain", "The profile “\(identifier)” is not installed.")
        }
        record.profiles.remove(at: index)
        return .acknowledged()
    }

    private func installProfile(_ command: DeviceValue) async -> CommandAnswer {
        guard let payload = command["Payload"]?.data else {
            return .formatError("InstallProfile needs “Payload”, data.")
        }
        do {
            let content = payload.first == 0x30 ? try EnrollmentProfile.opened(payload).content : payload
            let value = try EnrollmentProfile.read(content)
            let outer = try ProfileFields(value, what: "The profile")
            if let enrollment = record.enrollment, outer.identifier == enrollment.profile.identifier {
                return try await renew(enrollment, by: payload)
            }
            let payloads = try (value["PayloadContent"]?.array ?? []).map { item in
                let fields = try ProfileFields(item, what: "A payload")
                return EnrollmentProfile.Payload(
                    type: fields.type, identifier: fields.identifier, uuid: fields.uuid,
                    displayName: fields.displayName)
            }
            guard !payloads.contains(where: { $0.type == "com.apple.mdm" }) else {
                return .error(12001, "MCMDMErrorDomain", "The device is managed already.")
            }
            record.profiles.removeAll { $0.identifier == outer.identifier }
            record.profiles.append(
                InstalledProfile(
                    identifier: outer.identifier, uuid: outer.uuid,
                    displayName: outer.displayName ?? outer.identifier,
                    organization: value["PayloadOrganization"]?.string, payloads: payloads))
            return .acknowledged()
        } catch {
            return .error(1009, "MCProfileErrorDomain", "The profile could not be installed. \(error)")
        }
    }

    /// The enrollment profile again, with another identity: it may replace, but not reach for more.
    private func renew(_ old: Enrollment, by payload: [UInt8]) async throws -> CommandAnswer {
        let profile = try EnrollmentProfile(signed: payload)
        let before = old.profile.mdm, after = profile.mdm
        guard after.topic == before.topic, after.serverURL == before.serverURL, after.checkInURL == before.checkInURL
        else { return .error(12012, "MCMDMErrorDomain", "The replacement has another topic or server.") }
        guard after.accessRights & ~before.accessRights == 0 else {
            return .error(12012, "MCMDMErrorDomain", "The replacement asks for more rights.")
        }
        guard profile.signerSubject == old.profile.signerSubject, profile.signerIssuer == old.profile.signerIssuer
        else {
            return .error(4008, "MCInstallationErrorDomain", "The replacement is signed by somebody else.")
        }
        let (name, key) = try await world.keys.key(own: record.hasOwnKey)
        do {
            let certificate = try await scepClient(profile).certificate(for: key)
            note("identity renewed", certificate.fingerprint)
            var fresh = old
            fresh.profile = profile
            fresh.identity = Data(certificate.der)
            fresh.keyName = name
            return .acknowledged(then: .checkInAnew(fresh))
        } catch let refusal as DeviceRefusal {
            note("identity not renewed", refusal.description)
            return .error(22013, "MCSCEPErrorDomain", refusal.description)
        }
    }

    /// Takes up a renewed identity and presents itself with it.
    func adopt(_ enrollment: Enrollment) async throws {
        guard record.enrollment?.identity != enrollment.identity else { return }
        let old = record.enrollment?.keyName
        record.enrollment = enrollment
        record.owedCheckIn = .authenticate
        record.counters.renewals += 1
        if let old, old != enrollment.keyName { await world.keys.forget(old) }
        try await settleCheckIns()
    }

    /// Tells the server what it must know before anything else.
    func settleCheckIns() async throws {
        guard let owed = record.owedCheckIn, let enrollment = record.enrollment else { return }
        if owed == .authenticate {
            let messages = DeviceMessages(facts: record.facts, enrollment: enrollment)
            _ = try await checkIn("Authenticate", messages.authenticate(), enrollment)
            record.owedCheckIn = .tokenUpdate
        }
        try await tokenUpdate(.device, enrollment)
        record.owedCheckIn = nil
        if owed == .authenticate, enrollment.userToken != nil { try await tokenUpdate(.user, enrollment) }
    }

    /// - Returns: whether the conversation goes on.
    @discardableResult
    func take(effect: CommandAnswer.Effect) async -> Bool {
        switch effect {
        case .nothing:
            return true
        case .wipe:
            forgetEnrollment(.wiped)
            return false
        case .removeEnrollment:
            await removeEnrollmentProfile()
            return false
        case .shutDown:
            record.behaviour.isOnline = false
            note("shut down")
            followAPNs()
            return false
        case .lockMac(let pin):
            record.lockPIN = pin
            record.behaviour.isLocked = true
            record.behaviour.isOnline = false
            note("locked, waits for its PIN")
            followAPNs()
            return false
        case .restart:
            restart()
            return false
        case .finishSetup:
            note("setup finished")
            record.enrollment?.awaitsConfiguration = nil
            record.owedCheckIn = .tokenUpdate
            await attempt { try await settleCheckIns() }
            return record.trouble == nil
        case .checkInAnew(let enrollment):
            await attempt { try await adopt(enrollment) }
            return record.trouble == nil
        }
    }

    private func restart() {
        note("restarts")
        record.behaviour.isOnline = false
        followAPNs()
        let pause = world.settings.restartMilliseconds
        Task {
            try? await Task.sleep(for: .milliseconds(pause))
            comeBack()
        }
    }

    private func comeBack() {
        guard !record.behaviour.isOnline else { return }
        record.behaviour.isOnline = true
        note("online")
        followAPNs()
    }
}
