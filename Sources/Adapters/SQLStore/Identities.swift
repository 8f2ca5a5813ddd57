import Administration
import Enrollments
import Foundation
import Ports
import PushCertificates

extension SQLTransaction {
    func deviceAuthority(in scope: CompanyScope) throws -> StoredDeviceAuthority? {
        try row(
            "SELECT * FROM device_authorities WHERE company_id = $1 ORDER BY created_at DESC, id DESC LIMIT 1",
            [scope.value]
        ).map { row in
            StoredDeviceAuthority(
                id: try row.text("id"), certificate: try row.bytes("certificate"),
                sealedKey: try row.bytes("sealed_key"), signerCertificate: try row.bytes("signer_certificate"),
                sealedSignerKey: try row.bytes("sealed_signer_key"), notAfter: try row.instant("not_after"),
                createdAt: try row.instant("created_at"))
        }
    }

    func insert(_ authority: StoredDeviceAuthority, in scope: CompanyScope) throws {
        tell(.everything)
        try execute(
            """
            INSERT INTO device_authorities (
                company_id, id, certificate, sealed_key, signer_certificate, sealed_signer_key, not_after,
                created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            [
                scope.value, .text(authority.id), .bytes(authority.certificate), .bytes(authority.sealedKey),
                .bytes(authority.signerCertificate), .bytes(authority.sealedSignerKey),
                .instant(authority.notAfter), .instant(authority.createdAt),
            ])
    }

    func insert(_ identity: DeviceIdentity, in scope: CompanyScope) throws {
        let purpose = StoredPurpose(identity.purpose)
        try execute(
            """
            INSERT INTO identities (
                company_id, id, state, enrollment_id, fingerprint, der, serial_number, challenge_id,
                invitation_id, renews_enrollment_id, transaction_id, public_key, created_at, not_before, not_after)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
            """,
            changeable(identity, in: scope) + [
                .text(identity.serialNumber), identity.challengeID.value, purpose.invitation, purpose.renewed,
                .text(identity.transactionID.withoutNUL), .bytes(identity.publicKey.bytes),
                .instant(identity.createdAt), .instant(identity.notBefore), .instant(identity.notAfter),
            ])
    }

    func update(_ identity: DeviceIdentity, in scope: CompanyScope) throws {
        try executeOnOne(
            "identity",
            """
            UPDATE identities SET state = $3, enrollment_id = $4, fingerprint = $5, der = $6
            WHERE company_id = $1 AND id = $2
            """, changeable(identity, in: scope))
    }

    private func changeable(_ identity: DeviceIdentity, in scope: CompanyScope) -> [SQLValue] {
        [
            scope.value, identity.id.value, .text(identity.state.rawValue),
            .text(identity.enrollmentID?.description), identity.fingerprint.map { .bytes($0.bytes) } ?? .null,
            identity.der.map { .bytes($0) } ?? .null,
        ]
    }

    func issuedIdentity(for challenge: ChallengeID, in scope: CompanyScope) throws -> DeviceIdentity? {
        try row(
            """
            SELECT * FROM identities
            WHERE company_id = $1 AND challenge_id = $2 AND fingerprint IS NOT NULL
            """, [scope.value, challenge.value]
        ).map(DeviceIdentity.init)
    }

    func identity(fingerprint: Fingerprint, in scope: CompanyScope) throws -> DeviceIdentity? {
        try row(
            "SELECT * FROM identities WHERE fingerprint = $2 AND company_id = $1",
            [scope.value, .bytes(fingerprint.bytes)]
        ).map(DeviceIdentity.init)
    }

    func identitiesEnding(before: Date, triedBefore: Date, limit: Int) throws -> [EndingIdentity] {
        try rows(
            """
            SELECT e.company_id, e.id, e.identity_not_after, r.attempts, r.last_attempt_at, r.last_error
            FROM enrollments e
            LEFT JOIN identity_renewals r ON r.company_id = e.company_id AND r.enrollment_id = e.id
            WHERE e.is_current = 1 AND e.state = 'enrolled' AND e.identity_not_after < $1
                AND (r.last_attempt_at IS NULL OR r.last_attempt_at <= $2)
                AND NOT EXISTS (
                    SELECT 1 FROM commands c WHERE c.company_id = e.company_id AND c.enrollment_id = e.id
                        AND c.secret = 'enrollmentProfile')
            ORDER BY e.identity_not_after, e.id LIMIT $3
            """, [.instant(before), .instant(triedBefore), .integer(max(0, limit))]
        ).map { row in
            EndingIdentity(
                scope: try row.scope(), enrollmentID: EnrollmentID(stored: try row.text("id")),
                notAfter: try row.instant("identity_not_after"),
                renewal: try row.optionalInteger("attempts").map { _ in try IdentityRenewal(row) })
        }
    }

    func noteIdentityRenewal(
        of enrollment: EnrollmentID, at now: Date, error: String, in scope: CompanyScope
    ) throws {
        try execute(
            """
            INSERT INTO identity_renewals (company_id, enrollment_id, attempts, last_attempt_at, last_error)
            VALUES ($1, $2, 1, $3, $4)
            ON CONFLICT (company_id, enrollment_id) DO UPDATE SET
                attempts = identity_renewals.attempts + 1, last_attempt_at = excluded.last_attempt_at,
                last_error = excluded.last_error
            """, [scope.value, enrollment.value, .instant(now), .text(error.withoutNUL)])
    }

    func identityRenewal(of enrollment: EnrollmentID, in scope: CompanyScope) throws -> IdentityRenewal? {
        try row(
            "SELECT * FROM identity_renewals WHERE company_id = $1 AND enrollment_id = $2",
            [scope.value, enrollment.value]
        ).map(IdentityRenewal.init)
    }

    func endIdentityRenewal(of enrollment: EnrollmentID, in scope: CompanyScope) throws {
        try execute(
            "DELETE FROM identity_renewals WHERE company_id = $1 AND enrollment_id = $2",
            [scope.value, enrollment.value])
    }
}

extension DeviceIdentity {
    fileprivate init(_ row: SQLRow) throws {
        self.init(
            id: IdentityID(stored: try row.text("id")), serialNumber: try row.text("serial_number"),
            challengeID: ChallengeID(stored: try row.text("challenge_id")), purpose: try StoredPurpose.read(row),
            transactionID: try row.text("transaction_id"),
            publicKey: Fingerprint(bytes: try row.bytes("public_key")), createdAt: try row.instant("created_at"),
            notBefore: try row.instant("not_before"), notAfter: try row.instant("not_after"),
            der: try row.optionalBytes("der"),
            fingerprint: try row.optionalBytes("fingerprint").map { Fingerprint(bytes: $0) },
            state: try row.value("state") { State(rawValue: $0) },
            enrollmentID: try row.optionalText("enrollment_id").map { EnrollmentID(stored: $0) })
    }
}

extension IdentityRenewal {
    fileprivate init(_ row: SQLRow) throws {
        self.init(
            attempts: try row.integer("attempts"), lastAttemptAt: try row.instant("last_attempt_at"),
            lastError: try row.text("last_error"))
    }
}
