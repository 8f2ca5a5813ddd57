import Administration
import Foundation
import Ports
import PushCertificates
import Testing
import UseCases

@Test func `a first certificate is registered and told in the log`() async throws {
    let test = try await TestInstallation()
    let request = try await test.download().request
    #expect(try await test.upload(try test.apple(request, topic: topicOne)) == .registered)
    let overview = try await test.overview()
    #expect(overview.active?.certificate.topic.description == topicOne)
    #expect(overview.details.appleID == "push@sample.example")
    #expect(overview.details.version == 1)
    #expect(
        try await test.events() == [
            .companyCreated, .pushRequestCreated, .pushRequestDownloaded, .pushCertificateRegistered,
        ])
    let verified = try await VerifyLog(test.installation)(in: test.company.scope)
    #expect(verified.finding == nil && verified.entries == 4)
}

@Test func `downloading again gives the same request and a new one is added`() async throws {
    let test = try await TestInstallation()
    let first = try await test.download()
    let again = try await test.download()
    #expect(again.request.publicKey == first.request.publicKey)
    #expect(again.name == first.name && again.name.contains(first.request.publicKey.short))
    let second = try await test.download(new: true)
    #expect(second.request.publicKey != first.request.publicKey)
    #expect(try await test.overview().requests.count == 2)
    #expect(try await test.download().request.publicKey == second.request.publicKey)
}

@Test func `two downloads at once give one request`() async throws {
    let test = try await TestInstallation()
    async let one = test.download()
    async let other = test.download()
    let keys = try await [one.request.publicKey, other.request.publicKey]
    #expect(Set(keys).count == 1)
    #expect(try await test.overview().requests.count == 1)
}

@Test func `a certificate for an earlier request is accepted`() async throws {
    let test = try await TestInstallation()
    let first = try await test.download().request
    _ = try await test.download(new: true)
    _ = try await test.download(new: true)
    #expect(try await test.upload(try test.apple(first, topic: topicOne)) == .registered)
    #expect(try await test.overview().active?.requestID == first.id)
}

@Test func `a renewal keeps the topic, retires the old certificate and ends the pending request`() async throws {
    let test = try await TestInstallation()
    let first = try await test.register(topic: topicOne)
    test.clock.advance(days: 340)
    let renewal = try await test.download().request
    #expect(renewal.publicKey != first.publicKey)
    #expect(try await test.upload(try test.apple(renewal, topic: topicOne)) == .changed)
    let overview = try await test.overview()
    #expect(overview.history.count == 2)
    #expect(overview.history.last?.state == .retired(at: test.installation.now))
    #expect(overview.requests.allSatisfy { !$0.isPending })
}

@Test func `an expired certificate is renewed with the same topic`() async throws {
    let test = try await TestInstallation()
    try await test.register(topic: topicOne)
    test.clock.advance(days: 364)
    try await test.importVendor(try TestInstallation.vendor(renewedAt: test.clock.now, from: test.authority))
    test.clock.advance(days: 31)
    let renewal = try await test.download().request
    #expect(try await test.upload(try test.apple(renewal, topic: topicOne)) == .changed)
}

@Test func `another topic is refused while one is registered, and nothing changes`() async throws {
    let test = try await TestInstallation()
    try await test.register(topic: topicOne)
    let before = try await test.overview()
    let request = try await test.download().request
    let refusal = UploadRefusal.topicDiffers(
        registered: try PushTopic(subjectUID: topicOne), offered: try PushTopic(subjectUID: topicTwo))
    await #expect(throws: refusal) { try await test.upload(try test.apple(request, topic: topicTwo), notes: "other") }
    let after = try await test.overview()
    #expect(after.active == before.active && after.details == before.details)
    #expect(try await test.events().last == .pushCertificateRefused)
}

@Test func `the same certificate again changes nothing`() async throws {
    let test = try await TestInstallation()
    let request = try await test.download().request
    let file = try test.apple(request, topic: topicOne)
    try await test.upload(file)
    await #expect(throws: UploadRefusal.alreadyRegistered) { try await test.upload(file) }
    #expect(try await test.overview().details.version == 1)
}

@Test func `another company's key is like an unknown key`() async throws {
    let test = try await TestInstallation()
    let other = try await TestInstallation.company("other", in: test.installation)
    let request = try await test.download(for: other).request
    await #expect(throws: UploadRefusal.keyNotRequestedHere) {
        try await test.upload(try test.apple(request, topic: topicOne))
    }
}

@Test func `the second of two administrators is told who was first, and nothing is lost`() async throws {
    let test = try await TestInstallation()
    let request = try await test.download().request
    let seen = try await test.overview().details.version
    try await test.upload(nil, notes: "first", version: seen)
    await #expect(
        throws: PushCertificateError.changedMeanwhile(by: "admin", at: test.installation.now)
    ) {
        try await test.upload(try test.apple(request, topic: topicOne), notes: "second", version: seen)
    }
    #expect(try await test.overview().details.notes == "first")
    #expect(try await test.overview().active == nil)
}

@Test func `one of a hundred saves at once is acknowledged`() async throws {
    let test = try await TestInstallation()
    let saved = await withTaskGroup(of: Bool.self) { group in
        for number in 0..<100 {
            group.addTask { (try? await test.upload(nil, notes: "n\(number)", version: 0)) != nil }
        }
        return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(saved == 1)
    #expect(try await test.overview().details.version == 1)
}

@Test func `saving without a file says what was saved`() async throws {
    let test = try await TestInstallation()
    await #expect(throws: PushCertificateError.nothingEntered) { try await test.upload(nil, appleID: " ", notes: "") }
    #expect(try await test.upload(nil, appleID: "", notes: "memo") == .notesSaved)
    #expect(try await test.upload(nil, appleID: "", notes: "") == .notesSaved)
    try await test.register(topic: topicOne)
    #expect(try await test.upload(nil, notes: "changed") == .changed)
    await #expect(throws: PushCertificateError.notesTooLong(limit: 1_000)) {
        try await test.upload(nil, notes: String(repeating: "あ", count: 1_001))
    }
}

@Test func `control characters in Apple ID and notes are left out`() async throws {
    let test = try await TestInstallation()
    let outcome = try await test.upload(nil, appleID: "push\u{0}@sample\n.example", notes: "a\u{1b}[2Jb\u{0}\r\n\tc")
    #expect(outcome == .notesSaved)
    let details = try await test.overview().details
    #expect(details.appleID == "push@sample.example")
    #expect(details.notes == "a[2Jb\n\tc")
}
