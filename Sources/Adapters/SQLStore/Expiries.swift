import Administration
import Foundation
import Ports

extension SQLTransaction {
    /// A new kind of thing that ends is one more function here; its kind is in `Expiry.Kind`.
    func expiries(in scope: CompanyScope?, limit: Int) throws -> [Expiry] {
        let all =
            try pushExpiries(in: scope, limit) + vendorExpiries() + authorityExpiries(in: scope, limit)
            + tokenExpiries(in: scope, limit)
        return Array(all.sorted { $0.notAfter < $1.notAfter }.prefix(limit))
    }

    private func pushExpiries(in scope: CompanyScope?, _ limit: Int) throws -> [Expiry] {
        try rows(
            """
            SELECT c.code, p.topic, p.fingerprint, p.not_after, p.registered_at FROM push_certificates p
            JOIN companies c ON c.id = p.company_id
            WHERE p.state = 'active' AND (CAST($1 AS TEXT) IS NULL OR p.company_id = $1)
            ORDER BY p.not_after LIMIT $2
            """, [.text(scope?.companyID.description), .integer(limit)]
        ).map { row in
            Expiry(
                kind: .pushCertificate, companyCode: try row.text("code"), subject: try row.text("topic"),
                identifier: try row.bytes("fingerprint").hexadecimal, notAfter: try row.instant("not_after"),
                since: try row.instant("registered_at"))
        }
    }

    private func vendorExpiries() throws -> [Expiry] {
        try rows(
            """
            SELECT subject, fingerprint, not_after, imported_at FROM vendor_certificates ORDER BY number DESC LIMIT 1
            """
        ).map { row in
            Expiry(
                kind: .vendorCertificate, companyCode: nil, subject: try row.text("subject"),
                identifier: try row.bytes("fingerprint").hexadecimal, notAfter: try row.instant("not_after"),
                since: try row.instant("imported_at"))
        }
    }

    /// The newest of each company: an older one only has to be known.
    private func authorityExpiries(in scope: CompanyScope?, _ limit: Int) throws -> [Expiry] {
        try rows(
            """
            SELECT c.code, c.name, a.id, a.not_after, a.created_at FROM device_authorities a
            JOIN companies c ON c.id = a.company_id
            WHERE (CAST($1 AS TEXT) IS NULL OR a.company_id = $1) AND a.created_at = (
                SELECT MAX(b.created_at) FROM device_authorities b WHERE b.company_id = a.company_id)
            ORDER BY a.not_after LIMIT $2
            """, [.text(scope?.companyID.description), .integer(limit)]
        ).map { row in
            Expiry(
                kind: .deviceAuthority, companyCode: try row.text("code"), subject: try row.text("name"),
                identifier: try row.text("id"), notAfter: try row.instant("not_after"),
                since: try row.instant("created_at"))
        }
    }
    private func tokenExpiries(in scope: CompanyScope?, _ limit: Int) throws -> [Expiry] {
        try rows(
            """
            SELECT c.code, t.consumer_key, t.fingerprint, t.expires_at, t.registered_at FROM tokens t
            JOIN companies c ON c.id = t.company_id
            WHERE t.state = 'active' AND (CAST($1 AS TEXT) IS NULL OR t.company_id = $1)
            ORDER BY t.expires_at LIMIT $2
            """, [.text(scope?.companyID.description), .integer(limit)]
        ).map { row in
            Expiry(
                kind: .adeToken, companyCode: try row.text("code"), subject: try row.text("consumer_key"),
                identifier: try row.bytes("fingerprint").hexadecimal, notAfter: try row.instant("expires_at"),
                since: try row.instant("registered_at"))
        }
    }
}
