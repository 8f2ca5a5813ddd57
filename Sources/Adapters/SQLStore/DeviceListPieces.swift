import Administration
import Enrollments
import Foundation

/// Conditions and expressions of the device list over a row `e` of `enrollments`, as literal pieces chosen by
/// what is asked for; values are bound once and named by their places.
struct DeviceListPieces {
    var builder: SQLBuilder
    let company: SQL
    private let weekAgo: SQL
    /// Nil when the company does not watch for silence.
    private let silentBefore: SQL?
    private let dayAgo: SQL
    /// Nil when the company has no certificate.
    private let topic: SQL?
    private let canPush: Bool

    /// - Parameters:
    ///   - topic: of the active certificate.
    ///   - canPush: that certificate is valid now.
    ///   - silentBefore: what was last heard before this instant is silent.
    init(
        _ builder: SQLBuilder, at now: Date, silentBefore: Date?, topic: String?, canPush: Bool, in scope: CompanyScope
    ) {
        var builder = builder
        company = builder.bind(scope.value)
        weekAgo = builder.bind(.instant(now.addingTimeInterval(-7 * 86_400)))
        dayAgo = builder.bind(.instant(now.addingTimeInterval(-86_400)))
        self.silentBefore = silentBefore.map { builder.bind(.instant($0)) }
        self.topic = topic.map { builder.bind(.text($0)) }
        self.canPush = canPush
        self.builder = builder
    }

    /// For conditions on nothing but the text and the user.
    init(_ builder: SQLBuilder, in scope: CompanyScope) {
        var builder = builder
        company = builder.bind(scope.value)
        self.builder = builder
        (weekAgo, dayAgo, silentBefore, topic, canPush) = ("0", "0", nil, nil, false)
    }

    /// `DeviceFacets.rawValue` of the row; names every value of the initialiser but the company.
    ///
    /// - Parameter ofMany: the queues of a whole company are read once, instead of each device's own.
    func facets(ofMany: Bool) -> SQL {
        SQL(
            """
            CAST(CASE e.state WHEN 'authenticated' THEN 0 WHEN 'enrolled' THEN 1 WHEN 'removed' THEN 2 ELSE 3 END
            + CASE e.platform WHEN 'iPhone' THEN 0 WHEN 'iPad' THEN 4 WHEN 'mac' THEN 8 ELSE 12 END + 16 *
            """, topicRank, "+ CASE WHEN e.last_contact_at >", dayAgo, "THEN 0 WHEN e.last_contact_at >", weekAgo,
            """
            THEN 64 WHEN e.last_contact_at > 0 THEN 128 ELSE 192 END
            + CASE e.is_supervised WHEN 1 THEN 0 WHEN 0 THEN 256 ELSE 512 END
            +
            """, ofMany ? queueOfMany : queue, "+ CASE WHEN", isSilent, "THEN 4096 ELSE 0 END + CASE WHEN",
            cannotBeReached, "THEN 8192 ELSE 0 END AS BIGINT)")
    }

    /// Speaks of every value of the initialiser but the company, and reads nothing: PostgreSQL wants each to be spoken of.
    var named: [SQL] {
        [weekAgo, dayAgo, silentBefore].compactMap { $0 }.map { SQL("CAST(", $0, "AS BIGINT) IS NOT NULL") }
            + [topic].compactMap { $0 }.map { SQL("CAST(", $0, "AS TEXT) IS NOT NULL") }
    }

    private var queue: SQL {
        """
        COALESCE((SELECT MAX(CASE WHEN c.not_now_count > 0 THEN 2048 ELSE 1024 END) FROM commands c
            WHERE c.company_id = e.company_id AND c.enrollment_id = e.id), 0)
        """
    }

    private var queueOfMany: SQL {
        SQL(
            "CASE WHEN e.id IN (SELECT c.enrollment_id FROM commands c WHERE c.not_now_count > 0 AND c.company_id =",
            company, ") THEN 2048 WHEN e.id IN (SELECT c.enrollment_id FROM commands c WHERE c.company_id =", company,
            ") THEN 1024 ELSE 0 END")
    }

    private var topicRank: SQL {
        guard let topic else { return "CASE WHEN e.topic IS NULL THEN 2 ELSE 1 END" }
        return SQL("CASE WHEN e.topic =", topic, "THEN 0 WHEN e.topic IS NULL THEN 2 ELSE 1 END")
    }

    /// As `noteSilentDevices` asks.
    private var isSilent: SQL {
        guard let silentBefore else { return "(1 = 0)" }
        return SQL(
            "(e.state = 'enrolled' AND e.authenticated_at <", silentBefore, "AND e.last_contact_at <", silentBefore, ")"
        )
    }

    private var cannotBeReached: SQL {
        guard let topic, canPush else { return "(e.state = 'enrolled')" }
        return SQL(
            "(e.state = 'enrolled' AND (e.sealed_push IS NULL OR e.topic IS NULL OR e.topic <>", topic, "))")
    }

    /// The expression behind a column of the table.
    func key(_ column: DeviceListQuery.SortColumn) -> SQL {
        switch column {
        case .name: "e.sort_name"
        case .serial: "e.sort_serial"
        case .os: "e.sort_os"
        case .user: "e.sort_person"
        case .organization: "e.sort_organization"
        case .lastContact: "e.last_contact_at"
        // Else PostgreSQL compares a smaller number with the cursor's.
        case .topic: SQL("CAST(", topicRank, "AS BIGINT)")
        case .state: SQL("CAST(", stateRank, "AS BIGINT)")
        }
    }

    /// What needs somebody first comes first; the order of `DeviceFacets.mainState`.
    private var stateRank: SQL {
        SQL(
            """
            CASE WHEN e.state = 'erased' THEN 7 WHEN e.state = 'removed' THEN 6 WHEN e.state = 'authenticated' THEN 4
            WHEN
            """, cannotBeReached, "THEN 0 WHEN", isSilent, "THEN 1 WHEN", isPostponed, "THEN 2 WHEN", waits,
            "THEN 3 ELSE 5 END")
    }

    private var waits: SQL {
        "EXISTS (SELECT 1 FROM commands c WHERE c.company_id = e.company_id AND c.enrollment_id = e.id)"
    }

    private var isPostponed: SQL {
        """
        EXISTS (SELECT 1 FROM commands c
            WHERE c.company_id = e.company_id AND c.enrollment_id = e.id AND c.not_now_count > 0)
        """
    }

    // MARK: conditions

    func condition(_ state: DeviceListQuery.State) -> SQL {
        switch state {
        case .managed: "e.state = 'enrolled'"
        case .enrolling: "e.state = 'authenticated'"
        case .commandsWaiting: SQL("e.state IN ('authenticated', 'enrolled') AND ", waits)
        case .notNow: SQL("e.state IN ('authenticated', 'enrolled') AND ", isPostponed)
        case .silent: isSilent
        case .undeliverable: cannotBeReached
        case .released: "e.state = 'removed'"
        case .wiped: "e.state = 'erased'"
        }
    }

    func condition(_ family: DeviceListQuery.Family) -> SQL {
        switch family {
        case .iPhone: "e.platform = 'iPhone'"
        case .iPad: "e.platform = 'iPad'"
        case .mac: "e.platform = 'mac'"
        }
    }

    func condition(_ match: DeviceListQuery.TopicMatch) -> SQL {
        switch (match, topic) {
        case (.matching, let topic?): SQL("e.topic = ", topic)
        case (.matching, nil): "1 = 0"
        case (.other, let topic?): SQL("e.topic <> ", topic)
        case (.other, nil): "e.topic IS NOT NULL"
        case (.unknown, _): "e.topic IS NULL"
        }
    }

    func condition(_ contact: DeviceListQuery.LastContact) -> SQL {
        switch contact {
        case .day: SQL("e.last_contact_at > ", dayAgo)
        case .week: SQL("e.last_contact_at > ", weekAgo)
        case .older: SQL("e.last_contact_at > 0 AND e.last_contact_at <= ", weekAgo)
        case .never: "e.last_contact_at = 0"
        }
    }

    func condition(_ supervision: DeviceListQuery.Supervision) -> SQL {
        switch supervision {
        case .supervised: "e.is_supervised = 1"
        case .notSupervised: "e.is_supervised = 0"
        case .unknown: "e.is_supervised IS NULL"
        }
    }
}
