import Administration
import Foundation
import Ports
import PushCertificates
import Testing
import UseCases

@Test func `a deleted certificate is restored in one click, with notes and Apple ID`() async throws {
    let test = try await TestInstallation()
    try await test.register(topic: topicOne)
    try await test.delete()
    let deleted = try await test.overview()
    #expect(deleted.active == nil && deleted.restorable != nil)
    #expect(deleted.details.notes == "備考" && deleted.details.appleID == "push@sample.example")
    try await test.restore()
    #expect(try await test.overview().active?.certificate.topic.description == topicOne)
    #expect(try await test.events().suffix(2) == [.pushCertificateDeleted, .pushCertificateRestored])
}

@Test func `thirty days after deletion nothing can be restored`() async throws {
    let test = try await TestInstallation()
    try await test.register(topic: topicOne)
    try await test.delete()
    test.clock.advance(days: 29.9)
    #expect(try await test.overview().restorable != nil)
    test.clock.advance(days: 0.2)
    #expect(try await test.overview().restorable == nil)
    await #expect(throws: PushCertificateError.cannotBeRestored) { try await test.restore() }
}

@Test func `after deletion another topic is accepted and blocks restoring the old one`() async throws {
    let test = try await TestInstallation()
    try await test.register(topic: topicOne)
    try await test.delete()
    try await test.register(topic: topicTwo)
    let overview = try await test.overview()
    #expect(overview.active?.certificate.topic.description == topicTwo)
    #expect(overview.restorable == nil)
    #expect(overview.blockedRestore?.certificate.topic.description == topicOne)
    await #expect(throws: PushCertificateError.cannotBeRestored) { try await test.restore() }
}

@Test func `after deletion a new request is made and older ones still match`() async throws {
    let test = try await TestInstallation()
    let first = try await test.register(topic: topicOne)
    let spare = try await test.download().request
    try await test.delete()
    let fresh = try await test.download().request
    #expect(![first.publicKey, spare.publicKey].contains(fresh.publicKey))
    #expect(try await test.upload(try test.apple(spare, topic: topicOne)) == .registered)
}

@Test func `devices on the deleted topic want a tick before another topic is registered`() async throws {
    let test = try await TestInstallation()
    try await test.register(topic: topicOne)
    try await test.delete()
    try await test.addDevice(topic: topicOne)
    let request = try await test.download().request
    let file = try test.apple(request, topic: topicTwo)
    await #expect(throws: PushCertificateError.topicNeedsConfirmation(devices: 1)) { try await test.upload(file) }
    #expect(try await test.upload(file, confirmsTopic: true) == .registered)
}

@Test func `deleting what somebody else has changed is refused`() async throws {
    let test = try await TestInstallation()
    try await test.register(topic: topicOne)
    let seen = try await test.overview().details.version
    try await test.upload(nil, notes: "changed meanwhile")
    await #expect(throws: PushCertificateError.self) {
        try await DeletePushCertificate(test.installation)(version: seen, by: test.actor, in: test.company)
    }
    #expect(try await test.overview().active != nil)
}

@Test func `keys older than 400 days go, but never that of the certificate in use`() async throws {
    let test = try await TestInstallation()
    let used = try await test.register(topic: topicOne)
    let unused = try await test.download(new: true).request
    test.clock.advance(days: 401)
    try await test.importVendor(try TestInstallation.vendor(renewedAt: test.clock.now, from: test.authority))
    try await test.register(topic: topicOne)
    try await ForgetOldKeys(test.installation)()
    let overview = try await test.overview()
    // The first key stays for 400 days after its certificate was retired, today.
    #expect(overview.requests.map(\.id) == [try #require(overview.active).requestID, used.id])
    #expect(!overview.requests.map(\.id).contains(unused.id))
    test.clock.advance(days: 401)
    try await ForgetOldKeys(test.installation)()
    #expect(try await test.overview().requests.map(\.id) == [try #require(overview.active).requestID])
}
