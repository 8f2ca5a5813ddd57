import Administration
import Foundation
import Ports
import PushCertificates

/// The ledger of requests. A row whose key was erased stays for the certificate that refers to it, and is
/// no request any more: every statement here asks for the key.
extension SQLTransaction {
    func pushRequests(in scope: CompanyScope) throws -> [PushRequest] {
        try rows(
            """
            SELECT * FROM push_requests WHERE company_id = $1 AND sealed_key IS NOT NULL
            ORDER BY created_at DESC, id DESC
            """, [scope.value]
        ).map(PushRequest.init)
    }

    func pushRequest(_ id: PushRequest.ID, in scope: CompanyScope) throws -> PushRequest? {
        try row(
            "SELECT * FROM push_requests WHERE company_id = $1 AND id = $2 AND sealed_key IS NOT NULL",
            [scope.value, id.value]
        ).map(PushRequest.init)
    }

    func pendingPushRequest(in scope: CompanyScope) throws -> PushRequest? {
        try row("SELECT * FROM push_requests WHERE company_id = $1 AND is_pending = 1", [scope.value])
            .map(PushRequest.init)
    }

    func insert(_ request: PushRequest, in scope: CompanyScope) throws {
        if request.isPending { try endPendingPushRequest(in: scope) }
        try execute(
            """
            INSERT INTO push_requests (
                company_id, id, created_at, created_by, public_key, csr, sealed_key, signed_elsewhere, is_pending)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [
                scope.value, request.id.value, .instant(request.createdAt), .text(request.createdBy),
                .bytes(request.publicKey.bytes), .bytes(request.csr), .bytes(request.sealedKey),
                .text(request.signedElsewhere), .flag(request.isPending),
            ])
    }

    func attach(signedRequest: String, to id: PushRequest.ID, in scope: CompanyScope) throws {
        try executeOnOne(
            "request",
            """
            UPDATE push_requests SET signed_elsewhere = $3
            WHERE company_id = $1 AND id = $2 AND sealed_key IS NOT NULL
            """, [scope.value, id.value, .text(signedRequest)])
    }

    func endPendingPushRequest(in scope: CompanyScope) throws {
        try execute(
            "UPDATE push_requests SET is_pending = 0 WHERE company_id = $1 AND is_pending = 1", [scope.value])
    }

    /// A key also stays as long after its certificate's retirement as after its own making (contract,
    /// "Keys"), and 30 days more after a deletion: whatever instant not in the future is handed in, a
    /// certificate that can be restored keeps its key.
    func deletePushRequests(createdBefore: Date, in scope: CompanyScope) throws -> Int {
        let deletedBefore = createdBefore.addingTimeInterval(
            -TimeInterval(RegisteredCertificate.restorableDays) * 86_400)
        let values = [scope.value, .instant(createdBefore), .instant(deletedBefore)]
        let forgotten = try changes(
            """
            UPDATE push_requests SET sealed_key = NULL, is_pending = 0
            WHERE company_id = $1 AND created_at < $2 AND sealed_key IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM push_certificates
                WHERE push_certificates.company_id = push_requests.company_id
                    AND push_certificates.request_id = push_requests.id
                    AND (state = 'active' OR (state = 'retired' AND ended_at >= $2)
                        OR (state = 'deleted' AND ended_at >= $3)))
            """, values)
        try execute(
            """
            DELETE FROM push_requests
            WHERE company_id = $1 AND sealed_key IS NULL AND NOT EXISTS (
                SELECT 1 FROM push_certificates
                WHERE push_certificates.company_id = push_requests.company_id
                    AND push_certificates.request_id = push_requests.id)
            """, [scope.value])
        return forgotten
    }
}

extension PushRequest {
    fileprivate init(_ row: SQLRow) throws {
        self.init(
            id: ID(stored: try row.text("id")), createdAt: try row.instant("created_at"),
            createdBy: try row.text("created_by"), publicKey: Fingerprint(bytes: try row.bytes("public_key")),
            csr: try row.bytes("csr"), sealedKey: try row.bytes("sealed_key"),
            signedElsewhere: try row.optionalText("signed_elsewhere"), isPending: try row.flag("is_pending"))
    }
}
