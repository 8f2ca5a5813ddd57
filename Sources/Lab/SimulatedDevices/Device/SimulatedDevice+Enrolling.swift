import Foundation
import NIOHTTP1
import SimulatedAPNs

/// What a person does with a device and an invitation.
extension SimulatedDevice {
    /// Opens the link, downloads the profile that the page offers, and installs it.
    func enroll(from link: URL) async throws {
        await acquire()
        defer { Task { await release() } }
        try checkReady()
        try await recordingTrouble {
            record.invitation = link
            try await install(try await downloadProfile(link))
        }
    }

    func enroll(profile: [UInt8]) async throws {
        await acquire()
        defer { Task { await release() } }
        try checkReady()
        try await recordingTrouble {
            try await install(profile)
        }
    }

    func recordingTrouble(_ body: () async throws -> Void) async throws {
        do {
            try await body()
            record.trouble = nil
        } catch {
            let refusal = error as? DeviceRefusal ?? DeviceRefusal("\(error)")
            record.trouble = refusal.description
            note("not enrolled", status: refusal.status, refusal.description)
            throw refusal
        }
    }

    func checkReady() throws {
        guard record.behaviour.isOnline else { throw DeviceRefusal("\(id) is off. Switch it on first.") }
        guard record.enrollment == nil else {
            throw DeviceRefusal(
                "\(id) is managed already (MCMDMErrorDomain 12001). Remove its profile or wipe it first.")
        }
    }

    var browser: String {
        switch record.facts.kind {
        case .iPhone:
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1"
        case .iPad, .mac:  // Safari on iPad calls itself a Mac.
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/605.1.15"
        }
    }

    func scepClient(_ profile: EnrollmentProfile) -> SCEPClient {
        SCEPClient(
            http: world.http, settings: profile.scep, roots: profile.roots, manners: record.behaviour.scep,
            userAgent: "CertificateService/1.0 CFNetwork/3860.200.71 Darwin/25.1.0", now: now)
    }

    private func downloadProfile(_ link: URL) async throws -> [UInt8] {
        let page = try await browse(link, "the invitation")
        if page.contentType == "application/x-apple-aspen-config" { return page.body }
        guard page.contentType == "text/html" else {
            throw DeviceRefusal("The link shows \(page.contentType), neither a page nor a profile.")
        }
        guard let address = InvitationPage.profileLink(in: String(decoding: page.body, as: UTF8.self)),
            let url = URL(string: address, relativeTo: page.url)?.absoluteURL
        else { throw DeviceRefusal("The page offers no profile.") }
        let profile = try await browse(url, "the profile")
        guard profile.contentType == "application/x-apple-aspen-config" else {
            throw DeviceRefusal("The profile came as \(profile.contentType); a device does not take it for one.")
        }
        return profile.body
    }

    private func browse(_ url: URL, _ what: String) async throws -> DeviceHTTP.Answer {
        guard !record.behaviour.isNetworkDown else { throw DeviceRefusal("No network.") }
        let headers = HTTPHeaders([("User-Agent", browser), ("Accept", "text/html,*/*"), ("Accept-Language", "ja")])
        let answer = try await world.http.send(.GET, url, headers: headers)
        note("GET \(what)", status: answer.status)
        guard answer.status == 200 else {
            let words = InvitationPage.words(of: String(decoding: answer.body, as: UTF8.self))
            throw DeviceRefusal(
                "\(what.prefix(1).uppercased() + what.dropFirst()) was answered \(answer.status)"
                    + (words.map { ": \($0)" } ?? "."), status: answer.status)
        }
        return answer
    }

    /// The profile's payloads in their order: identity first, then the server.
    func install(_ bytes: [UInt8], awaitsConfiguration: Bool = false) async throws {
        let profile = try EnrollmentProfile(signed: bytes)
        note("profile accepted", "\(profile.displayName), signed by \(profile.signerSubject)")
        let (name, key) = try await world.keys.key(own: record.hasOwnKey)
        let certificate: DeviceCertificate
        do {
            certificate = try await scepClient(profile).certificate(for: key)
        } catch {
            await world.keys.forget(name)
            throw error
        }
        note("identity", certificate.fingerprint)
        let hasUser =
            record.facts.isMac
            && profile.mdm.serverCapabilities.contains("com.apple.mdm.per-user-connections")
        let enrollment = Enrollment(
            profile: profile, identity: Data(certificate.der), keyName: name,
            token: Data(world.apns.issueToken(for: profile.mdm.topic)), pushMagic: UUID().uuidString,
            unlockToken: record.facts.isMac || profile.mdm.accessRights & 4 == 0 ? nil : Data(Libcrypto.random(1536)),
            userToken: hasUser ? Data(world.apns.issueToken(for: profile.mdm.topic)) : nil,
            userPushMagic: hasUser ? UUID().uuidString : nil, enrolledAt: now,
            awaitsConfiguration: awaitsConfiguration ? true : nil)
        do {
            let messages = DeviceMessages(facts: record.facts, enrollment: enrollment)
            _ = try await checkIn("Authenticate", messages.authenticate(), enrollment)
            try await tokenUpdate(.device, enrollment)
        } catch {
            world.apns.retire([UInt8](enrollment.token))
            if let token = enrollment.userToken { world.apns.retire([UInt8](token)) }
            await world.keys.forget(name)
            throw error
        }
        record.enrollment = enrollment
        record.facts.hasPasscode = true
        record.state = .enrolled
        record.generation += 1
        record.counters.enrollments += 1
        note("enrolled", profile.mdm.topic)
        followAPNs()
        await introduceMac(enrollment)
    }

    /// A Mac goes on by itself: its user's session, and its bootstrap token.
    private func introduceMac(_ enrollment: Enrollment) async {
        guard record.facts.isMac else { return }
        if enrollment.userToken != nil { await attempt { try await self.tokenUpdate(.user, enrollment) } }
        guard record.enrollment != nil,
            enrollment.profile.mdm.serverCapabilities.contains("com.apple.mdm.bootstraptoken")
        else { return }
        let messages = DeviceMessages(facts: record.facts, enrollment: enrollment)
        await attempt {
            _ = try await self.checkIn(
                "SetBootstrapToken", messages.setBootstrapToken(Libcrypto.random(64)), enrollment)
        }
    }
}

/// What a person sees on the page behind an invitation.
enum InvitationPage {
    /// The target of the first link whose path ends in `/profile`.
    static func profileLink(in html: String) -> String? {
        for part in html.components(separatedBy: "href=\"").dropFirst() {
            guard let end = part.firstIndex(of: "\"") else { continue }
            let address = part[..<end].replacing("&amp;", with: "&")
            if address.prefix(while: { $0 != "?" && $0 != "#" }).hasSuffix("/profile") { return String(address) }
        }
        return nil
    }

    /// What a person would read on it, shortened.
    static func words(of html: String) -> String? {
        let main = html.range(of: "<main").map { html[$0.lowerBound...] } ?? html[...]
        var text = "", isInTag = false
        for character in main.prefix(4000) {
            switch character {
            case "<":
                isInTag = true
                text += " "
            case ">": isInTag = false
            default: if !isInTag { text.append(character) }
            }
        }
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.isEmpty ? nil : String(words.prefix(240))
    }
}
