import Administration
import Foundation
import Ports

/// What a receiver that never answers may cost: time, rows and bytes are bounded.
extension SQLTransaction {
    func giveUpDeliveries(createdBefore: Date) throws -> Int {
        try changes(
            """
            UPDATE webhook_deliveries SET state = 'given-up', due_at = NULL
            WHERE state = 'waiting' AND created_at < $1
            """, [.instant(createdBefore)])
    }

    func hasDeliveries(beyond bound: DeliveryBound) throws -> Bool {
        try row(
            """
            SELECT webhook_id FROM webhook_deliveries GROUP BY company_id, webhook_id, state
            HAVING COUNT(*) > $1 OR SUM(COALESCE(LENGTH(sealed_body), 0)) > $2 LIMIT 1
            """, bound.values) != nil
    }

    func keepDeliveries(within bound: DeliveryBound) throws -> Int {
        let givenUp = try changes(
            SQL(
                "UPDATE webhook_deliveries SET state = 'given-up', due_at = NULL, last_answer = $3 WHERE ",
                Self.beyond, " AND state = 'waiting'"),
            bound.values + [.text(DeliveryBound.word)])
        try execute(
            SQL("DELETE FROM webhook_deliveries WHERE ", Self.beyond, " AND state <> 'waiting'"), bound.values)
        return givenUp
    }

    func deliveriesGivenUp(of webhook: WebhookID, for bound: DeliveryBound, in scope: CompanyScope) throws -> Int {
        try count(
            """
            SELECT COUNT(*) AS count FROM webhook_deliveries
            WHERE company_id = $1 AND webhook_id = $2 AND state = 'given-up' AND last_answer = $3
            """, [scope.value, webhook.value, .text(DeliveryBound.word)])
    }

    /// What stands behind the newest `$1` of its webhook and state, or behind the newest that have `$2` bytes.
    private static let beyond: SQL = """
        (company_id, id) IN (
            SELECT company_id, id FROM (
                SELECT company_id, id, COUNT(*) OVER newest AS place, SUM(size) OVER newest AS total
                FROM (
                    SELECT company_id, webhook_id, state, id, created_at, COALESCE(LENGTH(sealed_body), 0) AS size
                    FROM webhook_deliveries) sized
                WINDOW newest AS (
                    PARTITION BY company_id, webhook_id, state ORDER BY created_at DESC, id DESC)) placed
            WHERE place > $1 OR total > $2)
        """
}

extension DeliveryBound {
    fileprivate var values: [SQLValue] { [.integer(deliveries), .integer(bytes)] }
}
