import Foundation
import NIOHTTP1

/// Requests to the server.
extension SimulatedDevice {
    func checkIn(_ what: String, _ body: [UInt8], _ enrollment: Enrollment) async throws -> [UInt8] {
        try await put(
            what, enrollment.profile.mdm.checkInURL, "application/x-apple-aspen-mdm-checkin", body, enrollment)
    }

    func tokenUpdate(_ channel: Channel, _ enrollment: Enrollment) async throws {
        let messages = DeviceMessages(facts: record.facts, enrollment: enrollment)
        let what = channel == .device ? "TokenUpdate" : "TokenUpdate (user)"
        _ = try await checkIn(what, messages.tokenUpdate(channel), enrollment)
    }

    /// Idle or the result that is still owed, then command after command until the server has none.
    func converse(_ channel: Channel) async throws {
        record.counters.conversations += 1
        record.promisesToPoll.remove(channel)
        try await settleCheckIns()
        guard let enrollment = record.enrollment else { return }
        var answer: [UInt8]
        if let owed = record.results.first(where: { $0.channel == channel }) {
            record.counters.resentResults += 1
            answer = try await deliver(owed)
        } else {
            let idle = DeviceMessages(facts: record.facts, enrollment: enrollment).idle(channel)
            answer = try await connect("Idle", idle, enrollment)
        }
        var rounds = 0
        while !answer.isEmpty, record.enrollment != nil {
            rounds += 1
            guard rounds <= 1000 else { throw DeviceRefusal("The server gave 1000 commands in one conversation.") }
            answer = try await obey(answer, channel)
        }
    }

    /// Carries out one command and reports.
    ///
    /// - Returns: the body of the server's answer: the next command, or nothing.
    private func obey(_ body: [UInt8], _ channel: Channel) async throws -> [UInt8] {
        let value: DeviceValue
        do {
            value = try DevicePlistReader.value(body)
        } catch {
            throw DeviceRefusal("The server's command is no property list: \(error).")
        }
        guard let uuid = value["CommandUUID"]?.string, let command = value["Command"], command.dictionary != nil else {
            throw DeviceRefusal("The server's command has no CommandUUID or no Command.")
        }
        let type = command["RequestType"]?.string ?? ""
        record.counters.commands += 1
        let answer = await carryOut(type, command, channel)
        if answer.status == .notNow { record.counters.notNow += 1 }
        if case .checkInAnew(let enrollment) = answer.effect, record.behaviour.checksInBeforeAcknowledging {
            try await adopt(enrollment)
        }
        guard let enrollment = record.enrollment else { return [] }
        let messages = DeviceMessages(facts: record.facts, enrollment: enrollment)
        let result = StoredResult(
            channel: channel, commandUUID: uuid, requestType: type, status: answer.status.rawValue,
            body: Data(messages.result(answer, to: uuid, channel)))
        record.results.removeAll { $0.channel == channel }
        record.results.append(result)
        let next: [UInt8]
        do {
            next = try await deliver(result)
        } catch {
            // A wipe or restart does not wait for the server to have heard of it.
            await take(effect: answer.effect)
            throw error
        }
        if answer.status == .notNow {
            record.promisesToPoll.insert(channel)
        } else {
            record.promisesToPoll.remove(channel)
        }
        return await take(effect: answer.effect) ? next : []
    }

    /// Sends a result; it is kept until the server takes it.
    private func deliver(_ result: StoredResult) async throws -> [UInt8] {
        guard let enrollment = record.enrollment else { return [] }
        let what = "\(result.requestType) \(result.status)"
        let next = try await connect(what, [UInt8](result.body), enrollment)
        if record.behaviour.losesAnswers > 0 {
            record.behaviour.losesAnswers -= 1
            throw DeviceRefusal("The server's answer to \(what) was lost on the way.")
        }
        record.results.removeAll { $0.channel == result.channel && $0.commandUUID == result.commandUUID }
        return next
    }

    private func connect(_ what: String, _ body: [UInt8], _ enrollment: Enrollment) async throws -> [UInt8] {
        try await put(what, enrollment.profile.mdm.serverURL, "application/x-apple-aspen-mdm", body, enrollment)
    }

    /// One PUT with the proof of who the device is.
    private func put(_ what: String, _ url: URL, _ type: String, _ body: [UInt8], _ enrollment: Enrollment)
        async throws -> [UInt8]
    {
        guard record.behaviour.isOnline else { throw DeviceRefusal("\(id) is off.") }
        if record.behaviour.delayMilliseconds > 0 {
            try await Task.sleep(for: .milliseconds(record.behaviour.delayMilliseconds))
        }
        if record.behaviour.isNetworkDown {
            throw DeviceRefusal("No way to \(url.host ?? "the server"): network down.")
        }
        guard let key = try await world.keys.key(named: enrollment.keyName) else {
            throw DeviceRefusal("The device's key is gone.")
        }
        var headers = HTTPHeaders([
            ("Content-Type", type), ("User-Agent", "MDM/1.0 CFNetwork/3860.200.71 Darwin/25.1.0"),
        ])
        if enrollment.profile.mdm.signsMessages {
            let certificate = try DeviceCertificate(der: [UInt8](enrollment.identity))
            let signature = try MessageSigning.detached(body, certificate: certificate, key: key)
            headers.add(name: "Mdm-Signature", value: Data(signature).base64EncodedString())
        }
        let identity =
            url.scheme == "https" ? DeviceHTTP.Identity(certificate: enrollment.identity, keyPEM: try key.pem) : nil
        let answer: DeviceHTTP.Answer
        do {
            answer = try await world.http.send(
                .PUT, url, headers: headers, body: body, identity: identity, roots: enrollment.profile.roots)
        } catch {
            note(what, "\(error)")
            throw error
        }
        record.lastContactAt = now
        note(what, status: answer.status)
        guard (200..<300).contains(answer.status) else { throw Self.refusal(what, answer) }
        return answer.body
    }

    private static func refusal(_ what: String, _ answer: DeviceHTTP.Answer) -> DeviceRefusal {
        let seconds = answer.headers.first(name: "Retry-After").flatMap { Int($0) }
        let unrecognized = answer.status == 403 && errorCode(answer) == "com.apple.unrecognized.device"
        return DeviceRefusal(
            "\(what) was answered \(answer.status)" + (unrecognized ? " com.apple.unrecognized.device." : "."),
            unenrolls: answer.status == 401 || unrecognized, retryAfterSeconds: seconds, status: answer.status)
    }

    /// `code` of a typed 403 document, JSON or property list. Source: apple/device-management, `mdm/errors/`.
    private static func errorCode(_ answer: DeviceHTTP.Answer) -> String? {
        struct Document: Decodable { let code: String }
        if answer.contentType == "application/json" {
            return (try? JSONDecoder().decode(Document.self, from: Data(answer.body)))?.code
        }
        return (try? DevicePlistReader.value(answer.body))?["code"]?.string
    }
}
