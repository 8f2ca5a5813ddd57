import Administration
import Foundation
import Notices
import Ports
import PushCertificates
import Testing
import UseCases

/// The operator's own notice: the MDM vendor certificate ends.
@Suite struct OperatorNoticeTests {
    private let box = Letterbox()
    private let test: TestInstallation
    private let server: Installation

    init() async throws {
        test = try await TestInstallation(importingVendor: false)
        server = Self.node(test, box)
    }

    private static func node(_ test: TestInstallation, _ box: Letterbox, address: String? = "ops@sample.example")
        -> Installation
    {
        let base = test.installation
        return Installation(
            store: base.store, vault: base.vault, time: base.time, randomness: base.randomness, hasher: base.hasher,
            mail: MailFacilities(
                transport: box, wording: ShortWording(), sender: try? MailAddress("mdm@sample.example"),
                consoleURL: "https://mdm.sample.example", operatorAddress: address.flatMap { try? MailAddress($0) }))
    }

    /// So many days after the certificate's beginning it ends.
    private func importVendor(_ mark: UInt8, days: Double) async throws {
        let now = test.clock.now
        let vendor = VendorCertificate(
            der: [0x30, mark], subject: "MDM Vendor: \(mark)", serialNumber: "0\(mark)", notBefore: now,
            notAfter: now.addingTimeInterval(days * 86_400),
            fingerprint: Fingerprint(bytes: [UInt8](repeating: mark, count: 32)), sealedKey: [1], importedAt: now)
        try await test.installation.store.write { try $0.insert(vendor) }
    }

    private func turn(_ node: Installation? = nil) async throws {
        _ = try await TellOperator(node ?? server)()
        try await SendOperatorMail(node ?? server)()
    }

    private var subjects: [String] { box.mails.map(\.subject) }

    private func logged() async throws -> [String] {
        try await test.installation.store.read { try $0.auditEntries(in: .installation, after: 0, limit: 99) }
            .filter { $0.draft.event == .vendorCertificateExpiring }
            .compactMap { entry in entry.draft.after.first { $0.name == "days-left" }?.value }
    }

    @Test func `each step is told once, over restarts and two nodes, until a new one is imported`() async throws {
        try await importVendor(1, days: 100)
        for _ in 0..<(102 * 3) {
            test.clock.advance(days: 1.0 / 3)
            // Each turn is a process of its own.
            for _ in 0..<2 { try await turn(Self.node(test, box)) }
        }
        #expect(subjects == [60, 30, 14, 7, 3, 1, 0, -1, -2].map { "vendor \($0)" })
        #expect(Set(box.mails.map(\.recipient.description)) == ["ops@sample.example"])
        #expect(try await logged() == ["60", "30", "14", "7", "3", "1", "0", "-1", "-2"])
        box.empty()
        try await importVendor(2, days: 365)
        for _ in 0..<5 {
            test.clock.advance(days: 1)
            try await turn()
        }
        #expect(subjects == ["vendor renewed"])
    }

    @Test func `nodes that look at the same moment tell one step once`() async throws {
        try await importVendor(1, days: 20)
        let nodes = (0..<6).map { _ in Self.node(test, box) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for node in nodes {
                group.addTask {
                    _ = try await TellOperator(node)()
                    try await SendOperatorMail(node)()
                }
            }
            try await group.waitForAll()
        }
        try await turn()
        #expect(subjects == ["vendor 20"] && box.mails.first?.text == "https://mdm.sample.example")
        #expect(try await logged() == ["20"])
    }

    @Test func `without an address the step is noted, and told when there is one`() async throws {
        try await importVendor(1, days: 10)
        let silent = Self.node(test, box, address: nil)
        let step = try await TellOperator(silent)()
        #expect(step?.daysLeft == 10 && step?.isMailed == false)
        try await turn(silent)
        // No mail server at all.
        try await turn(test.installation)
        #expect(subjects.isEmpty)
        #expect(try await logged() == ["10"])
        try await turn()
        try await turn()
        #expect(subjects == ["vendor 10"])
        #expect(try await logged() == ["10"])
    }

    @Test func `a mail server that is away loses nothing; one that refuses is told of in the log`() async throws {
        try await importVendor(1, days: 10)
        box.answer(.later("421 closing"))
        try await turn()
        try await turn()
        #expect(subjects == ["vendor 10"], "tried once, then put off")
        test.clock.advance(seconds: 61)
        box.answer(.refused("550 no such user"))
        try await turn()
        test.clock.advance(seconds: 100_000)
        box.empty()
        try await turn()
        #expect(subjects.isEmpty, "what was refused is not tried again, and no new step was reached")
        let failures = try await test.installation.store.read {
            try $0.auditEntries(in: .installation, after: 0, limit: 99).filter { $0.draft.event == .mailFailed }
        }
        #expect(failures.map(\.draft.subject) == ["ops@sample.example"])
    }

    @Test func `a node that dies in the middle of sending leaves the mail to another`() async throws {
        try await importVendor(1, days: 10)
        _ = try await TellOperator(server)()
        let held = HeldTransport()
        let base = test.installation
        let dying = Installation(
            store: base.store, vault: base.vault, time: base.time, randomness: base.randomness, hasher: base.hasher,
            mail: MailFacilities(
                transport: held, wording: ShortWording(), sender: try MailAddress("mdm@sample.example"),
                consoleURL: "", operatorAddress: try MailAddress("ops@sample.example")))
        let sending = Task { try await SendOperatorMail(dying)() }
        await held.begun()
        try await turn()
        #expect(subjects.isEmpty, "claimed")
        test.clock.advance(seconds: 181)
        try await turn()
        #expect(subjects == ["vendor 10"])
        await held.end()
        try await sending.value
        try await turn()
        #expect(subjects == ["vendor 10"])
    }
}

/// Keeps whoever sends waiting.
private actor HeldTransport: MailTransport {
    private var waiting: CheckedContinuation<MailReply, Never>?
    private var watchers: [CheckedContinuation<Void, Never>] = []

    func send(_ mail: MailMessage) async -> MailReply {
        await withCheckedContinuation { continuation in
            waiting = continuation
            for watcher in watchers { watcher.resume() }
            watchers = []
        }
    }

    func begun() async {
        if waiting == nil { await withCheckedContinuation { watchers.append($0) } }
    }

    func end() { waiting?.resume(returning: .later("too late")) }
}
