public import Administration
import AutomatedEnrollment
import Foundation
import Ports

/// Says which devices get the current profile, and tells Apple. Judged by state: whatever is wanted and has another
/// profile is assigned, however often that takes (reference/ade.md §3, rule 9).
public struct AssignProfile: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public static let mostAtOnce = 1_000

    /// - Throws: ``TokenError``, ``ServiceProblem``: the wish is stored, and tried again with the next fetch.
    public func callAsFunction(_ serialNumbers: [String], by actor: Actor, in company: Company) async throws {
        let scope = company.scope
        let serials = Array(serialNumbers.prefix(Self.mostAtOnce))
        let now = installation.now
        try await installation.store.write(in: scope) { transaction in
            try transaction.setWanted(true, serials, in: scope)
            let profile = try transaction.currentProfile(in: scope)
            try transaction.append(
                AuditDraft(
                    .setupProfileAssigned, by: actor, at: now, subject: serials.first ?? "",
                    after: [
                        AuditField("devices", String(serials.count)), AuditField("profile", profile?.uuid ?? ""),
                    ]), in: scope)
        }
        let (token, _) = try await OpenToken(installation)(in: company)
        try await catchUp(token, in: scope)
    }

    /// Brings Apple's state to what is wanted; does nothing without a current profile.
    func catchUp(_ token: ServerToken, in scope: CompanyScope) async throws {
        let (profile, waiting) = try await installation.store.read(in: scope) { transaction in
            let profile = try transaction.currentProfile(in: scope)
            let waiting =
                try profile.map {
                    try transaction.tokenDevicesToAssign(profile: $0.uuid, in: scope, limit: Self.mostAtOnce)
                } ?? []
            return (profile, waiting)
        }
        guard let profile, !waiting.isEmpty else { return }
        let answers = try await installation.adeService.assign(
            profile: profile.uuid, to: waiting.map(\.device.serialNumber), token)
        try await installation.store.write(in: scope) { transaction in
            for listed in waiting {
                let serial = listed.device.serialNumber
                guard var present = try transaction.tokenDevice(serial, in: scope), present.removedAt == nil else {
                    continue
                }
                let answer = answers[serial] ?? "FAILED"
                // It is wanted still, and its turn comes with the next fetch.
                if answer == "THROTTLED" { continue }
                if answer == "SUCCESS" {
                    present.device.profileUUID = profile.uuid
                    present.device.profileStatus = .assigned
                    present.assignProblem = ""
                } else {
                    present.assignProblem = String(answer.prefix(40))
                }
                try transaction.save(present, in: scope)
            }
        }
    }
}
