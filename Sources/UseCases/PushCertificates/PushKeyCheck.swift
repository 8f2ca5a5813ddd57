import Administration
import Ports
import PushCertificates

/// Proves that the stored private key of a request opens and belongs to it, before anybody relies on it.
struct PushKeyCheck: Sendable {
    private let installation: Installation
    init(_ installation: Installation) { self.installation = installation }

    /// - Throws: ``PushCertificateError/keyUnusable(request:)``.
    func check(_ request: PushRequest, in company: Company) throws {
        let place = RequestPushCertificate.place(of: request.id, in: company.scope)
        guard let key = try? installation.vault.open(request.sealedKey, at: place, under: company.wrappedKey),
            let publicKey = try? PushKeyPair.publicKey(ofPrivateKey: key), publicKey == request.publicKey
        else { throw PushCertificateError.keyUnusable(request: request.publicKey.short) }
    }
}
