import Administration
import AutomatedEnrollment
import Enrollments
import Foundation
import Ports

extension SQLTransaction {
    func fetchRecord(in scope: CompanyScope) throws -> FetchRecord? {
        try row("SELECT * FROM token_fetches WHERE company_id = $1", [scope.value]).map(FetchRecord.init)
    }

    func save(_ record: FetchRecord, in scope: CompanyScope) throws {
        try execute(
            """
            INSERT INTO token_fetches (
                company_id, server_name, organization, cursor_text, phase, round, attempted_at, succeeded_at, problem,
                due_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            ON CONFLICT (company_id) DO UPDATE SET
                server_name = excluded.server_name, organization = excluded.organization,
                cursor_text = excluded.cursor_text, phase = excluded.phase, round = excluded.round,
                attempted_at = excluded.attempted_at, succeeded_at = excluded.succeeded_at,
                problem = excluded.problem, due_at = excluded.due_at
            """,
            [
                scope.value, .text(record.serverName.withoutNUL), .text(record.organization.withoutNUL),
                .text(record.fetch.cursor), .text(record.fetch.phase.rawValue), .integer(record.fetch.round),
                .instant(record.attemptedAt), .instant(record.succeededAt), .text(record.problem),
                .instant(record.dueAt),
            ])
    }

    /// Of active tokens, by ``FetchRecord/trouble(since:)``.
    func tokenTroubles() throws -> [String: Int] {
        let troubles = try rows(
            """
            SELECT f.*, t.registered_at FROM token_fetches f
            JOIN tokens t ON t.company_id = f.company_id AND t.state = 'active' WHERE f.problem <> ''
            """
        ).compactMap { try FetchRecord($0).trouble(since: try $0.instant("registered_at")) }
        return Dictionary(troubles.map { ($0, 1) }, uniquingKeysWith: +)
    }

    func dueFetches(at now: Date, limit: Int) throws -> [CompanyScope] {
        try rows(
            """
            SELECT token_fetches.company_id FROM token_fetches
            JOIN tokens ON tokens.company_id = token_fetches.company_id AND tokens.state = 'active'
            WHERE due_at <= $1 AND expires_at > $1 ORDER BY due_at LIMIT $2
            """, [.instant(now), .integer(max(0, limit))]
        ).map { try $0.scope() }
    }

    func forgetTokenDevices(in scope: CompanyScope) throws {
        try execute("DELETE FROM token_devices WHERE company_id = $1", [scope.value])
        try execute("DELETE FROM token_fetches WHERE company_id = $1", [scope.value])
        try execute("UPDATE setup_profiles SET is_current = 0 WHERE company_id = $1", [scope.value])
    }

    func tokenDevices(in scope: CompanyScope, after: String?, limit: Int) throws -> [ListedDevice] {
        try rows(
            """
            SELECT * FROM token_devices WHERE company_id = $1 AND removed_at IS NULL AND serial_number > $2
            ORDER BY serial_number LIMIT $3
            """, [scope.value, .text(after ?? ""), .integer(max(0, limit))]
        ).map(ListedDevice.init)
    }

    func tokenDevice(_ serialNumber: String, in scope: CompanyScope) throws -> ListedDevice? {
        try row(
            "SELECT * FROM token_devices WHERE company_id = $1 AND serial_number = $2",
            [scope.value, .text(serialNumber)]
        ).map(ListedDevice.init)
    }

    func tokenDeviceCounts(profile uuid: String?, in scope: CompanyScope) throws -> (devices: Int, assigned: Int) {
        let devices = try count(
            "SELECT COUNT(*) AS count FROM token_devices WHERE company_id = $1 AND removed_at IS NULL", [scope.value])
        guard let uuid else { return (devices, 0) }
        let assigned = try count(
            """
            SELECT COUNT(*) AS count FROM token_devices
            WHERE company_id = $1 AND removed_at IS NULL AND profile_uuid = $2
                AND profile_status IN ('assigned', 'pushed')
            """, [scope.value, .text(uuid)])
        return (devices, assigned)
    }

    func save(_ listed: ListedDevice, in scope: CompanyScope) throws {
        let device = listed.device
        try execute(
            """
            INSERT INTO token_devices (
                company_id, serial_number, model, description, color, asset_tag, family, assigned_by, assigned_at,
                profile_status, profile_uuid, round, removed_at, is_wanted, assign_problem)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
            ON CONFLICT (company_id, serial_number) DO UPDATE SET
                model = excluded.model, description = excluded.description, color = excluded.color,
                asset_tag = excluded.asset_tag, family = excluded.family, assigned_by = excluded.assigned_by,
                assigned_at = excluded.assigned_at, profile_status = excluded.profile_status,
                profile_uuid = excluded.profile_uuid, round = excluded.round, removed_at = excluded.removed_at,
                is_wanted = excluded.is_wanted, assign_problem = excluded.assign_problem
            """,
            [
                scope.value, .text(device.serialNumber), .text(device.model), .text(device.summary),
                .text(device.color), .text(device.assetTag), .text(device.family), .text(device.assignedBy),
                .instant(device.assignedAt), .text(device.profileStatus.rawValue), .text(device.profileUUID),
                .integer(listed.round), .instant(listed.removedAt), .flag(listed.isWanted),
                .text(listed.assignProblem),
            ])
    }

    func removeTokenDevices(notInRound round: Int, at now: Date, in scope: CompanyScope) throws -> Int {
        try changes(
            """
            UPDATE token_devices SET removed_at = $3, is_wanted = 0
            WHERE company_id = $1 AND round <> $2 AND removed_at IS NULL
            """, [scope.value, .integer(round), .instant(now)])
    }

    func tokenDevicesToAssign(profile uuid: String, in scope: CompanyScope, limit: Int) throws -> [ListedDevice] {
        try rows(
            """
            SELECT * FROM token_devices
            WHERE company_id = $1 AND removed_at IS NULL AND is_wanted = 1
                AND (profile_uuid <> $2 OR profile_status NOT IN ('assigned', 'pushed'))
            ORDER BY serial_number LIMIT $3
            """, [scope.value, .text(uuid), .integer(max(0, limit))]
        ).map(ListedDevice.init)
    }

    func setWanted(_ isWanted: Bool, _ serialNumbers: [String], in scope: CompanyScope) throws {
        for serial in serialNumbers {
            try execute(
                """
                UPDATE token_devices SET is_wanted = $3
                WHERE company_id = $1 AND serial_number = $2 AND removed_at IS NULL
                """, [scope.value, .text(serial), .flag(isWanted)])
        }
    }
}

extension FetchRecord {
    fileprivate init(_ row: SQLRow) throws {
        self.init(
            serverName: try row.text("server_name"), organization: try row.text("organization"),
            fetch: DeviceFetch(
                phase: try row.value("phase") { DeviceFetch.Phase(rawValue: $0) },
                cursor: try row.optionalText("cursor_text"), round: try row.integer("round")),
            attemptedAt: try row.optionalInstant("attempted_at"), succeededAt: try row.optionalInstant("succeeded_at"),
            problem: try row.text("problem"), dueAt: try row.instant("due_at"))
    }
}

extension ListedDevice {
    fileprivate init(_ row: SQLRow) throws {
        self.init(
            device: TokenDevice(
                serialNumber: try row.text("serial_number"), model: try row.text("model"),
                summary: try row.text("description"), color: try row.text("color"),
                assetTag: try row.text("asset_tag"), family: try row.text("family"),
                assignedBy: try row.text("assigned_by"), assignedAt: try row.optionalInstant("assigned_at"),
                profileStatus: try row.value("profile_status") { TokenDevice.ProfileStatus(rawValue: $0) },
                profileUUID: try row.text("profile_uuid")), round: try row.integer("round"),
            removedAt: try row.optionalInstant("removed_at"), isWanted: try row.flag("is_wanted"),
            assignProblem: try row.text("assign_problem"))
    }
}
