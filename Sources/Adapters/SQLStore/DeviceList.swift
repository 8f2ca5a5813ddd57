import Administration
import Enrollments
import Foundation
import Notices
import Ports

extension SQLTransaction {
    func deviceList(_ query: DeviceListQuery, at now: Date, limit: Int, in scope: CompanyScope) throws
        -> DeviceListPage
    {
        let limit = max(1, limit)
        let cursor = query.cursor.flatMap { DeviceListCursor($0, for: query) }
        let rows = try deviceRows(query, from: cursor, at: now, limit: limit + 1, in: scope)
        // Everything that stood before has gone meanwhile, or after: the first page shows what there is.
        if cursor != nil, rows.isEmpty || cursor?.isBackward == true && rows.count < limit {
            var first = query
            first.cursor = nil
            return try deviceList(first, at: now, limit: limit, in: scope)
        }
        let hasMore = rows.count > limit
        let isBackward = cursor?.isBackward == true
        let page = isBackward ? Array(rows.prefix(limit).reversed()) : Array(rows.prefix(limit))
        func cursorText(_ row: SQLRow?, isBackward: Bool) throws -> String? {
            try row.map { try DeviceListCursor(at: $0, isBackward: isBackward).text(for: query) }
        }
        let hasPrevious = isBackward ? hasMore : cursor != nil
        let hasNext = isBackward ? true : hasMore
        return DeviceListPage(
            rows: try page.map(DeviceListRow.init),
            previousCursor: hasPrevious ? try cursorText(page.first, isBackward: true) : nil,
            nextCursor: hasNext ? try cursorText(page.last, isBackward: false) : nil)
    }

    /// In the order of reading: from the cursor backward the nearest row first.
    private func deviceRows(
        _ query: DeviceListQuery, from cursor: DeviceListCursor?, at now: Date, limit: Int, in scope: CompanyScope
    ) throws -> [SQLRow] {
        let found = try found(query, in: scope)
        var pieces = try pieces(at: now, in: scope)
        let key = pieces.key(query.sort)
        let isUp = (query.direction == .ascending) != (cursor?.isBackward == true)
        let order: SQL = isUp ? "ASC" : "DESC"
        pieces.builder.append(
            """
            SELECT e.id, e.device_id, e.name, e.serial_number, e.platform, e.product_name, e.model_name, e.os_version,
                e.build_version, e.is_supervised, e.phone_number, e.topic, e.last_contact_at, k.sort_key,
                p.name AS person_name, o.name AS organization_name,
            """, pieces.facets(ofMany: false), "AS facets FROM (SELECT e.id,", key,
            "AS sort_key FROM enrollments e WHERE e.is_current = 1 AND e.company_id =", pieces.company)
        pieces.append(filtersOf: query, onlySearch: false, found: found)
        if let cursor {
            let (from, id) = (pieces.builder.bind(cursor.key), pieces.builder.bind(.text(cursor.id)))
            pieces.builder.append("AND (", key, ", e.id)", isUp ? ">" : "<", "(", from, ",", id, ")")
        }
        let most = pieces.builder.bind(.integer(limit))
        pieces.builder.append("ORDER BY sort_key", order, ", e.id", order, "LIMIT", most)
        pieces.builder.append(
            ") k JOIN enrollments e ON e.id = k.id AND e.company_id =", pieces.company,
            """
            LEFT JOIN people p ON p.company_id = e.company_id AND p.id = e.person_id
            LEFT JOIN organizations o ON o.company_id = e.company_id AND o.id = e.organization_id
            ORDER BY k.sort_key
            """, order, ", k.id", order)
        return try rows(pieces.builder.statement, pieces.builder.values)
    }

    func deviceTally(_ query: DeviceListQuery, at now: Date, in scope: CompanyScope) throws -> DeviceTally {
        let found = try found(query, in: scope)
        var pieces = try pieces(at: now, in: scope)
        // Materialized: else each row's number is computed again after sorting.
        pieces.builder.append(
            "WITH f AS MATERIALIZED (SELECT e.organization_id,", pieces.facets(ofMany: found == nil),
            "AS facets FROM enrollments e WHERE e.is_current = 1 AND e.company_id =", pieces.company)
        pieces.append(filtersOf: query, onlySearch: true, found: found)
        pieces.builder.append(
            ") SELECT facets, organization_id, COUNT(*) AS count FROM f GROUP BY facets, organization_id")
        let groups = try rows(pieces.builder.statement, pieces.builder.values).map { row in
            DeviceTally.Group(
                facets: DeviceFacets(rawValue: try row.integer("facets")),
                organization: try row.optionalText("organization_id").map { OrganizationID(stored: $0) },
                count: try row.integer("count"))
        }
        let total = try count(
            "SELECT COUNT(*) AS count FROM enrollments WHERE company_id = $1 AND is_current = 1", [scope.value])
        return DeviceTally(total: total, groups: groups)
    }

    /// Identifiers of what the search finds, read from an index of the searched texts alone; nil when nothing is
    /// searched, or so much is found that the rows themselves are quicker.
    func found(_ query: DeviceListQuery, in scope: CompanyScope) throws -> [SQLValue]? {
        let key = SearchText.key(query.text.withoutNUL)
        guard !key.isEmpty else { return nil }
        if let last = lastSearch, last.scope == scope, last.text == query.text { return last.found }
        var pieces = DeviceListPieces(SQLBuilder(""), in: scope)
        pieces.builder.append(
            "SELECT e.id FROM enrollments e WHERE e.is_current = 1 AND e.company_id =", pieces.company)
        if let condition = pieces.searched(query.text) { pieces.append(condition) }
        let most = pieces.builder.bind(.integer(Self.mostFound + 1))
        pieces.builder.append("LIMIT", most)
        let ids = try rows(pieces.builder.statement, pieces.builder.values).map { try $0.value("id") }
        let found = ids.count > Self.mostFound ? nil : ids
        lastSearch = (scope, query.text, found)
        return found
    }

    /// More are not handed from statement to statement.
    private static let mostFound = 500

    func pieces(at now: Date, in scope: CompanyScope) throws -> DeviceListPieces {
        let active = try row(
            "SELECT topic, not_before, not_after FROM push_certificates WHERE company_id = $1 AND state = 'active'",
            [scope.value])
        let isValid = try active.map { try $0.instant("not_before") <= now && now < $0.instant("not_after") }
        return DeviceListPieces(
            SQLBuilder(""), at: now, silentBefore: try noticeSettings(in: scope).silentBefore(now),
            topic: try active?.text("topic"), canPush: isValid ?? false, in: scope)
    }
}

extension DeviceListPieces {
    /// `AND …` for each condition of the query.
    ///
    /// - Parameter onlySearch: without those that have chips of their own.
    ///   - found: what the search found, when it is known.
    mutating func append(filtersOf query: DeviceListQuery, onlySearch: Bool, found: [SQLValue]?) {
        if let person = query.user { append(SQL("e.person_id =", builder.bind(.text(person.description.withoutNUL)))) }
        if let found {
            // Nothing is equal to NULL: an empty list is no list in either engine.
            let places = found.isEmpty ? ["NULL"] : found.map { builder.bind($0) }
            append(SQL("e.id IN (", SQL(joining: places), ")"))
        } else if let condition = searched(query.text) {
            append(condition)
        }
        guard !onlySearch else { return }
        if let state = query.state { append(condition(state)) }
        if let family = query.family { append(condition(family)) }
        if let topic = query.topic { append(condition(topic)) }
        if let contact = query.lastContact { append(condition(contact)) }
        if let supervision = query.supervision { append(condition(supervision)) }
        if let organization = query.organization {
            append(SQL("e.organization_id =", builder.bind(.text(organization.description.withoutNUL))))
        }
    }

    fileprivate mutating func append(_ condition: SQL) { builder.append("AND (", condition, ")") }

    /// Nil when nothing is looked for.
    fileprivate mutating func searched(_ text: String) -> SQL? {
        let key = SearchText.key(text.withoutNUL)
        guard !key.isEmpty else { return nil }
        let place = builder.bind(.text(Self.pattern(key)))
        let condition = SQL("e.search_text LIKE", place, "ESCAPE '\\'")
        guard let phone = SearchText.phoneQuery(text), phone != key else { return condition }
        return SQL(condition, "OR e.search_text LIKE", builder.bind(.text(Self.pattern(phone))), "ESCAPE '\\'")
    }

    private static func pattern(_ text: String) -> String {
        var pattern = "%"
        for character in text.unicodeScalars {
            if character == "%" || character == "_" || character == "\\" { pattern.append("\\") }
            pattern.unicodeScalars.append(character)
        }
        return pattern + "%"
    }
}

extension DeviceListRow {
    fileprivate init(_ row: SQLRow) throws {
        let contact = try row.integer("last_contact_at")
        self.init(
            enrollmentID: EnrollmentID(stored: try row.text("id")),
            deviceID: DeviceID(stored: try row.text("device_id")),
            summary: try DeviceSummary(row), personName: try row.optionalText("person_name"),
            organizationName: try row.optionalText("organization_name"), topic: try row.optionalText("topic"),
            lastContactAt: contact > 0 ? try row.instant("last_contact_at") : nil,
            facets: DeviceFacets(rawValue: try row.integer("facets")))
    }
}
