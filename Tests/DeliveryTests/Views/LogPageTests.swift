import Administration
import Enrollments
import Foundation
import Testing
import UseCases

@testable import WebConsole

@Suite struct LogPageTests {
    private let c = Sample.context(section: .log)

    @Test func `every filter stands in the address, the form keeps what it does not ask for`() {
        let query = LogQuery(
            kind: .device, clock: .received, from: LogDay("2026-11-01"), to: LogDay("2026-11-21"), text: "後 回し",
            organization: OrganizationID(stored: "o1"), device: DeviceID(stored: "d1"))
        #expect(LogQuery(items: query.items) == query)
        let page = LogView(Sample.log(query)).main(in: c).markup
        #expect(page.contains("<input type=\"hidden\" name=\"kind\" value=\"device\">"))
        #expect(page.contains("<input type=\"hidden\" name=\"device\" value=\"d1\">"))
        #expect(page.contains("value=\"2026-11-21\""))
        #expect(page.contains("log/list.csv?kind=device&amp;clock=received&amp;from=2026-11-01&amp;to=2026-11-21"))
    }

    @Test func `the file says what the table says, without formulas`() throws {
        let faces = Sample.logLines.map { LogFace($0, in: c) }
        let page = Markup(text: LogView(Sample.log()).main(in: c).markup).words
        for face in faces {
            for column in LogFace.Column.allCases where column != .details && column != .kind {
                let escaped = face.text(column).replacing("<", with: "&lt;").replacing(">", with: "&gt;")
                #expect(page.contains(escaped), "\(face.text(column))")
            }
        }
        let device = try #require(faces.dropFirst().first)
        #expect(device.text(.kind) == "機器ログ (通知対象)")
        #expect(device.text(.occurredAt) != device.text(.receivedAt))
        for start in ["=", "+", "-", "@", "\t", "＝"] {
            #expect(CSV.line(["\(start)1+1"]) == "\"'\(start)1+1\"\r\n")
        }
        #expect(CSV.line(["a\"b", "c,d"]) == "\"a\"\"b\",\"c,d\"\r\n")
    }

    @Test func `what cannot be read is a row of its own: number, time, stored kind, what to do`() throws {
        for (language, event, newer, damaged) in [
            (Language.japanese, "読み取れない記録", "サーバーを更新すると読めます", "サービス提供者に連絡してください"),
            (.english, "Cannot be read", "update the server", "tell the service operator"),
        ] {
            let c = Sample.context(language, section: .log)
            let faces = Sample.logLines.map { LogFace($0, in: c) }.filter { $0.event == event }
            #expect(faces.map { $0.text(.details).contains("of-the-future") } == [true, false])
            #expect(faces.allSatisfy { $0.text(.details).contains(": 17\n") })
            #expect(faces.first?.text(.details).contains(newer) == true)
            #expect(faces.last?.text(.details).contains(damaged) == true)
            #expect(faces.last?.text(.occurredAt) != faces.last?.text(.receivedAt))
            #expect(faces.first?.isNotice == true && faces.last?.isNotice == false)
            let page = Markup(text: LogView(Sample.log()).main(in: c).markup).words
            #expect(page.contains(event) && page.contains(newer) && page.contains(damaged))
            let ofDevice = DeviceLogView(DeviceLogModel(face: Sample.face(), log: Sample.log())).main(in: c).markup
            #expect(ofDevice.contains(event) && ofDevice.contains("of-the-future"))
        }
    }

    @Test func `verification names what a newer version wrote, and calls it no damage`() {
        var model = Sample.keeping()
        model.result = .init(
            first: 1, last: 7, headHash: [UInt8](repeating: 1, count: 32), finding: nil, unreadable: [3, 5])
        let page = LogKeepingView(model).main(in: c).markup
        #expect(page.contains("ログは改ざんされていません") && page.contains("番号 3、5 の記録は書き込まれたままですが、この版では読めません"))
        let english = LogKeepingView(model).main(in: Sample.context(.english, section: .log)).markup
        #expect(english.contains("What was written under 3, 5 is there unchanged"))
    }

    @Test func `a keyword that was not looked for everywhere is said so, with the way on`() {
        let page = LogView(Sample.narrowedLog).main(in: c).markup
        #expect(page.contains("までのログを調べました"))
        #expect(page.contains("さらに前を調べる"))
    }

    @Test func `on a device's tab the device stands in the path`() {
        let log = Sample.log(LogQuery(kind: .notices, device: DeviceID(stored: "d1")))
        let page = DeviceLogView(DeviceLogModel(face: Sample.face(), log: log)).main(in: c).markup
        #expect(page.contains("action=\"/sample/devices/d1/log\""))
        #expect(page.contains("/sample/devices/d1/log/list.csv?kind=notices\""))
        #expect(!page.contains("name=\"device\""))
    }

    @Test func `a broken log says where, and a viewer cannot change how long it is kept`() {
        let page = LogKeepingView(Sample.keeping(.cutOff(last: 7, length: 9))).main(in: c).markup
        #expect(page.contains("番号 7 より後の記録がありません。9 件まで書き込まれていました。"))
        #expect(!page.contains("name=\"days\""))
        #expect(LogKeepingView(Sample.keeping()).main(in: c).markup.contains("name=\"days\""))
    }

    @Test func `unread notices carry the word, and can all be marked`() {
        let page = DashboardView(Sample.dashboard(nil)).main(in: c).markup
        #expect(page.contains("未読") && page.contains("すべて既読にする"))
        var seen = Sample.dashboard(nil)
        seen.notices = Sample.notices.filter { !$0.isUnread }
        let quiet = DashboardView(seen).main(in: c).markup
        #expect(!quiet.contains("未読") && !quiet.contains("すべて既読にする") && quiet.contains("11 月 30 日"))
    }
}
