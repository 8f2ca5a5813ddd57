import Administration
import AutomatedEnrollment
import CMS
import Foundation
import Notices
import Ports
import PushCertificates
import Synchronization
import Testing
import UseCases

/// Apple's service as a test scripts it.
final class ScriptedService: ADEService {
    struct State {
        var pages: [Result<DevicePage, ServiceProblem>] = []
        var asked: [DeviceFetch] = []
        var assigned: [[String]] = []
        var defined = 0
        var profile: [UInt8] = []
        var assignAnswer = "SUCCESS"
        var accountProblem: ServiceProblem?
        var accounts = 0
        /// At the same time, and the most that ever were.
        var (running, most) = (0, 0)
    }

    let state = Mutex(State())

    func account(_ token: ServerToken) async throws(ServiceProblem) -> (serverName: String, organization: String) {
        let problem = state.withLock { state in
            state.accounts += 1
            state.running += 1
            state.most = max(state.most, state.running)
            return state.accountProblem
        }
        // Time for others to come in between, if nothing holds them.
        for _ in 0..<50 { await Task.yield() }
        state.withLock { $0.running -= 1 }
        if let problem { throw problem }
        return ("Kizuna", "企業")
    }

    func page(_ fetch: DeviceFetch, _ token: ServerToken) async throws(ServiceProblem) -> DevicePage {
        let next = state.withLock { state -> Result<DevicePage, ServiceProblem> in
            state.asked.append(fetch)
            return state.pages.isEmpty
                ? .success(DevicePage(entries: [], cursor: "end", hasMore: false)) : state.pages.removeFirst()
        }
        return try next.get()
    }

    func define(profile json: [UInt8], _ token: ServerToken) async throws(ServiceProblem) -> String {
        state.withLock { state in
            state.defined += 1
            state.profile = json
            return "P\(state.defined)"
        }
    }

    func assign(profile uuid: String, to serialNumbers: [String], _ token: ServerToken) async throws(ServiceProblem)
        -> [String: String]
    {
        state.withLock { state in
            state.assigned.append(serialNumbers)
            return Dictionary(uniqueKeysWithValues: serialNumbers.map { ($0, state.assignAnswer) })
        }
    }

    static func page(_ serials: [String], _ cursor: String, more: Bool = false, deleted: Bool = false) -> DevicePage {
        DevicePage(
            entries: serials.map { .init(device: TokenDevice(serialNumber: $0), isDeleted: deleted) }, cursor: cursor,
            hasMore: more)
    }
}

extension TestInstallation {
    func withService(_ service: ScriptedService) -> Installation {
        installation.serving(
            pushSender: NoPushSender(), deviceAddress: "https://mdm.example.jp", adeService: service)
    }

    /// What the Business Manager makes for the newest public key.
    func tokenFile(
        _ key: String = "CK_1", _ access: String = "AT_1", days: Double = 365, in other: Company? = nil
    ) async throws -> [UInt8] {
        _ = try await RequestToken(installation)(new: false, by: actor, in: other ?? company)
        let requests = try await ShowToken(installation)(in: (other ?? company).scope).requests
        let expiry = clock.now.addingTimeInterval(days * 86_400).formatted(.iso8601)
        let json =
            "{\"consumer_key\":\"\(key)\",\"consumer_secret\":\"CS\",\"access_token\":\"\(access)\","
            + "\"access_secret\":\"AS\",\"access_token_expiry\":\"\(expiry)\"}"
        let content =
            "Content-Type: text/plain\r\n\r\n-----BEGIN MESSAGE-----\r\n\(json)\r\n-----END MESSAGE-----\r\n"
        let der = try EnvelopedMessage.write(
            Array(content.utf8), for: CertificateOutline(der: try #require(requests.first).certificate), cipher: .aes128
        )
        return Array(
            ("Content-Type: application/pkcs7-mime; smime-type=enveloped-data\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + Data(der).base64EncodedString()).utf8)
    }

    @discardableResult
    func register(_ file: [UInt8]?, version: Int? = nil) async throws -> RegisterToken.Outcome {
        try await RegisterToken(installation)(file, version: version, by: actor, in: company)
    }
}

@Suite struct TokenLifeTests {
    @Test func `a token is registered, renewed, deleted, and each is told in the log`() async throws {
        let test = try await TestInstallation()
        #expect(try await test.register(try await test.tokenFile()) == .registered)
        test.clock.advance(days: 300)
        #expect(try await test.register(try await test.tokenFile("CK_1", "AT_2")) == .changed)
        var overview = try await ShowToken(test.installation)(in: test.company.scope)
        #expect(overview.active?.consumerKey == "CK_1" && overview.details.version == 2)
        #expect(overview.history.last?.sealed == nil, "what is not used any more is forgotten")
        try await DeleteToken(test.installation)(version: 2, by: test.actor, in: test.company)
        overview = try await ShowToken(test.installation)(in: test.company.scope)
        #expect(overview.active == nil && overview.requests.allSatisfy { !$0.isPending })
        #expect(
            try await test.events().filter { $0.rawValue.hasPrefix("token-") } == [
                .tokenRequestCreated, .tokenRequestDownloaded, .tokenRegistered, .tokenRequestDownloaded,
                .tokenChanged, .tokenDeleted,
            ])
        #expect(try await VerifyLog(test.installation)(in: test.company.scope).finding == nil)
    }

    @Test func `downloading again gives the same public key, and another company's is not accepted`() async throws {
        let test = try await TestInstallation()
        let first = try await RequestToken(test.installation)(new: false, by: test.actor, in: test.company)
        #expect(try await RequestToken(test.installation)(new: false, by: test.actor, in: test.company) == first)
        let new = try await RequestToken(test.installation)(new: true, by: test.actor, in: test.company)
        #expect(new.text != first.text)
        let other = try await TestInstallation.company("other", in: test.installation)
        let file = try await test.tokenFile(in: other)
        await #expect(throws: TokenRefusal.keyNotRequestedHere(recipient: "other ADE")) {
            try await test.register(file)
        }
        #expect(try await test.events().last == .tokenRefused)
    }

    @Test func `the token of another server is refused until the registered one is deleted`() async throws {
        let test = try await TestInstallation()
        try await test.register(try await test.tokenFile())
        let foreign = try await test.tokenFile("CK_2", "AT_9")
        await #expect(throws: TokenRefusal.otherServer(registered: "CK_1", offered: "CK_2")) {
            try await test.register(foreign)
        }
        #expect(try await ShowToken(test.installation)(in: test.company.scope).details.version == 1)
        try await DeleteToken(test.installation)(version: 1, by: test.actor, in: test.company)
        #expect(try await test.register(foreign) == .registered)
    }

    @Test func `the second of two administrators is told who was first`() async throws {
        let test = try await TestInstallation()
        let file = try await test.tokenFile()
        try await test.register(file, version: 0)
        let renewal = try await test.tokenFile("CK_1", "AT_2")
        await #expect(throws: TokenError.changedMeanwhile(by: "admin", at: test.installation.now)) {
            try await test.register(renewal, version: 0)
        }
        await #expect(throws: TokenError.noFile) { try await test.register(nil) }
    }
}

@Suite struct FetchDevicesTests {
    private func stage() async throws -> (TestInstallation, Installation, ScriptedService) {
        let test = try await TestInstallation()
        try await test.register(topic: topicOne)
        try await test.register(try await test.tokenFile())
        let service = ScriptedService()
        return (test, test.withService(service), service)
    }

    private func serials(_ installation: Installation, _ company: Company) async throws -> [String] {
        try await ListTokenDevices(installation)(after: nil, in: company.scope).devices.map(\.device.serialNumber)
    }

    @Test func `pages are kept one by one, and a broken fetch goes on where it was`() async throws {
        let (test, installation, service) = try await stage()
        service.state.withLock {
            $0.pages = [
                .success(ScriptedService.page(["A", "B"], "c1", more: true)), .failure(.unreachable("gone")),
            ]
        }
        #expect(try await FetchDevices(installation)(in: test.company) == .unreachable("gone"))
        #expect(try await serials(installation, test.company) == ["A", "B"])
        service.state.withLock { $0.pages = [.success(ScriptedService.page(["C"], "c2"))] }
        #expect(try await FetchDevices(installation)(in: test.company) == nil)
        #expect(try await serials(installation, test.company) == ["A", "B", "C"])
        #expect(service.state.withLock { $0.asked.map(\.cursor) } == [nil, "c1", "c1", "c2"])
        let fetch = try await ShowToken(installation)(in: test.company.scope).fetch
        #expect(fetch?.problem == "" && fetch?.serverName == "Kizuna" && fetch?.fetch.phase == .changes)
    }

    @Test func `an expired cursor fetches everything, and what is not named is gone`() async throws {
        let (test, installation, service) = try await stage()
        service.state.withLock { $0.pages = [.success(ScriptedService.page(["A", "B"], "c1"))] }
        try await FetchDevices(installation)(in: test.company)
        service.state.withLock {
            $0.pages = [
                .failure(.expiredCursor), .success(ScriptedService.page(["B", "C"], "c9")),
                .success(ScriptedService.page(["C"], "c10", deleted: true)),
            ]
        }
        try await FetchDevices(installation)(in: test.company)
        #expect(try await serials(installation, test.company) == ["B"])
    }

    @Test func `unsigned terms are kept and told, and nothing else is asked`() async throws {
        let (test, installation, service) = try await stage()
        service.state.withLock { $0.accountProblem = .termsNotSigned }
        #expect(try await FetchDevices(installation)(in: test.company) == .termsNotSigned)
        let fetch = try await ShowToken(installation)(in: test.company.scope).fetch
        #expect(fetch?.problem == "terms-not-signed" && fetch?.succeededAt == nil)
        #expect(service.state.withLock { $0.asked.isEmpty })
        // Not again before half an hour is over.
        service.state.withLock { $0.accountProblem = nil }
        try await FetchDevices(installation).due()
        #expect(service.state.withLock { $0.asked.isEmpty })
        test.clock.advance(seconds: 1_801)
        try await FetchDevices(installation).due()
        #expect(!service.state.withLock { $0.asked.isEmpty })
    }

    @Test func `a new profile is assigned to all, and what Apple refuses is tried again`() async throws {
        let (test, installation, service) = try await stage()
        service.state.withLock { $0.pages = [.success(ScriptedService.page(["A", "B"], "c1"))] }
        try await FetchDevices(installation)(in: test.company)
        service.state.withLock { $0.assignAnswer = "NOT_ACCESSIBLE" }
        try await DefineProfile(installation)(SetupSettings(name: "標準"), by: test.actor, in: test.company)
        let listed = try await ListTokenDevices(installation)(after: nil, in: test.company.scope).devices
        #expect(listed.map(\.assignProblem) == ["NOT_ACCESSIBLE", "NOT_ACCESSIBLE"])
        service.state.withLock {
            $0.assignAnswer = "SUCCESS"
            $0.pages = [.success(ScriptedService.page(["D"], "c2"))]
        }
        try await FetchDevices(installation)(in: test.company)
        #expect(service.state.withLock { $0.assigned } == [["A", "B"], ["A", "B", "D"]])
        let overview = try await ShowToken(installation)(in: test.company.scope)
        #expect(overview.deviceCount == 3 && overview.assignedCount == 3 && overview.profile?.uuid == "P1")
        try await FetchDevices(installation)(in: test.company)
        #expect(service.state.withLock { $0.assigned.count } == 2, "nothing to assign is not assigned")
    }
    @Test func `a token that Apple does not take any more is told once, and that it works again, too`() async throws {
        let (test, installation, service) = try await stage()
        func told() async throws -> [AuditEvent] {
            try await test.events().filter { [.adeTokenFailing, .adeTokenWorking].contains($0) }
        }
        func fetch(_ problem: ServiceProblem?) async throws {
            service.state.withLock { $0.accountProblem = problem }
            test.clock.advance(seconds: 1_801)
            try await FetchDevices(installation).due()
        }
        try await fetch(nil)
        #expect(try await told().isEmpty)
        try await fetch(.tokenRejected("gone"))
        #expect(try await told() == [.adeTokenFailing])
        let scope = test.company.scope
        let entry = try await installation.store.read { try $0.auditEntries(in: scope, before: nil, limit: 1).first }
        #expect(entry?.draft.after == [AuditField("reason", "token-rejected")] && entry?.draft.subject == "Kizuna")
        #expect(try await ShowToken(installation)(in: scope).trouble == "token-rejected")
        #expect(
            try await installation.store.read { try $0.figures(at: test.clock.now, companies: 9).tokenTroubles }
                == ["token-rejected": 1])
        // A line that is down meanwhile hides nothing and tells nothing.
        try await fetch(.tokenRejected("gone"))
        try await fetch(.unreachable("line"))
        try await fetch(.tokenRejected("gone"))
        #expect(try await told() == [.adeTokenFailing])
        try await fetch(nil)
        #expect(try await told() == [.adeTokenFailing, .adeTokenWorking])
        #expect(try await ShowToken(installation)(in: scope).trouble == nil)
    }

    @Test func `that Apple cannot be reached is told after a day`() async throws {
        let (test, installation, service) = try await stage()
        try await FetchDevices(installation).due()
        service.state.withLock { $0.accountProblem = .unreachable("line") }
        for hour in 1...50 {
            test.clock.advance(seconds: 3_600)
            try await FetchDevices(installation).due()
            #expect(try await test.events().filter { $0 == .adeTokenFailing }.count == (hour < 24 ? 0 : 1), "\(hour)")
        }
    }

    @Test func `who would know that the token ends is told by mail that it is dead`() {
        let rule = NoticeRule.standard(for: CompanyID(stored: "c"), at: Date(timeIntervalSince1970: 0))
        #expect(rule.isSetOff(by: .adeTokenFailing) && rule.isSetOff(by: .adeTokenWorking))
        #expect(rule.isSetOff(by: .tokenDeleted), "a deletion is told, as the certificate's")
    }

    @Test func `one fetch at a time, and none is lost`() async throws {
        let (test, installation, service) = try await stage()
        service.state.withLock { $0.pages = [.success(ScriptedService.page(["A", "B"], "c1"))] }
        await withTaskGroup(of: ServiceProblem?.self) { group in
            for _ in 0..<4 { group.addTask { try? await FetchDevices(installation)(in: test.company) } }
            for await problem in group { #expect(problem == nil) }
        }
        #expect(service.state.withLock { $0.most } == 1 && service.state.withLock { $0.accounts } == 4)
        #expect(try await serials(installation, test.company) == ["A", "B"])
    }
}
