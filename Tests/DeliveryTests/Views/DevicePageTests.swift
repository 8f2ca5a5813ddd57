import Administration
import Enrollments
import Foundation
import Testing

@testable import WebConsole

@Suite struct DevicePageTests {
    private let c = Sample.context()

    private func steps(_ change: (inout CommandFace) -> Void) -> [String] {
        LifeLine(command: Sample.command("DeviceLock", change)).steps(in: c).map { step in
            "\(step.mark) \(step.name): " + Markup(text: step.detail.markup).closedWords
        }
    }

    @Test func `a life line shows what was observed and nothing else`() {
        #expect(
            steps { _ in } == [
                "done 送信待ち: 済 · 2026/11/21 13:59:30", "now APNs受理: 待っています", "plain 端末が取得: まだ", "plain 完了: まだ",
            ])
        #expect(
            steps(Sample.pushed)[1...2] == ["done APNs受理: 済 · 2026/11/21 13:59:31 7f3a2b10", "now 端末が取得: 待っています"])
        #expect(
            steps { $0.fetchedAt = Sample.now }[1...] == [
                "plain APNs受理: 記録なし · 端末が自分から連絡しました", "done 端末が取得: 済 · 2026/11/21 14:00:00", "now 完了: 待っています",
            ])
        #expect(steps { $0.undeliverable = .otherTopic }[1] == "fail 届けられません: トピック不一致")
        let stuck = steps {
            Sample.pushed(&$0)
            $0.undeliverable = .otherTopic
        }
        #expect(stuck[1].hasPrefix("done APNs受理: 済") && stuck[2] == "fail 届けられません: トピック不一致")
        #expect(
            steps { $0.pushProblem = PushProblemFace(at: Sample.now, status: 410, reason: "Unregistered") }[1]
                == "fail APNs が受理していません: 410 Unregistered")
        let notNow = steps {
            $0.fetchedAt = Sample.now
            $0.notNowCount = 3
            $0.lastNotNowAt = Sample.now
        }
        #expect(notNow[3] == "now 端末が後回し 3 回: 最後は 2026/11/21 14:00:00")
    }

    @Test(arguments: [
        (CommandFace.End.acknowledged, "done 完了: 済 · 2026/11/21 14:00:00"),
        (.expired, "fail 期限切れ: 2026/11/21 14:00:00"),
        (.cancelled(by: "hanako"), "fail 取り消し: 2026/11/21 14:00:00 · hanako が取り消しました"),
        (.cancelled(by: ""), "fail 取り消し: 2026/11/21 14:00:00 · サービス運用者 が取り消しました"),
        (.formatError, "fail 失敗: 2026/11/21 14:00:00"),
    ])
    func `a life line ends as the command did, and claims no push that was not recorded`(
        _ end: CommandFace.End, _ last: String
    ) {
        let steps = steps {
            $0.end = end
            $0.endedAt = Sample.now
        }
        #expect(steps[3] == last)
        #expect(steps[1] == "plain APNs受理: 記録なし")
    }

    @Test func `an error chain is told in our words, the device's and its codes`() {
        let markup = CommandCard(command: Sample.command("ShutDownDevice", Sample.failed), face: Sample.face()).html(
            in: c)
        let words = Markup(text: markup.markup).words
        for part in ["システム終了", "端末はこの種類の指示を知りません。", "MCMDMErrorDomain 12021", "is not a valid request type"] {
            #expect(words.contains(part), "\(part)")
        }
        #expect(markup.markup.contains("&lt;key&gt;RequestType&lt;/key&gt;"))
        let silent = Sample.command {
            $0.end = .error
            $0.endedAt = Sample.now
        }
        #expect(CommandCard(command: silent, face: Sample.face()).html(in: c).markup.contains("端末は理由を答えませんでした。"))
    }

    @Test func `the topic stands alone in its cell, and is (Unknown) where none was reported`() {
        let markup = DeviceFactsView(Sample.facts()).main(in: c).markup
        #expect(markup.contains("<tr><th scope=\"row\">トピック</th><td class=\"mono\">(Unknown)</td>"))
        var model = Sample.facts()
        model.topic = Sample.topic
        #expect(DeviceFactsView(model).main(in: c).markup.contains("<td class=\"mono\">\(Sample.topic)</td>"))
    }

    @Test func `each fact has a name, a unit and an age; unknown keys keep Apple's name`() {
        let words = Markup(text: DeviceFactsView(Sample.facts()).main(in: c).markup).closedWords
        for part in [
            "バッテリー残量82 %3 分前の情報", "空き容量63.7 GB", "監視モードはい", "パスコードありいいえ3 日前の情報", "回線 1: 電話番号090-1234-5678",
            "XUnheardOfa, &lt;b&gt;", "ハードウェア暗号化ブロック単位とファイル単位",
        ] { #expect(words.contains(part), "\(part)") }
    }

    @Test func `what a device says as a number can be anything`() {
        for number in [Double.nan, .infinity, -.infinity, 1e300, -1e300] {
            for key in ["BatteryLevel", "DeviceCapacity", "CellularTechnology", "X"] {
                #expect(!FactValue(key: key, value: .number(number)).said(in: c).isEmpty)
            }
        }
        #expect(FactValue(key: "BatteryLevel", value: .number(-1)).said(in: c) == "(不明)")
        #expect(FactValue(key: "X", value: .number(-0.5)).said(in: c) == "-0.5")
    }

    @Test(arguments: [
        (0.0, "いま"), (59, "いま"), (60, "1 分前"), (3_599, "59 分前"), (7_200, "2 時間前"), (172_800, "2 日前"), (-60, "いま"),
    ])
    func `age is told in the largest fitting unit`(_ seconds: Double, _ words: String) {
        #expect(AgeWords.ago(seconds: seconds).ja == words)
    }

    @Test func `what cannot be done is named once with its reason, what can has its button`() {
        let actions = [
            DeviceAction(kind: .sync, obstacle: nil), DeviceAction(kind: .lock, obstacle: .undeliverable(.otherTopic)),
            DeviceAction(kind: .wipe, obstacle: .undeliverable(.otherTopic)),
        ]
        let markup = DeviceView(Sample.device(Sample.face(actions: actions))).main(in: c).markup
        #expect(markup.contains("action=\"/sample/devices/d1/sync\""))
        #expect(!markup.contains("href=\"/sample/devices/d1/lock\""))
        #expect(markup.components(separatedBy: "届けられません: トピック不一致。").count == 2)
        #expect(markup.contains("disabled aria-describedby=\"no-0\">ワイプ</button>"))
    }

    @Test func `only what may still change is live`() {
        let waiting = Sample.device(pending: [Sample.command()])
        #expect(
            LiveCommand(model: waiting).html(in: c)?.markup.contains("data-live=\"/sample/devices/d1/live\"") == true)
        let stuck = Sample.device(pending: [Sample.command { $0.undeliverable = .noCertificate }])
        #expect(LiveCommand(model: stuck).html(in: c)?.markup.contains("data-live") == false)
        let over = LiveCommand(model: Sample.device()).html(in: c)?.markup ?? ""
        #expect(over.contains("終わったばかりの指示: システム終了") && !over.contains("data-live"))
        #expect(
            LiveCommand(model: Sample.device()).html(in: Sample.context(now: Sample.now.addingTimeInterval(600))) == nil
        )
    }

    @Test func `state, contact and ended commands follow the command that is under way`() {
        let live = DeviceView(Sample.device(pending: [Sample.command()])).live(in: c).markup
        for part in [
            "id=\"live\"", "id=\"state\" data-part", "id=\"contact\" data-part", "id=\"finished\" data-part",
            "id=\"actions\" data-part", "id=\"impossible\" data-part",
        ] {
            #expect(live.components(separatedBy: part).count == 2)
        }
    }

    @Test func `what just ended is not told twice`() {
        let page = DeviceView(Sample.device()).main(in: c).markup
        #expect(page.components(separatedBy: "class=\"life\"").count == 2)
        let later = DeviceView(Sample.device()).main(in: Sample.context(now: Sample.now.addingTimeInterval(600))).markup
        #expect(later.components(separatedBy: "class=\"life\"").count == 2 && later.contains("終わった指示"))
    }

    @Test func `a PIN has its link for who may see it, and a reason for who may not`() {
        let card = EscrowCard(
            face: Sample.face(), entries: [.init(commandUUID: "U9", requestType: "DeviceLock", at: Sample.now)])
        #expect(card.html(in: c)?.markup.contains("href=\"/sample/devices/d1/pin/U9\"") == true)
        let viewer = card.html(in: Sample.context(role: .viewer))?.markup ?? ""
        #expect(!viewer.contains("href=") && viewer.contains("あなたのユーザー種別では行えません。"))
    }

    @Test func `the device's log says kind, number and result of a command in words`() {
        let fields = [("request-type", "DeviceLock"), ("command", "U1"), ("state", "acknowledged")]
        let said = fields.map { name, value in
            "\(DeviceLogWords.field(name, in: c)): \(DeviceLogWords.value(.init(name, value), in: c))"
        }
        #expect(said == ["指示: リモートロック", "指示の番号: U1", "結果: 完了"])
    }

    @Test func `the log tells a device's name from a company's, and the device from somebody unknown`() {
        #expect(AuditFieldWords.name("name", of: .deviceEnrolled, in: c) == "機器名")
        #expect(AuditFieldWords.name("name", of: .companyCreated, in: c) == "企業名")
        #expect(ActorName(.anonymous, of: .deviceEnrolled).said(in: c) == "(機器)")
        #expect(ActorName(.anonymous, of: .loginFailed).said(in: c) == "(不明)")
    }
}
