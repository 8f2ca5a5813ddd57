import Administration
import CommandQueue
import Enrollments
import Ports

/// Seals and opens what belongs to enrollments of one company, each bound to its row.
struct EnrollmentSeal: Sendable {
    private let vault: any SecretVault
    private let scope: CompanyScope
    private let wrappedKey: [UInt8]

    /// - Throws: ``DeviceRefusal/noIdentity`` when there is no such company.
    init(_ installation: Installation, in scope: CompanyScope) async throws {
        vault = installation.vault
        self.scope = scope
        if let known = installation.devices.wrappedKey(of: scope) {
            wrappedKey = known
            return
        }
        guard let company = try await installation.store.read(in: scope, { try $0.company(scope) }) else {
            throw DeviceRefusal.noIdentity
        }
        wrappedKey = company.wrappedKey
        installation.devices.remember(wrappedKey: wrappedKey, of: scope)
    }

    func push(_ triple: PushTriple, of enrollment: EnrollmentID, user: String = "") throws -> [UInt8] {
        try vault.seal(Secret(triple.sealable), at: pushPlace(enrollment, user), under: wrappedKey)
    }

    func openPush(_ sealed: [UInt8], topic: String, of enrollment: EnrollmentID, user: String = "") throws
        -> PushTriple?
    {
        PushTriple(
            sealable: try vault.open(sealed, at: pushPlace(enrollment, user), under: wrappedKey).reveal(), topic: topic)
    }

    func secret(_ plaintext: [UInt8], _ kind: EnrollmentSecretKind, of enrollment: EnrollmentID) throws -> [UInt8] {
        try vault.seal(Secret(plaintext), at: place(kind, enrollment), under: wrappedKey)
    }

    func openSecret(_ sealed: [UInt8], _ kind: EnrollmentSecretKind, of enrollment: EnrollmentID) throws
        -> Secret<[UInt8]>
    {
        try vault.open(sealed, at: place(kind, enrollment), under: wrappedKey)
    }

    func pin(_ digits: String, for uuid: CommandUUID) throws -> [UInt8] {
        try vault.seal(Secret(Array(digits.utf8)), at: pinPlace(uuid), under: wrappedKey)
    }

    func openPIN(_ sealed: [UInt8], for uuid: CommandUUID) throws -> Secret<String> {
        Secret(String(decoding: try vault.open(sealed, at: pinPlace(uuid), under: wrappedKey).reveal(), as: UTF8.self))
    }

    private func pushPlace(_ enrollment: EnrollmentID, _ user: String) -> SecretPlace {
        SecretPlace(scope, table: "enrollments", row: "\(enrollment)/\(user)", column: "sealed_push")
    }

    private func place(_ kind: EnrollmentSecretKind, _ enrollment: EnrollmentID) -> SecretPlace {
        SecretPlace(scope, table: "enrollment_secrets", row: enrollment.description, column: kind.rawValue)
    }

    private func pinPlace(_ uuid: CommandUUID) -> SecretPlace {
        SecretPlace(scope, table: "escrowed_pins", row: uuid.description, column: "sealed_pin")
    }
}
