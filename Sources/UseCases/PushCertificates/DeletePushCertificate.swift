public import Administration
import Ports
import PushCertificates

/// Suspends the registered certificate for 30 days. 備考 and Apple ID stay; the key stays until it can no
/// longer be restored.
public struct DeletePushCertificate: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    /// - Parameter version: what the dialog showed.
    public func callAsFunction(version: Int, by actor: Actor, in company: Company) async throws {
        let now = installation.now
        let scope = company.scope
        try await installation.store.write(in: scope) { transaction in
            var details = try transaction.pushDetails(in: scope)
            guard details.version == version else { throw RegisterPushCertificate.conflict(details) }
            guard let active = try transaction.activePushCertificate(in: scope) else {
                throw PushCertificateError.noCertificateRegistered
            }
            try transaction.setState(.deleted(at: now, by: actor.loginOrEmpty), of: active.id, in: scope)
            try transaction.endPendingPushRequest(in: scope)
            details.stampChange(by: actor, at: now)
            try transaction.save(details, in: scope)
            try transaction.append(
                AuditDraft(
                    .pushCertificateDeleted, by: actor, at: now,
                    subject: active.certificate.topic.description, before: active.auditFields), in: scope)
        }
    }
}

/// Takes a deletion back, key and all, unless another topic was registered since.
public struct RestorePushCertificate: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public func callAsFunction(version: Int, by actor: Actor, in company: Company) async throws {
        let now = installation.now
        let scope = company.scope
        try await installation.store.write(in: scope) { transaction in
            var details = try transaction.pushDetails(in: scope)
            guard details.version == version else { throw RegisterPushCertificate.conflict(details) }
            let overview = try PushOverview(in: scope, at: now, from: transaction)
            guard let restorable = overview.restorable else { throw PushCertificateError.cannotBeRestored }
            if let request = try transaction.pushRequest(restorable.requestID, in: scope) {
                try PushKeyCheck(installation).check(request, in: company)
            } else {
                throw PushCertificateError.keyUnusable(request: restorable.certificate.publicKey.short)
            }
            try transaction.setState(.active, of: restorable.id, in: scope)
            _ = try transaction.requestWakeUps(at: now, everyEnrollment: true, in: scope)
            details.stampChange(by: actor, at: now)
            try transaction.save(details, in: scope)
            try transaction.append(
                AuditDraft(
                    .pushCertificateRestored, by: actor, at: now,
                    subject: restorable.certificate.topic.description, after: restorable.auditFields), in: scope)
        }
        // Who is asked to call is answered from the store, where the request ends.
        installation.devices.forgetAll()
        installation.doorbell.ring()
    }
}
