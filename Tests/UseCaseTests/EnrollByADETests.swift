import Administration
import AutomatedEnrollment
import CMS
import Enrollments
import Foundation
import Ports
import Synchronization
import Testing
import UseCases

/// A device's own certificate, issued by itself in the place of Apple's iPhone Device CA.
struct SettingUp {
    let pair: TokenKeyPair

    init() throws {
        pair = try TokenKeyPair.make(
            commonName: "device", at: Date(timeIntervalSince1970: 1_795_230_000), serialNumber: Array(1...16))
    }

    func machineInfo(_ serial: String = "A") throws -> [UInt8] {
        let plist = """
            <?xml version="1.0" encoding="UTF-8"?>
            <plist version="1.0"><dict><key>UDID</key><string>U-\(serial)</string><key>SERIAL</key>\
            <string>\(serial)</string><key>OS_VERSION</key><string>19.0</string></dict></plist>
            """
        return try CMS.sign(
            Array(plist.utf8), certificate: pair.certificate, privateKey: pair.privateKey.reveal(), chain: [])
    }
}

@Suite struct EnrollByADETests {
    private func stage(trusting authorities: [[UInt8]]) async throws -> (TestInstallation, Installation, String) {
        let test = try await TestInstallation()
        try await test.register(topic: topicOne)
        try await test.register(try await test.tokenFile())
        let service = ScriptedService()
        let installation = test.installation.serving(
            pushSender: NoPushSender(), deviceAddress: "https://mdm.example.jp", adeService: service,
            deviceAuthorities: authorities)
        service.state.withLock { $0.pages = [.success(ScriptedService.page(["A"], "c1"))] }
        try await FetchDevices(installation)(in: test.company)
        try await DefineProfile(installation)(SetupSettings(name: "標準"), by: test.actor, in: test.company)
        let json = service.state.withLock { $0.profile }
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json)) as? [String: Any])
        let url = try #require(object["url"] as? String)
        return (test, installation, try #require(url.split(separator: "/").last.map(String.init)))
    }

    @Test func `a device of the token gets a profile, and asking again makes no second invitation`() async throws {
        let device = try SettingUp()
        let (test, installation, secret) = try await stage(trusting: [device.pair.certificate])
        for _ in 0..<2 {
            #expect(try await !EnrollByADE(installation)(secret: secret, body: try device.machineInfo()).isEmpty)
        }
        let automated = try await installation.store.read {
            try $0.automatedInvitation(serialNumber: "A", hardwareID: "U-A", in: test.company.scope)
        }
        let id = try #require(automated?.invitationID)
        let (invitation, waiting) = try await installation.store.read {
            (
                try $0.invitation(id, in: test.company.scope),
                try $0.openChallengeCount(of: id, at: test.installation.now, in: test.company.scope)
            )
        }
        #expect(invitation?.usesLeft == 1 && waiting == 2)
        #expect(try await test.events().suffix(2) == [.automatedEnrollmentBegun, .automatedEnrollmentBegun])
    }

    @Test func `what is not signed by a device of ours gets nothing`() async throws {
        let (device, other) = (try SettingUp(), try SettingUp())
        let (test, installation, secret) = try await stage(trusting: [device.pair.certificate])
        func refused(_ expected: EnrollByADE.Refusal, _ body: [UInt8], at address: String) async {
            await #expect(throws: expected) { try await EnrollByADE(installation)(secret: address, body: body) }
        }
        await refused(.unknownAddress, try device.machineInfo(), at: "guess")
        await refused(.notGenuine, try other.machineInfo(), at: secret)
        await refused(.notOurs, try device.machineInfo("STRANGER"), at: secret)
        await refused(.unreadable, Array("<plist/>".utf8), at: secret)
        var altered = try device.machineInfo()
        let place = try #require(altered.firstRange(of: Array("19.0".utf8))?.lowerBound)
        altered[place] = 0x32
        await refused(.signatureInvalid, altered, at: secret)
        #expect(try await test.events().filter { $0 == .automatedEnrollmentRefused }.count == 4)
    }

    @Test func `without a known authority the signature alone is checked`() async throws {
        let device = try SettingUp()
        let (test, installation, secret) = try await stage(trusting: [])
        #expect(try await !EnrollByADE(installation)(secret: secret, body: try device.machineInfo()).isEmpty)
        let scope = test.company.scope
        let last = try await installation.store.read { try $0.auditEntries(in: scope, before: nil, limit: 1).first }
        #expect(last?.draft.after.contains(AuditField("genuine", "unchecked")) == true)
    }
    @Test func `strangers who know the address make no storm at Apple's and no flood in the log`() async throws {
        let device = try SettingUp()
        let (test, installation, secret) = try await stage(trusting: [])
        let service = try #require(installation.adeService as? ScriptedService)
        test.clock.advance(seconds: 600)
        let before = service.state.withLock { $0.accounts }
        func knock(_ count: Int) async {
            for number in 0..<count {
                let body = (try? device.machineInfo("INVENTED\(number)")) ?? []
                await #expect(throws: EnrollByADE.Refusal.notOurs) {
                    try await EnrollByADE(installation)(secret: secret, body: body)
                }
                await #expect(throws: EnrollByADE.Refusal.unreadable) {
                    try await EnrollByADE(installation)(secret: secret, body: [1, UInt8(number)])
                }
            }
        }
        await knock(5)
        #expect(service.state.withLock { $0.accounts } == before + 1)
        #expect(try await test.events().filter { $0 == .automatedEnrollmentRefused }.count == 2)
        // Apple wants to be left alone for an hour.
        test.clock.advance(seconds: 200)
        service.state.withLock { $0.accountProblem = .throttled(retryAfterSeconds: 3_600) }
        await knock(1)
        test.clock.advance(seconds: 3_000)
        await knock(1)
        #expect(service.state.withLock { $0.accounts } == before + 2)
        test.clock.advance(seconds: 700)
        service.state.withLock { $0.accountProblem = .termsNotSigned }
        await knock(1)
        test.clock.advance(seconds: 1_000)
        await knock(1)
        #expect(service.state.withLock { $0.accounts } == before + 3)
    }

    @Test func `a device that was assigned a minute ago is found at its first call`() async throws {
        let device = try SettingUp()
        let (test, installation, secret) = try await stage(trusting: [])
        let service = try #require(installation.adeService as? ScriptedService)
        test.clock.advance(seconds: FetchRecord.deviceSeconds)
        service.state.withLock { $0.pages = [.success(ScriptedService.page(["NEW"], "c9"))] }
        #expect(try await !EnrollByADE(installation)(secret: secret, body: try device.machineInfo("NEW")).isEmpty)
    }
}
