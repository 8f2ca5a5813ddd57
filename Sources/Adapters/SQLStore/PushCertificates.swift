import Administration
import Foundation
import Ports
import PushCertificates

extension SQLTransaction {
    func pushDetails(in scope: CompanyScope) throws -> PushDetails {
        guard let row = try row("SELECT * FROM push_details WHERE company_id = $1", [scope.value]) else {
            return PushDetails()
        }
        return PushDetails(
            appleID: try row.text("apple_id"), notes: try row.text("notes"), version: try row.integer("version"),
            changedAt: try row.optionalInstant("changed_at"), changedBy: try row.text("changed_by"))
    }

    func save(_ details: PushDetails, in scope: CompanyScope) throws {
        try execute(
            """
            INSERT INTO push_details (company_id, apple_id, notes, version, changed_at, changed_by)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (company_id) DO UPDATE SET
                apple_id = excluded.apple_id, notes = excluded.notes, version = excluded.version,
                changed_at = excluded.changed_at, changed_by = excluded.changed_by
            """,
            [
                scope.value, .text(details.appleID), .text(details.notes), .integer(details.version),
                .instant(details.changedAt), .text(details.changedBy),
            ])
    }

    func activePushCertificate(in scope: CompanyScope) throws -> RegisteredCertificate? {
        try row("SELECT * FROM push_certificates WHERE company_id = $1 AND state = 'active'", [scope.value])
            .map(RegisteredCertificate.init)
    }

    func pushCertificates(in scope: CompanyScope) throws -> [RegisteredCertificate] {
        try rows(
            "SELECT * FROM push_certificates WHERE company_id = $1 ORDER BY registered_at DESC, id DESC",
            [scope.value]
        ).map(RegisteredCertificate.init)
    }

    func pushCertificate(_ id: RegisteredCertificate.ID, in scope: CompanyScope) throws -> RegisteredCertificate? {
        try row("SELECT * FROM push_certificates WHERE company_id = $1 AND id = $2", [scope.value, id.value])
            .map(RegisteredCertificate.init)
    }

    func insert(_ registered: RegisteredCertificate, in scope: CompanyScope) throws {
        let certificate = registered.certificate
        let state = StoredState(registered.state)
        try execute(
            """
            INSERT INTO push_certificates (
                company_id, id, request_id, der, serial_number, topic, not_before, not_after, public_key,
                fingerprint, registered_at, registered_by, state, ended_at, ended_by)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
            """,
            [
                scope.value, registered.id.value, registered.requestID.value, .bytes(certificate.der),
                .text(certificate.serialNumber), .text(certificate.topic.description),
                .instant(certificate.notBefore), .instant(certificate.notAfter), .bytes(certificate.publicKey.bytes),
                .bytes(certificate.fingerprint.bytes), .instant(registered.registeredAt),
                .text(registered.registeredBy), .text(state.name), .instant(state.endedAt), .text(state.endedBy),
            ])
    }

    func setState(
        _ state: RegisteredCertificate.State, of id: RegisteredCertificate.ID, in scope: CompanyScope
    ) throws {
        let state = StoredState(state)
        try executeOnOne(
            "certificate",
            """
            UPDATE push_certificates SET state = $3, ended_at = $4, ended_by = $5
            WHERE company_id = $1 AND id = $2
            """, [scope.value, id.value, .text(state.name), .instant(state.endedAt), .text(state.endedBy)])
    }
}

/// A state as its three columns.
private struct StoredState {
    let name: String
    let endedAt: Date?
    let endedBy: String?

    init(_ state: RegisteredCertificate.State) {
        (name, endedAt, endedBy) =
            switch state {
            case .active: ("active", nil, nil)
            case .retired(let at): ("retired", at, nil)
            case .deleted(let at, let by): ("deleted", at, by)
            }
    }

    static func read(_ row: SQLRow) throws -> RegisteredCertificate.State {
        switch try row.text("state") {
        case "active": .active
        case "retired": .retired(at: try row.instant("ended_at"))
        case "deleted": .deleted(at: try row.instant("ended_at"), by: try row.text("ended_by"))
        case let unknown: throw StoreError.unreadable("certificate state “\(unknown)”")
        }
    }
}

extension RegisteredCertificate {
    fileprivate init(_ row: SQLRow) throws {
        self.init(
            id: ID(stored: try row.text("id")),
            certificate: PushCertificate(
                der: try row.bytes("der"), serialNumber: try row.text("serial_number"),
                topic: try row.value("topic") { try PushTopic(subjectUID: $0) },
                notBefore: try row.instant("not_before"), notAfter: try row.instant("not_after"),
                publicKey: Fingerprint(bytes: try row.bytes("public_key")),
                fingerprint: Fingerprint(bytes: try row.bytes("fingerprint"))),
            requestID: PushRequest.ID(stored: try row.text("request_id")),
            registeredAt: try row.instant("registered_at"), registeredBy: try row.text("registered_by"),
            state: try StoredState.read(row))
    }
}
