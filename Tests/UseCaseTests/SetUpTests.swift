import Administration
import Foundation
import Ports
import Testing
import UseCases

@Test func `the set-up link makes one company, then asks for the recovery sheet, then is used up`() async throws {
    let test = try await TestInstallation(importingVendor: false)
    // Another, empty installation over the same parts: set-up is for a store without companies.
    let empty = try await EmptyInstallation()
    let setUp = SetUp(empty.installation)
    let first = try #require(try await setUp.issueLink()).reveal()
    let token = try #require(try await setUp.issueLink()).reveal()
    #expect(try await setUp.stage(of: first) == nil, "a later start replaces the link")
    #expect(try await setUp.stage(of: token) == .company)

    let password = Secret("a long enough password")
    let proposal = CreateCompany.Proposal(
        code: "sample", name: "サンプル企業", language: .japanese, timeZone: "Asia/Tokyo", brand: "smsm")
    await #expect(throws: AdministrationError.passwordsDiffer) {
        try await setUp.createCompany(
            token: token, proposal, login: "admin", password: password, again: Secret("something else"))
    }
    #expect(try await setUp.stage(of: token) == .company)
    _ = try await setUp.createCompany(token: token, proposal, login: "admin", password: password, again: password)
    #expect(try await setUp.stage(of: token) == .recoverySheet)
    await #expect(throws: AdministrationError.linkNotValid) {
        try await setUp.createCompany(token: token, proposal, login: "eve", password: password, again: password)
    }
    try await setUp.confirmRecoverySheet(token: token)
    #expect(try await setUp.stage(of: token) == nil)
    #expect(try await setUp.issueLink() == nil)
    #expect(try await SetUp(test.installation).issueLink() == nil)
}

@Test func `a proposal that cannot be is refused with its reason`() async throws {
    let test = try await TestInstallation(importingVendor: false)
    var proposal = CreateCompany.Proposal(
        code: "second", name: "二番目", language: .english, timeZone: "Asia/Tokyo", brand: "smsm")
    let create = CreateCompany(test.installation)
    proposal.code = "Second"
    await #expect(throws: AdministrationError.invalidCompanyCode("Second")) { try await create(proposal) }
    proposal.code = "sample"
    await #expect(throws: AdministrationError.companyCodeTaken(test.company.code)) { try await create(proposal) }
    proposal.code = "second"
    proposal.timeZone = "Asia/Nowhere"
    await #expect(throws: AdministrationError.unknownTimeZone("Asia/Nowhere")) { try await create(proposal) }
    proposal.timeZone = "Asia/Tokyo"
    proposal.brand = "none"
    await #expect(throws: AdministrationError.unknownBrand("none")) { try await create(proposal) }
    proposal.brand = "smsm"
    proposal.name = "  "
    await #expect(throws: AdministrationError.invalidCompanyName) { try await create(proposal) }
    #expect(try await FindCompany(test.installation).all().count == 1)
}
