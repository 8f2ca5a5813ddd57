import Administration
import Foundation
import Notices
import Ports

extension SQLTransaction {
    // MARK: rules and settings

    func noticeRules(in scope: CompanyScope) throws -> [NoticeRule] {
        try rows("SELECT * FROM notice_rules WHERE company_id = $1 ORDER BY name, id", [scope.value])
            .map(NoticeRule.init)
    }

    func insert(_ rule: NoticeRule, in scope: CompanyScope) throws {
        try execute(
            """
            INSERT INTO notice_rules (
                company_id, id, name, events, roles, users, addresses, language, is_enabled, created_at, version)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """,
            [scope.value, rule.id.value] + rule.changing + [.instant(rule.createdAt), .integer(rule.version)])
    }

    func update(_ rule: NoticeRule, in scope: CompanyScope) throws {
        try executeOnOne(
            "notice rule of this version",
            """
            UPDATE notice_rules SET name = $3, events = $4, roles = $5, users = $6, addresses = $7, language = $8,
                is_enabled = $9, version = version + 1
            WHERE company_id = $1 AND id = $2 AND version = $10
            """, [scope.value, rule.id.value] + rule.changing + [.integer(rule.version)])
    }

    func deleteNoticeRule(_ id: NoticeRuleID, in scope: CompanyScope) throws {
        try executeOnOne(
            "notice rule", "DELETE FROM notice_rules WHERE company_id = $1 AND id = $2", [scope.value, id.value])
    }

    func noticeSettings(in scope: CompanyScope) throws -> NoticeSettings {
        try row("SELECT * FROM notice_settings WHERE company_id = $1", [scope.value]).map(NoticeSettings.init)
            ?? .standard
    }

    func save(_ settings: NoticeSettings, in scope: CompanyScope) throws {
        try executeOnOne(
            "version of the notice settings",
            """
            INSERT INTO notice_settings (
                company_id, ladder, is_daily_after_expiry, second_contacts, hours_until_escalation, silence_days,
                version)
            VALUES ($1, $2, $3, $4, $5, $6, 1)
            ON CONFLICT (company_id) DO UPDATE SET
                ladder = excluded.ladder, is_daily_after_expiry = excluded.is_daily_after_expiry,
                second_contacts = excluded.second_contacts,
                hours_until_escalation = excluded.hours_until_escalation, silence_days = excluded.silence_days,
                version = notice_settings.version + 1
            WHERE notice_settings.version = $7
            """,
            [
                scope.value, .words(settings.ladder.days.map(String.init)),
                .flag(settings.ladder.isDailyAfterExpiry), .words(settings.secondContacts.map(\.description)),
                .integer(settings.hoursUntilEscalation), settings.silenceDays.map { .integer($0) } ?? .null,
                .integer(settings.version),
            ])
    }

    // MARK: how far the log was told

    func companiesWithNewEntries(limit: Int) throws -> [(scope: CompanyScope, mailed: Int)] {
        try rows(
            """
            SELECT l.company_id, l.mailed FROM audit_logs l JOIN companies c ON c.id = l.company_id
            WHERE l.length > l.mailed LIMIT $1
            """, [.integer(max(0, limit))]
        ).map { (try $0.scope(), try $0.integer("mailed")) }
    }

    func setMailed(from: Int, to: Int, in scope: CompanyScope) throws {
        try executeOnOne(
            "place in the log", "UPDATE audit_logs SET mailed = $3 WHERE company_id = $1 AND mailed = $2",
            [scope.value, .integer(from), .integer(to)])
    }

    // MARK: steps

    func companiesWithExpiries(at now: Date) throws -> [CompanyScope] {
        try rows(
            """
            SELECT company_id FROM push_certificates WHERE state = 'active' AND not_after < $1
            UNION SELECT p.company_id FROM push_certificates p
            JOIN notice_settings s ON s.company_id = p.company_id WHERE p.state = 'active' AND p.not_after < $2
            UNION SELECT company_id FROM tokens WHERE state = 'active' AND expires_at < $1
            UNION SELECT t.company_id FROM tokens t
            JOIN notice_settings s ON s.company_id = t.company_id WHERE t.state = 'active' AND t.expires_at < $2
            UNION SELECT company_id FROM expiry_notices WHERE is_over = 0
            """, [.instant(now.addingTimeInterval(62 * 86_400)), .instant(now.addingTimeInterval(367 * 86_400))]
        ).map { try $0.scope() }
    }

    func expiryNotices(in scope: CompanyScope) throws -> [ExpiryNotice] {
        try rows("SELECT * FROM expiry_notices WHERE company_id = $1 ORDER BY sequence", [scope.value])
            .map(ExpiryNotice.init)
    }

    func insert(_ notice: ExpiryNotice, in scope: CompanyScope) throws {
        try execute(
            """
            INSERT INTO expiry_notices (
                company_id, kind, subject_id, step, has_reached, acknowledged_by, acknowledged_at, escalated_at,
                is_over, expires_at, told_at, sequence)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            """,
            notice.key(in: scope) + notice.changing + [
                .instant(notice.expiresAt), .instant(notice.toldAt), .integer(notice.sequence),
            ])
    }

    func delete(_ notice: ExpiryNotice, in scope: CompanyScope) throws {
        try execute(
            "DELETE FROM expiry_notices WHERE company_id = $1 AND kind = $2 AND subject_id = $3 AND step = $4",
            notice.key(in: scope))
    }

    func update(_ notice: ExpiryNotice, in scope: CompanyScope) throws {
        try executeOnOne(
            "step",
            """
            UPDATE expiry_notices SET has_reached = $5, acknowledged_by = $6, acknowledged_at = $7,
                escalated_at = $8, is_over = $9
            WHERE company_id = $1 AND kind = $2 AND subject_id = $3 AND step = $4
            """, notice.key(in: scope) + notice.changing)
    }

    // MARK: links and silence

    func insertMailLink(hash: [UInt8], path: String, at now: Date, in scope: CompanyScope) throws {
        try execute(
            "INSERT INTO mail_links (token_hash, company_id, path, created_at) VALUES ($1, $2, $3, $4)",
            [.bytes(hash), scope.value, .text(path), .instant(now)])
    }

    func mailLink(hash: [UInt8]) throws -> (scope: CompanyScope, path: String)? {
        try row("SELECT company_id, path FROM mail_links WHERE token_hash = $1", [.bytes(hash)])
            .map { (try $0.scope(), try $0.text("path")) }
    }

    func hasSilentDevices(before: Date, in scope: CompanyScope) throws -> Bool {
        try row(
            """
            SELECT id FROM enrollments
            WHERE company_id = $1 AND is_current = 1 AND state = 'enrolled' AND last_contact_at < $2 AND authenticated_at < $2
                AND (silent_noted_at IS NULL OR silent_noted_at < last_contact_at)
            LIMIT 1
            """, [scope.value, .instant(before)]) != nil
    }

    func noteSilentDevices(before: Date, at now: Date, limit: Int, in scope: CompanyScope) throws -> [SilentDevice] {
        try rows(
            """
            UPDATE enrollments SET silent_noted_at = $3 WHERE company_id = $1 AND id IN (
                SELECT id FROM enrollments
                WHERE company_id = $1 AND is_current = 1 AND state = 'enrolled' AND last_contact_at < $2 AND authenticated_at < $2
                    AND (silent_noted_at IS NULL OR silent_noted_at < last_contact_at)
                ORDER BY last_contact_at LIMIT $4)
            RETURNING id, device_id, name, serial_number,
                CASE WHEN last_contact_at > authenticated_at THEN last_contact_at ELSE authenticated_at END
                    AS last_contact_at
            """, [scope.value, .instant(before), .instant(now), .integer(max(0, limit))]
        ).map { row in
            SilentDevice(
                enrollmentID: try row.text("id"), deviceID: try row.text("device_id"), name: try row.text("name"),
                serialNumber: try row.text("serial_number"), lastContactAt: try row.instant("last_contact_at"))
        }.sorted { ($0.lastContactAt, $0.enrollmentID) < ($1.lastContactAt, $1.enrollmentID) }
    }
}

extension SQLValue {
    /// Words without blanks, with blanks between them.
    fileprivate static func words(_ words: some Sequence<String>) -> SQLValue {
        .text(words.joined(separator: " "))
    }
}

extension SQLRow {
    fileprivate func words<Word>(_ name: String, _ read: (String) -> Word?) throws -> [Word] {
        try value(name) { text in
            let words = text.split(separator: " ").map(String.init)
            let read = words.compactMap(read)
            return read.count == words.count ? read : nil
        }
    }
}

extension NoticeRule {
    fileprivate var changing: [SQLValue] {
        [
            .text(name), .words(events.map(\.rawValue).sorted()), .words(roles.map(\.rawValue).sorted()),
            .words(users.map(\.description).sorted()), .words(addresses.map(\.description)),
            .text(language?.rawValue), .flag(isEnabled),
        ]
    }

    fileprivate init(_ row: SQLRow) throws {
        self.init(
            id: NoticeRuleID(stored: try row.text("id")), name: try row.text("name"),
            // An event that a newer version knows does not hide the rule from this one.
            events: Set(try row.text("events").split(separator: " ").compactMap { AuditEvent(rawValue: String($0)) }),
            roles: Set(try row.words("roles") { Role(rawValue: $0) }),
            users: Set(try row.words("users") { UserID(stored: $0) }),
            addresses: try row.words("addresses") { try? MailAddress($0) },
            language: try row.optionalText("language").flatMap { Language(rawValue: $0) },
            isEnabled: try row.flag("is_enabled"), createdAt: try row.instant("created_at"),
            version: try row.integer("version"))
    }
}

extension NoticeSettings {
    fileprivate init(_ row: SQLRow) throws {
        let isDaily = try row.flag("is_daily_after_expiry")
        let days = try row.words("ladder") { Int($0) }
        self.init(
            ladder: try row.value("ladder") { _ in try? NoticeLadder(days: days, isDailyAfterExpiry: isDaily) },
            secondContacts: try row.words("second_contacts") { try? MailAddress($0) },
            hoursUntilEscalation: try row.integer("hours_until_escalation"),
            silenceDays: try row.optionalInteger("silence_days"), version: try row.integer("version"))
    }
}

extension ExpiryNotice {
    fileprivate func key(in scope: CompanyScope) -> [SQLValue] {
        [scope.value, .text(kind.rawValue), .text(subjectID), .integer(step)]
    }

    fileprivate var changing: [SQLValue] {
        [
            .flag(hasReached), .text(acknowledgedBy), .instant(acknowledgedAt), .instant(escalatedAt), .flag(isOver),
        ]
    }

    fileprivate init(_ row: SQLRow) throws {
        self.init(
            kind: try row.value("kind") { ExpiringKind(rawValue: $0) }, subjectID: try row.text("subject_id"),
            step: try row.integer("step"), expiresAt: try row.instant("expires_at"),
            toldAt: try row.instant("told_at"), sequence: try row.integer("sequence"),
            hasReached: try row.flag("has_reached"), acknowledgedBy: try row.optionalText("acknowledged_by"),
            acknowledgedAt: try row.optionalInstant("acknowledged_at"),
            escalatedAt: try row.optionalInstant("escalated_at"), isOver: try row.flag("is_over"))
    }
}
