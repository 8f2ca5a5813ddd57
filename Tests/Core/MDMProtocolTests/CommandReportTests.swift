import MDMProtocol
import Testing

struct CommandReportTests {
    @Test(arguments: CommandReport.Status.allCases)
    func `every status is read`(_ status: CommandReport.Status) throws {
        let report = try CommandReport(reading: Bodies.report(status.rawValue))
        #expect(report.status == status)
        #expect(report.commandUUID == Bodies.uuid)
        #expect(report.channel == Channel(deviceID: Bodies.udid))
        #expect(report.errorChain.isEmpty)
        #expect(!report.notOnConsole && !report.needSyncResponse)
    }

    @Test func `Idle names no command, anything else must`() throws {
        #expect(try CommandReport(reading: Bodies.report("Idle", [("CommandUUID", nil)])).commandUUID == nil)
        #expect(throws: CommandReportError(reason: .missing(key: "CommandUUID"), commandUUID: nil)) {
            try CommandReport(reading: Bodies.report("Acknowledged", [("CommandUUID", nil)]))
        }
    }

    @Test func `a Mac user's report tells its channel and state`() throws {
        let report = try CommandReport(
            reading: Bodies.report(
                "NotNow",
                [
                    ("UserID", .string("E7A5")), ("UserShortName", .string("ichiro")), ("NotOnConsole", .boolean(true)),
                    ("NeedSyncResponse", .boolean(true)),
                ]))
        #expect(report.channel.user == UserChannel(id: "E7A5", shortName: "ichiro"))
        #expect(report.notOnConsole && report.needSyncResponse)
    }

    @Test func `an error chain keeps its order`() throws {
        let chain = PropertyList.array([
            .dictionary([
                ("ErrorCode", .integer(12021)), ("ErrorDomain", .string("MCMDMErrorDomain")),
                ("LocalizedDescription", .string("無効です。")), ("USEnglishDescription", .string("Invalid.")),
            ]),
            .dictionary([("ErrorCode", .string("odd")), ("ErrorDomain", .string("Inner"))]), .string("odd"),
        ])
        let report = try CommandReport(reading: Bodies.report("Error", [("ErrorChain", chain)]))
        #expect(
            report.errorChain == [
                ErrorChainItem(
                    code: 12021, domain: "MCMDMErrorDomain", localizedDescription: "無効です。",
                    englishDescription: "Invalid."),
                ErrorChainItem(code: nil, domain: "Inner", localizedDescription: nil, englishDescription: nil),
                ErrorChainItem(code: nil, domain: nil, localizedDescription: nil, englishDescription: nil),
            ])
    }

    @Test func `an unknown status still tells the command`() {
        #expect(throws: CommandReportError(reason: .invalid(key: "Status"), commandUUID: Bodies.uuid)) {
            try CommandReport(reading: Bodies.report("Perhaps"))
        }
    }

    @Test func `a report that is cut off or holds nonsense still tells its command`() throws {
        let whole = Bodies.report("Acknowledged", [("Large", .string(String(repeating: "x", count: 500)))])
        let cut = Array(whole.dropLast(200))
        let error = #expect(throws: CommandReportError.self) { try CommandReport(reading: cut) }
        #expect(error?.commandUUID == Bodies.uuid)
        let nonsense = String(decoding: whole, as: UTF8.self).replacing("xxx", with: "&nbsp;")
        let other = #expect(throws: CommandReportError.self) { try CommandReport(reading: Array(nonsense.utf8)) }
        #expect(other?.commandUUID == Bodies.uuid)
    }

    @Test func `no command is told when two are named, or when it is not one line of ASCII`() {
        let key = "<key>CommandUUID</key>"
        for text in [
            "\(key)<string>A</string>\(key)<string>B</string>", "\(key)<string>a b</string>", "\(key)<string></string>",
            "\(key)<string>&#65;</string>", "\(key)<integer>1</integer>", key,
            "\(key)<string>" + String(repeating: "A", count: 129),
            "<key>Other</key><string>A</string>",
        ] {
            let error = #expect(throws: CommandReportError.self) { try CommandReport(reading: Array(text.utf8)) }
            #expect(error?.commandUUID == nil, "\(text)")
        }
    }

    @Test func `a long list does not hinder reading its head`() throws {
        let apps = PropertyList.array(
            (0..<300).map { .dictionary([("Identifier", .string("jp.example.\($0)")), ("UDID", .string("another"))]) })
        let report = try CommandReport(reading: Bodies.report("Acknowledged", [("InstalledApplicationList", apps)]))
        #expect(report.channel.deviceID == Bodies.udid)
    }
}
