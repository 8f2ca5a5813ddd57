import Administration
import CertificateAuthority
import Foundation
import Testing

@testable import UseCases

@Suite struct DeviceAuthorityTests {
    @Test func `a company has one authority, also when two ask at once`() async throws {
        let bench = try await TestInstallation(importingVendor: false)
        let authorities = DeviceAuthorities(bench.installation)
        async let one = authorities.findOrMake(for: bench.company)
        async let other = authorities.findOrMake(for: bench.company)
        let made = try await [one, other].map(\.authority.certificate)
        #expect(made.first == made.last)
        bench.installation.authorities.forget(bench.company.scope)
        #expect(try await authorities.find(in: bench.company.scope)?.authority.certificate == made.first)
    }

    @Test func `an authority that would end before an identity is followed by another in time`() async throws {
        let bench = try await TestInstallation(importingVendor: false)
        let authorities = DeviceAuthorities(bench.installation)
        let first = try await authorities.findOrMake(for: bench.company).authority
        let lastDay = first.notAfter.addingTimeInterval(-Double(IdentityPlan.mostValidDays) * 86_400)
        bench.clock.advance(seconds: lastDay.timeIntervalSince(bench.clock.now) - 1)
        #expect(try await authorities.findOrMake(for: bench.company).authority.certificate == first.certificate)
        bench.clock.advance(seconds: 2)
        let next = try await authorities.findOrMake(for: bench.company).authority
        #expect(next.certificate != first.certificate)
        let plan = IdentityPlan(
            commonName: "device", at: bench.clock.now, randomness: Array(repeating: 7, count: 16),
            validDays: IdentityPlan.mostValidDays)
        #expect(next.notAfter > plan.notAfter, "what it issues ends before it does")
        #expect(try await authorities.findOrMake(for: bench.company).authority.certificate == next.certificate)
    }
}
