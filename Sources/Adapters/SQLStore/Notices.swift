import Administration
import Foundation
import Ports

extension SQLTransaction {
    func insert(_ notice: Notice) throws {
        try execute(
            """
            INSERT INTO notices (id, company_id, source, ja, en, created_at, until)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            [
                .text(notice.id.description), .text(notice.companyID?.description), .text(notice.source.rawValue),
                .text(notice.japanese.withoutNUL), .text(notice.english.withoutNUL), .instant(notice.createdAt),
                .instant(notice.until),
            ])
    }

    func deleteNotice(_ id: NoticeID) throws -> Bool {
        try changes("DELETE FROM notices WHERE id = $1", [.text(id.description.withoutNUL)]) == 1
    }

    func notice(_ id: NoticeID) throws -> Notice? {
        try row("SELECT * FROM notices WHERE id = $1", [.text(id.description.withoutNUL)]).map(Notice.init)
    }

    func notices(for scope: CompanyScope, at now: Date) throws -> [Notice] {
        try rows(
            """
            SELECT * FROM notices WHERE (company_id = $1 OR company_id IS NULL) AND (until IS NULL OR until > $2)
            ORDER BY created_at DESC, id DESC LIMIT 200
            """, [scope.value, .instant(now)]
        ).map(Notice.init)
    }

    func allNotices() throws -> [Notice] {
        try rows("SELECT * FROM notices ORDER BY created_at DESC, id DESC").map(Notice.init)
    }

    func noticesReadAt(by user: UserID, in scope: CompanyScope) throws -> Date? {
        try row(
            "SELECT read_at FROM notice_reads WHERE company_id = $1 AND user_id = $2",
            [scope.value, .text(user.description)])?.instant("read_at")
    }

    func setNoticesReadAt(_ at: Date, by user: UserID, in scope: CompanyScope) throws {
        try execute(
            """
            INSERT INTO notice_reads (company_id, user_id, read_at) VALUES ($1, $2, $3)
            ON CONFLICT (company_id, user_id) DO UPDATE SET read_at = excluded.read_at
            WHERE notice_reads.read_at < excluded.read_at
            """, [scope.value, .text(user.description), .instant(at)])
    }
}

extension Notice {
    fileprivate init(_ row: SQLRow) throws {
        self.init(
            id: NoticeID(stored: try row.text("id")),
            companyID: try row.optionalText("company_id").map { CompanyID(stored: $0) },
            source: try row.value("source") { Source(rawValue: $0) }, japanese: try row.text("ja"),
            english: try row.text("en"), createdAt: try row.instant("created_at"),
            until: try row.optionalInstant("until"))
    }
}
