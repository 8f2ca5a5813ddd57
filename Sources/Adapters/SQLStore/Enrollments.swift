import Administration
import Enrollments
import Foundation
import Ports
import PushCertificates

extension SQLTransaction {
    func deviceCount(topic: PushTopic, in scope: CompanyScope) throws -> Int {
        try count(
            """
            SELECT COUNT(*) AS count FROM enrollments
            WHERE company_id = $1 AND topic = $2 AND is_current = 1 AND state IN ('authenticated', 'enrolled')
            """, [scope.value, .text(topic.description)])
    }

    func deviceCount(in scope: CompanyScope) throws -> Int {
        try count(
            """
            SELECT COUNT(*) AS count FROM enrollments
            WHERE company_id = $1 AND is_current = 1 AND state IN ('authenticated', 'enrolled')
            """, [scope.value])
    }

    func topicCensus(in scope: CompanyScope) throws -> [String?: Int] {
        let rows = try rows(
            """
            SELECT topic, COUNT(*) AS count FROM enrollments
            WHERE company_id = $1 AND is_current = 1 AND state IN ('authenticated', 'enrolled')
            GROUP BY topic
            """, [scope.value])
        var census: [String?: Int] = [:]
        for row in rows { census[try row.optionalText("topic")] = try row.integer("count") }
        return census
    }

    func device(hardwareID: String, in scope: CompanyScope) throws -> DeviceID? {
        // What cannot be stored is nobody's identifier; it is no reason to fail.
        guard !hardwareID.utf8.contains(0) else { return nil }
        return try row(
            "SELECT id FROM devices WHERE company_id = $1 AND hardware_id = $2", [scope.value, .text(hardwareID)]
        ).map { DeviceID(stored: try $0.text("id")) }
    }

    func insertDevice(_ id: DeviceID, hardwareID: String, at now: Date, in scope: CompanyScope) throws {
        try execute(
            "INSERT INTO devices (company_id, id, hardware_id, created_at) VALUES ($1, $2, $3, $4)",
            [scope.value, id.value, .text(hardwareID), .instant(now)])
    }

    func enrollment(_ id: EnrollmentID, in scope: CompanyScope) throws -> Enrollment? {
        let row = try takeOpened(id, in: scope) ?? row(enrollmentByID, [scope.value, id.value])
        return try row.map { try remembering(Enrollment($0), in: scope) }
    }

    static let enrollmentQuestion = SQLKeyedQuestion(
        SQL(enrollmentColumns, "FROM enrollments WHERE company_id = $1 AND id IN"))

    private func remembering(_ enrollment: Enrollment, in scope: CompanyScope) -> Enrollment {
        remember(enrollment, in: scope)
        return enrollment
    }

    func currentEnrollment(of device: DeviceID, in scope: CompanyScope) throws -> Enrollment? {
        try row(
            SQL(
                enrollmentColumns,
                "FROM enrollments WHERE company_id = $1 AND device_id = $2 ORDER BY generation DESC LIMIT 1"),
            [scope.value, device.value]
        ).map { try remembering(Enrollment($0), in: scope) }
    }

    func enrollments(of device: DeviceID, in scope: CompanyScope) throws -> [Enrollment] {
        try rows(
            SQL(
                enrollmentColumns,
                "FROM enrollments WHERE company_id = $1 AND device_id = $2 ORDER BY generation DESC"),
            [scope.value, device.value]
        ).map(Enrollment.init)
    }

    func insert(_ enrollment: Enrollment, in scope: CompanyScope) throws {
        tell(.enrollment(enrollment.id))
        try execute(
            """
            INSERT INTO enrollments (
                company_id, id, state, is_current, identity, identity_not_after, topic, person_id, organization_id,
                name, serial_number, platform, product_name, model_name, os_version, build_version, is_supervised,
                phone_number, search_text, sort_name, sort_serial, sort_os, sort_person, sort_organization, enrolled_at,
                token_updated_at, awaits_configuration, ended_at,
                device_id, generation, hardware_id, is_user_enrollment, invitation_id, authenticated_at,
                last_contact_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
                $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35)
            """,
            try changeable(enrollment, in: scope) + [
                enrollment.deviceID.value, .integer(enrollment.generation), .text(enrollment.hardwareID),
                .flag(enrollment.isUserEnrollment), .text(enrollment.invitationID?.description),
                .instant(enrollment.authenticatedAt), .instant(enrollment.lastContactAt ?? never),
            ])
    }

    func update(_ enrollment: Enrollment, in scope: CompanyScope) throws {
        try update(enrollment, push: nil, in: scope)
    }

    func update(_ enrollment: Enrollment, sealedPush: [UInt8], in scope: CompanyScope) throws {
        try update(enrollment, push: sealedPush, in: scope)
    }

    /// - Parameter push: nil leaves it as it is.
    private func update(_ enrollment: Enrollment, push: [UInt8]?, in scope: CompanyScope) throws {
        defer { remember(enrollment, in: scope) }
        guard var before = try remembered(enrollment.id, in: scope) ?? self.enrollment(enrollment.id, in: scope) else {
            return try updateAll(enrollment, push: push, in: scope)
        }
        guard before != enrollment || push != nil else { return }
        // Telling serialises the commits of the whole database: only what others remember is worth it.
        if before.state != enrollment.state || before.identity != enrollment.identity
            || before.identityNotAfter != enrollment.identityNotAfter
        {
            tell(.enrollment(enrollment.id))
        }
        before.tokenUpdatedAt = enrollment.tokenUpdatedAt
        before.awaitsConfiguration = enrollment.awaitsConfiguration
        guard before == enrollment else { return try updateAll(enrollment, push: push, in: scope) }
        // Nothing that the list sorts or finds by: no index is touched, no name looked up and folded.
        try executeOnOne(
            "enrollment",
            """
            UPDATE enrollments SET token_updated_at = $3, awaits_configuration = $4,
                sealed_push = COALESCE($5, sealed_push)
            WHERE company_id = $1 AND id = $2
            """,
            [
                scope.value, enrollment.id.value, .instant(enrollment.tokenUpdatedAt),
                .flag(enrollment.awaitsConfiguration), push.map { .bytes($0) } ?? .null,
            ])
    }

    private func updateAll(_ enrollment: Enrollment, push: [UInt8]?, in scope: CompanyScope) throws {
        try executeOnOne(
            "enrollment",
            """
            UPDATE enrollments SET
                state = $3, is_current = $4, identity = $5, identity_not_after = $6, topic = $7, person_id = $8,
                organization_id = $9, name = $10, serial_number = $11, platform = $12, product_name = $13,
                model_name = $14, os_version = $15, build_version = $16, is_supervised = $17, phone_number = $18,
                search_text = $19, sort_name = $20, sort_serial = $21, sort_os = $22, sort_person = $23,
                sort_organization = $24, enrolled_at = $25, token_updated_at = $26, awaits_configuration = $27,
                ended_at = $28, sealed_push = COALESCE($29, sealed_push)
            WHERE company_id = $1 AND id = $2
            """, try changeable(enrollment, in: scope) + [push.map { .bytes($0) } ?? .null])
    }

    /// `$1` to `$28` of insert and update.
    private func changeable(_ enrollment: Enrollment, in scope: CompanyScope) throws -> [SQLValue] {
        let person = try enrollment.personID.flatMap { try self.person($0, in: scope) }
        let organization = try enrollment.organizationID.flatMap { try self.organization($0, in: scope) }
        let keys = ListKeys(enrollment.summary, person, organization)
        let summary = enrollment.summary
        return [
            scope.value, enrollment.id.value, .text(enrollment.state.rawValue),
            .flag(enrollment.state != .archived), .bytes(enrollment.identity.bytes),
            .instant(enrollment.identityNotAfter), .text(enrollment.topic?.withoutNUL),
            .text(enrollment.personID?.description), .text(enrollment.organizationID?.description),
            .text(summary.name.withoutNUL), .text(summary.serialNumber.withoutNUL),
            .text(summary.platform.withoutNUL), .text(summary.productName.withoutNUL),
            .text(summary.modelName.withoutNUL), .text(summary.osVersion.withoutNUL),
            .text(summary.buildVersion.withoutNUL), summary.isSupervised.map { .flag($0) } ?? .null,
            .text(summary.phoneNumber.withoutNUL), .text(keys.search), .text(keys.name), .text(keys.serial),
            .text(keys.os), .text(keys.person), .text(keys.organization), .instant(enrollment.enrolledAt),
            .instant(enrollment.tokenUpdatedAt), .flag(enrollment.awaitsConfiguration),
            .instant(enrollment.endedAt),
        ]
    }

    func noteContacts(_ contacts: [Contact]) throws {
        // In one order at each node, so that two of them do not wait for each other in a circle.
        for contact in contacts.sorted(by: { $0.enrollmentID.description < $1.enrollmentID.description }) {
            try execute(
                """
                UPDATE enrollments SET last_contact_at = $3
                WHERE company_id = $1 AND id = $2 AND last_contact_at < $3
                """, [contact.scope.value, contact.enrollmentID.value, .instant(contact.at)])
        }
    }

    func sealedPush(of enrollment: EnrollmentID, in scope: CompanyScope) throws -> [UInt8]? {
        try row(
            "SELECT sealed_push FROM enrollments WHERE company_id = $1 AND id = $2", [scope.value, enrollment.value]
        )?.optionalBytes("sealed_push")
    }
}

/// What ``Enrollment`` is read from: all columns but those that only the list and the doorbell use.
private let enrollmentColumns: SQL = """
    SELECT id, device_id, generation, hardware_id, is_user_enrollment, state, identity, identity_not_after, topic,
        invitation_id, person_id, organization_id, name, serial_number, platform, product_name, model_name,
        os_version, build_version, is_supervised, phone_number, authenticated_at, enrolled_at, token_updated_at,
        last_contact_at, awaits_configuration, ended_at
    """

private let enrollmentByID = SQL(enrollmentColumns, "FROM enrollments WHERE company_id = $1 AND id = $2")

/// `last_contact_at` of an enrollment that was never in contact.
private let never = Date(timeIntervalSince1970: 0)

extension Enrollment {
    fileprivate init(_ row: SQLRow) throws {
        let contact = try row.instant("last_contact_at")
        self.init(
            id: EnrollmentID(stored: try row.text("id")), deviceID: DeviceID(stored: try row.text("device_id")),
            generation: try row.integer("generation"), hardwareID: try row.text("hardware_id"),
            isUserEnrollment: try row.flag("is_user_enrollment"),
            state: try row.value("state") { EnrollmentState(rawValue: $0) },
            identity: Fingerprint(bytes: try row.bytes("identity")),
            identityNotAfter: try row.instant("identity_not_after"), topic: try row.optionalText("topic"),
            invitationID: try row.optionalText("invitation_id").map { InvitationID(stored: $0) },
            personID: try row.optionalText("person_id").map { PersonID(stored: $0) },
            organizationID: try row.optionalText("organization_id").map { OrganizationID(stored: $0) },
            summary: try DeviceSummary(row), authenticatedAt: try row.instant("authenticated_at"),
            enrolledAt: try row.optionalInstant("enrolled_at"),
            tokenUpdatedAt: try row.optionalInstant("token_updated_at"),
            lastContactAt: contact > never ? contact : nil,
            awaitsConfiguration: try row.flag("awaits_configuration"),
            endedAt: try row.optionalInstant("ended_at"))
    }
}

extension DeviceSummary {
    init(_ row: SQLRow) throws {
        self.init(
            name: try row.text("name"), serialNumber: try row.text("serial_number"),
            platform: try row.text("platform"), productName: try row.text("product_name"),
            modelName: try row.text("model_name"), osVersion: try row.text("os_version"),
            buildVersion: try row.text("build_version"),
            isSupervised: try row.optionalInteger("is_supervised").map { $0 != 0 },
            phoneNumber: try row.text("phone_number"))
    }
}
