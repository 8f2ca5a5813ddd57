import Administration
import Foundation
import Ports
import PushCertificates
import Testing
import UseCases

@testable import SimulatedPushPortal

extension TestInstallation {
    /// The Lab's authority with a vendor certificate that begins now.
    static func vendor(renewedAt now: Date, from authority: LabAuthority) throws -> LabAuthority {
        var renewed = authority
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("lab-\(UUID().uuidString).json").path
        try renewed.replaceVendor(now: now, keptAt: path)
        return renewed
    }
}

@Test func `without a vendor certificate no request is offered`() async throws {
    let test = try await TestInstallation(importingVendor: false)
    await #expect(throws: VendorSigningProblem.noVendorCertificate) { try await test.download() }
    #expect(try await test.overview().requests.isEmpty)
}

@Test func `an expired vendor certificate signs nothing, a new one signs the pending request`() async throws {
    let test = try await TestInstallation()
    try await test.importVendor(try TestInstallation.vendor(renewedAt: test.clock.now, from: test.authority))
    test.clock.advance(days: 200)
    let pending = try await test.download().request
    test.clock.advance(days: 166)
    await #expect(throws: VendorSigningProblem.self) { try await test.download() }
    try await test.importVendor(try TestInstallation.vendor(renewedAt: test.clock.now, from: test.authority))
    #expect(try await test.download().request.publicKey == pending.publicKey)
}

@Test func `a request signed elsewhere is offered by the download`() async throws {
    let test = try await TestInstallation()
    let bare = try await RequestPushCertificate(test.installation).unsigned(
        new: false, by: .serviceOperator, in: test.company)
    #expect(bare.text.hasPrefix("-----BEGIN CERTIFICATE REQUEST-----"))
    let signed = try await VendorSigning(test.installation).identity().signedRequest(
        for: bare.request.csr, now: test.clock.now)
    let attached = try await RequestPushCertificate(test.installation).attach(
        signedRequest: Array(signed.utf8), by: .serviceOperator, in: test.company)
    #expect(attached.id == bare.request.id)
    #expect(try await test.download().text == signed)
    #expect(try await test.events().contains(.pushRequestAttached))
}

@Test func `a request signed for somebody else is not taken`() async throws {
    let test = try await TestInstallation()
    let other = try await TestInstallation.company("other", in: test.installation)
    let foreign = try await test.download(for: other).text
    await #expect(throws: PushCertificateError.signedRequestNotOurs) {
        try await RequestPushCertificate(test.installation).attach(
            signedRequest: Array(foreign.utf8), by: .serviceOperator, in: test.company)
    }
}

@Test func `a new vendor certificate is in the log with the one before it`() async throws {
    let test = try await TestInstallation()
    test.clock.advance(days: 10)
    try await test.importVendor(try TestInstallation.vendor(renewedAt: test.clock.now, from: test.authority))
    let log = try await test.installation.store.read {
        try $0.auditEntries(in: .installation, before: nil, limit: 50).map(\.draft)
    }
    #expect(log.map(\.event) == [.vendorCertificateImported, .vendorCertificateImported])
    #expect(log.last?.before == [])
    #expect(log.first?.before == log.last?.after && log.first?.after != log.last?.after)
}
