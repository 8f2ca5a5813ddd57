import Administration
import Foundation
import Ports
import PushCertificates

/// The company's active push certificate with its key opened, for TLS with APNs.
struct ActivePushIdentity: Sendable {
    private let installation: Installation
    init(_ installation: Installation) { self.installation = installation }

    /// - Returns: nil when no certificate is active, or its key does not open.
    func callAsFunction(in scope: CompanyScope) async throws -> PushIdentity? {
        let found = try await installation.store.read(in: scope) {
            transaction -> (Company, RegisteredCertificate, PushRequest)? in
            guard let company = try transaction.company(scope),
                let active = try transaction.activePushCertificate(in: scope),
                let request = try transaction.pushRequest(active.requestID, in: scope)
            else { return nil }
            return (company, active, request)
        }
        guard let (company, active, request) = found else { return nil }
        let key = try installation.vault.open(
            request.sealedKey, at: RequestPushCertificate.place(of: request.id, in: scope), under: company.wrappedKey)
        return PushIdentity(certificate: active.certificate, privateKey: key)
    }
}
