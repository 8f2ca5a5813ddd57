import Administration
import CMS
import CertificateAuthority
import Enrollments
import Foundation
import Ports
import PushCertificates
import Synchronization

/// A company's device authority with its keys read, ready for use.
struct CompanyAuthority: Sendable {
    let company: Company
    let authority: LoadedAuthority
    let signer: LoadedProfileSigner
}

/// The authorities whose keys this process has opened.
///
/// A node that renews one tells the others to forget everything (``FollowNews``).
public final class AuthorityMemory: Sendable {
    private struct State {
        var loaded: [CompanyScope: CompanyAuthority] = [:]
        /// Counts what is forgotten, so that what was read before is not remembered after it.
        var epoch: UInt64 = 0
    }

    private let state = Mutex(State())

    public init() {}

    /// - Returns: also what to hand to ``remember(_:since:)``.
    func authority(in scope: CompanyScope) -> (known: CompanyAuthority?, epoch: UInt64) {
        state.withLock { ($0.loaded[scope], $0.epoch) }
    }

    func forget(_ scope: CompanyScope) {
        state.withLock { state in
            state.loaded[scope] = nil
            state.epoch &+= 1
        }
    }

    func forgetAll() {
        state.withLock { state in
            state.loaded.removeAll()
            state.epoch &+= 1
        }
    }

    func remember(_ authority: CompanyAuthority, since epoch: UInt64) {
        state.withLock { if $0.epoch == epoch { $0.loaded[authority.company.scope] = authority } }
    }
}

/// Opens a company's device authority, and makes it at the first need (R-37: one key for each company).
struct DeviceAuthorities: Sendable {
    private let installation: Installation
    init(_ installation: Installation) { self.installation = installation }

    /// - Returns: nil when the company has none yet, or there is no such company.
    func find(in scope: CompanyScope) async throws -> CompanyAuthority? {
        let (known, epoch) = installation.authorities.authority(in: scope)
        if let known { return known }
        let found = try await installation.store.read(in: scope) { transaction -> (Company, StoredDeviceAuthority)? in
            guard let company = try transaction.company(scope), let stored = try transaction.deviceAuthority(in: scope)
            else { return nil }
            return (company, stored)
        }
        guard let (company, stored) = found else { return nil }
        return try open(stored, of: company, since: epoch)
    }

    /// An authority that ends before an identity would is followed by a new one; what it issued stays good, because an
    /// identity is known by its hash (R31 of beyond-the-manuals).
    func findOrMake(for company: Company) async throws -> CompanyAuthority {
        let now = installation.now
        let enough = now.addingTimeInterval(Double(IdentityPlan.mostValidDays) * 86_400)
        let ending = try await find(in: company.scope)
        if let ending, ending.authority.notAfter > enough { return ending }
        let randomness = installation.randomness
        let made = try await onOwnThread { () -> (DeviceAuthority, ProfileSigner, LoadedAuthority) in
            let authority = try DeviceAuthority.create(
                organization: company.name, at: now, randomness: randomness.bytes(16))
            let loaded = try LoadedAuthority(authority)
            let signer = try ProfileSigner.create(
                under: loaded, organization: company.name, at: now, randomness: randomness.bytes(16))
            return (authority, signer, loaded)
        }
        let id = randomness.bytes(16).hexadecimal
        let (authority, signer, loaded) = made
        let stored = StoredDeviceAuthority(
            id: id, certificate: authority.certificate,
            sealedKey: try installation.vault.seal(
                authority.privateKey, at: Self.place(id, "sealed_key", company), under: company.wrappedKey),
            signerCertificate: signer.certificate,
            sealedSignerKey: try installation.vault.seal(
                signer.privateKey, at: Self.place(id, "sealed_signer_key", company), under: company.wrappedKey),
            notAfter: try CertificateProperties(der: authority.certificate).notAfter, createdAt: now)
        try await installation.store.write(in: company.scope) { transaction in
            // Somebody else may have been faster: the first one counts.
            let newest = try transaction.deviceAuthority(in: company.scope)
            guard newest.map({ $0.notAfter <= enough }) ?? true else { return }
            try transaction.insert(stored, in: company.scope)
            try transaction.append(
                AuditDraft(
                    .deviceAuthorityCreated, by: .serviceOperator, at: now, subject: loaded.fingerprint.short,
                    after: [AuditField("fingerprint", loaded.fingerprint.description)]), in: company.scope)
        }
        installation.authorities.forget(company.scope)
        guard let found = try await find(in: company.scope) else {
            throw StoreError.unavailable("the device authority was not stored")
        }
        return found
    }

    private func open(
        _ stored: StoredDeviceAuthority, of company: Company, since epoch: UInt64
    ) throws -> CompanyAuthority {
        let key = try installation.vault.open(
            stored.sealedKey, at: Self.place(stored.id, "sealed_key", company), under: company.wrappedKey)
        let signerKey = try installation.vault.open(
            stored.sealedSignerKey, at: Self.place(stored.id, "sealed_signer_key", company), under: company.wrappedKey)
        let opened = CompanyAuthority(
            company: company,
            authority: try LoadedAuthority(DeviceAuthority(certificate: stored.certificate, privateKey: key)),
            signer: try LoadedProfileSigner(
                ProfileSigner(certificate: stored.signerCertificate, privateKey: signerKey),
                authority: stored.certificate))
        installation.authorities.remember(opened, since: epoch)
        return opened
    }

    private static func place(_ id: String, _ column: String, _ company: Company) -> SecretPlace {
        SecretPlace(company.scope, table: "device_authorities", row: id, column: column)
    }
}
