import Administration
import Ports

extension SQLTransaction {
    func calendarFeed(in scope: CompanyScope) throws -> CalendarFeed? {
        try row("SELECT * FROM calendar_feeds WHERE company_id = $1", [scope.value]).map { row in
            CalendarFeed(
                tokenHash: try row.bytes("token_hash"), createdAt: try row.instant("created_at"),
                createdBy: try row.text("created_by"))
        }
    }

    func calendarScope(tokenHash: [UInt8]) throws -> CompanyScope? {
        try row("SELECT company_id FROM calendar_feeds WHERE token_hash = $1", [.bytes(tokenHash)])?.scope()
    }

    func setCalendarFeed(_ feed: CalendarFeed?, in scope: CompanyScope) throws {
        guard let feed else {
            return try execute("DELETE FROM calendar_feeds WHERE company_id = $1", [scope.value])
        }
        try execute(
            """
            INSERT INTO calendar_feeds (company_id, token_hash, created_at, created_by) VALUES ($1, $2, $3, $4)
            ON CONFLICT (company_id) DO UPDATE SET
                token_hash = excluded.token_hash, created_at = excluded.created_at, created_by = excluded.created_by
            """,
            [scope.value, .bytes(feed.tokenHash), .instant(feed.createdAt), .text(feed.createdBy)])
    }
}
