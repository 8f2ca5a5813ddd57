public import Administration
public import AutomatedEnrollment
import Foundation
import Ports

/// Defines a profile at Apple's and makes it the current one: devices of the token get it from then on.
public struct DefineProfile: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    /// - Throws: ``SetupSettings/Problem``, ``ServiceProblem``, ``TokenError``, or what stands against enrolling at all
    ///   (``EnrollmentError``). Nothing is stored then.
    public func callAsFunction(_ settings: SetupSettings, by actor: Actor, in company: Company) async throws {
        let settings = try settings.checked()
        let address = try await CheckEnrollmentReadiness(installation).check(in: company)
        let (token, _) = try await OpenToken(installation)(in: company)
        let secret = OneTimeToken(from: installation.randomness)
        let url = "\(address)/enroll/ade/\(secret.text.reveal())"
        let uuid = try await installation.adeService.define(profile: settings.json(url: url), token)
        let now = installation.now
        let profile = DefinedProfile(
            id: installation.newIdentifier(at: now), uuid: uuid, settings: settings, addressHash: secret.hash,
            createdAt: now, createdBy: actor.loginOrEmpty, isCurrent: true)
        try await installation.store.write(in: company.scope) { transaction in
            let before = try transaction.currentProfile(in: company.scope)
            try transaction.insert(profile, in: company.scope)
            try transaction.append(
                AuditDraft(
                    .setupProfileDefined, by: actor, at: now, subject: settings.name,
                    before: before.map { [AuditField("profile", $0.uuid)] } ?? [],
                    after: [AuditField("profile", uuid)]), in: company.scope)
        }
        try await AssignProfile(installation).catchUp(token, in: company.scope)
    }
}
