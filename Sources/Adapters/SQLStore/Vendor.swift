import Crypto
import Foundation
import Ports
import PushCertificates

extension SQLTransaction {
    func vendorCertificate() throws -> VendorCertificate? {
        try row("SELECT * FROM vendor_certificates ORDER BY number DESC LIMIT 1").map(VendorCertificate.init)
    }

    func insert(_ vendor: VendorCertificate) throws {
        try execute(
            """
            INSERT INTO vendor_certificates (
                number, der, subject, serial_number, not_before, not_after, fingerprint, sealed_key, imported_at)
            VALUES (
                (SELECT COALESCE(MAX(number), 0) + 1 FROM vendor_certificates), $1, $2, $3, $4, $5, $6, $7, $8)
            """,
            [
                .bytes(vendor.der), .text(vendor.subject), .text(vendor.serialNumber), .instant(vendor.notBefore),
                .instant(vendor.notAfter), .bytes(vendor.fingerprint.bytes), .bytes(vendor.sealedKey),
                .instant(vendor.importedAt),
            ])
    }

    /// In the order in which they were added.
    func trustAnchors() throws -> TrustAnchors {
        func certificates(_ kind: String) throws -> [[UInt8]] {
            try rows("SELECT der FROM trust_anchors WHERE kind = $1 ORDER BY position", [.text(kind)])
                .map { try $0.bytes("der") }
        }
        return TrustAnchors(roots: try certificates("root"), intermediates: try certificates("intermediate"))
    }

    func add(_ anchors: TrustAnchors) throws {
        for der in anchors.roots { try add(der, kind: "root") }
        for der in anchors.intermediates { try add(der, kind: "intermediate") }
    }

    private func add(_ der: [UInt8], kind: String) throws {
        try execute(
            """
            INSERT INTO trust_anchors (fingerprint, position, kind, der)
            VALUES ($1, (SELECT COALESCE(MAX(position), 0) + 1 FROM trust_anchors), $2, $3)
            ON CONFLICT (fingerprint) DO NOTHING
            """, [.bytes(Array(SHA256.hash(data: der))), .text(kind), .bytes(der)])
    }
}

extension VendorCertificate {
    fileprivate init(_ row: SQLRow) throws {
        self.init(
            der: try row.bytes("der"), subject: try row.text("subject"),
            serialNumber: try row.text("serial_number"), notBefore: try row.instant("not_before"),
            notAfter: try row.instant("not_after"), fingerprint: Fingerprint(bytes: try row.bytes("fingerprint")),
            sealedKey: try row.bytes("sealed_key"), importedAt: try row.instant("imported_at"))
    }
}
