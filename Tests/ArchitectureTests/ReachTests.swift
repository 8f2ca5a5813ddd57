import Testing

/// Where the product asks for the rows of every company, and why (docs/decisions/0021). All else names its company.
@Suite struct ReachTests {
    /// File below Sources, and how many transactions of it.
    private static let everyCompany: [String: (count: Int, reason: String)] = [
        // Who is it: the company is what is looked for.
        "UseCases/Administration/FindCompany.swift": (2, "by the code in an address; the operator's list"),
        "UseCases/Administration/LogIn.swift": (1, "by the code that was typed"),
        "UseCases/Administration/AuthenticateSession.swift": (2, "by the hash of the cookie"),
        "UseCases/Administration/SetPassword.swift": (2, "by the hash of the link"),
        "UseCases/Enrollments/OpenInvitation.swift": (2, "by the hash of the link; by the code that was typed"),
        "UseCases/AutomatedEnrollment/EnrollByADE.swift": (1, "by the hash of the profile's address"),
        "UseCases/Notices/ShowNotices.swift": (1, "by the hash of a mail's link"),
        "UseCases/Outward/ReadCalendar.swift": (1, "by the hash of the feed's address"),
        // Whose turn is it: what is due is looked for among all companies.
        "UseCases/Pushes/SendDuePushes.swift": (2, "wake-ups that are due, and their claim"),
        "UseCases/Pushes/ProbePushCertificate.swift": (1, "certificates that APNs was not asked about"),
        "UseCases/Commands/BulkSync/HandOutBulkOrders.swift": (1, "orders that are not handed out yet"),
        "UseCases/Commands/BulkSync/ForgetBulkOrders.swift": (1, "old orders"),
        "UseCases/Commands/SweepCommands.swift": (1, "commands whose time is over"),
        "UseCases/Devices/DeviceMemory.swift": (1, "contacts of a second"),
        "UseCases/Enrollments/RenewIdentities.swift": (1, "identities that end"),
        "UseCases/AutomatedEnrollment/FetchDevices.swift": (1, "tokens whose devices are asked for"),
        "UseCases/AutomatedEnrollment/ReleaseDevices.swift": (1, "devices in Setup Assistant"),
        "UseCases/Notices/NoteExpiries.swift": (1, "companies with something that expires"),
        "UseCases/Notices/NoteSilentDevices.swift": (1, "companies"),
        "UseCases/Notices/MailNewEntries.swift": (1, "companies whose log has grown"),
        "UseCases/Notices/SendMails.swift": (3, "mails that are due, their claim; old ones"),
        "UseCases/Outward/SendWebhooks.swift": (2, "deliveries that are due, and their claim"),
        "UseCases/Outward/ForgetDeliveries.swift": (3, "old deliveries, and those beyond a webhook's bound"),
        "UseCases/Log/SendLog.swift": (1, "logs of all companies"),
        "UseCases/Log/ShortenLog.swift": (1, "companies"),
        "UseCases/PushCertificates/ForgetOldKeys.swift": (1, "old keys"),
        // The operator, above companies.
        "UseCases/Administration/SetUp.swift": (5, "whether there is a company; the first one"),
        "UseCases/Administration/CreateCompany.swift": (1, "a new one"),
        "UseCases/Log/HeadsOfLogs.swift": (1, "heads of all logs"),
        "UseCases/Log/Notices.swift": (4, "the operator's notices to one company or all"),
        "UseCases/Notices/TellOperator.swift": (2, "the vendor certificate and its steps"),
        "UseCases/Notices/SendOperatorMail.swift": (3, "the operator's mails that are due, their claim, their answers"),
        "Server/Metrics/MetricsEndpoint.swift": (1, "figures of all companies"),
        "Server/Metrics/LogWatch.swift": (1, "companies"),
    ]

    @Test func `only the listed transactions see every company`() throws {
        let asking = [".read {", ".write {", ".note {", ".read({", ".write({", ".note({", "everyCompany"]
        var found: [String: Int] = [:]
        for folder in ["Sources/UseCases", "Sources/Delivery", "Sources/Server"] {
            for file in try SourceFile.all(in: folder) {
                let lines = file.lines.filter { line in
                    line.contains("tore") && asking.contains { line.contains($0) }
                }
                if !lines.isEmpty { found[String(file.path.dropFirst("Sources/".count))] = lines.count }
            }
        }
        #expect(found == Self.everyCompany.mapValues(\.count))
    }
}
