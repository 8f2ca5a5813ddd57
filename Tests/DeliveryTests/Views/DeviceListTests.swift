import Administration
import Enrollments
import Foundation
import Testing

@testable import WebConsole

@Suite struct DeviceListTests {
    private func markup(_ model: DevicesModel) -> Markup {
        Markup(text: DevicesView(model).main(in: Sample.context()).markup)
    }

    @Test func `every column sorts, and the sorted one turns round`() {
        let markup = markup(Sample.devices(DeviceListQuery(state: .silent, sort: .serial, cursor: "c")))
        for column in DeviceListQuery.SortColumn.allCases where column != .name && column != .serial {
            #expect(markup.text.contains("/sample/devices?state=silent&amp;sort=\(column.rawValue)\""), "\(column)")
        }
        #expect(markup.text.contains("/sample/devices?state=silent&amp;sort=serial&amp;dir=desc\""))
        #expect(markup.text.contains("/sample/devices?state=silent\""))
        #expect(markup.tags("th").filter { $0.contains("aria-sort=\"ascending\"") }.count == 1)
    }

    @Test func `a chip adds its condition, the chosen one takes itself away, and both begin at the first page`() {
        let markup = markup(Sample.devices(DeviceListQuery(family: .iPad, sort: .os, cursor: "c")))
        #expect(markup.text.contains("href=\"/sample/devices?state=wiped&amp;os=ipad&amp;sort=os\""))
        #expect(markup.text.contains("href=\"/sample/devices?sort=os\" aria-current=\"true\">iPad"))
        #expect(markup.closedWords.contains("(Unknown) 1"))
        #expect(!markup.closedWords.contains("Mac 0"))
    }

    @Test func `searching keeps conditions and order, and what was typed is escaped everywhere`() {
        let query = DeviceListQuery(text: "\"営業\" & <01>", topic: .other, sort: .os)
        let markup = markup(Sample.devices(query))
        #expect(markup.text.contains("value=\"&quot;営業&quot; &amp; &lt;01&gt;\""))
        #expect(markup.text.contains("type=\"hidden\" name=\"topic\" value=\"other\""))
        #expect(markup.text.contains("?q=%22%E5%96%B6%E6%A5%AD%22%20%26%20%3C01%3E&amp;topic=other"))
        #expect(!markup.text.contains("name=\"q\" value="))
    }

    @Test func `an address is read as a browser's searching form writes it`() {
        let typed = "営業部 iPhone + 01&x=%"
        let query = DeviceListQuery(text: typed, family: .mac)
        let address = ListAddress.devices(query, in: Sample.context())
        let items = ListAddress.items(ofQuery: String(address.split(separator: "?")[1]))
        #expect(DeviceListQuery(items: items) == query)
        #expect(DeviceListQuery(items: ListAddress.items(ofQuery: "q=a+b%2Bc&os=mac&q2&=&%FF=x")).text == "a b+c")
    }

    @Test func `pages go forth and back by the store's cursor`() {
        var model = Sample.devices(DeviceListQuery(family: .mac))
        model.previousCursor = "b/1"
        let markup = markup(model)
        #expect(markup.text.contains("rel=\"next\" href=\"/sample/devices?os=mac&amp;at=next%261\""))
        #expect(markup.text.contains("rel=\"prev\" href=\"/sample/devices?os=mac&amp;at=b%2F1\""))
    }

    @Test func `how many days without contact count is said as the company set them`() {
        for (days, ja, en) in [
            (7, "7 日以上応答なし", "Silent for 7 days"), (1, "1 日以上応答なし", "Silent for 1 day"),
            (30, "30 日以上応答なし", "Silent for 30 days"), (nil as Int?, "応答なし", "Silent"),
        ] {
            var model = Sample.devices(DeviceListQuery(state: .silent))
            model.silenceDays = days
            for (language, word) in [(Language.japanese, ja), (.english, en)] {
                let c = Sample.context(language)
                let page = Markup(text: DevicesView(model).main(in: c).markup)
                let row = model.rows.first { $0.state == .silent }
                // On the chip, and as the state of the row.
                #expect(page.words.components(separatedBy: word).count == 3, "\(word)")
                #expect(row.map { DevicesCSV.line($0, silenceDays: days, in: c).contains("\"\(word)\"") } == true)
            }
        }
    }

    @Test func `a silent device's last contact is red, also when it was never heard of`() {
        var model = Sample.devices()
        func red() -> Int {
            Markup(text: DevicesView(model).main(in: Sample.context()).markup).text
                .components(separatedBy: "class=\"silent\"").count - 1
        }
        #expect(red() == 0)
        model.rows[0].isSilent = true
        #expect(red() == 1)
        model.rows[0].lastContactAt = nil
        #expect(red() == 1)
        #expect(markup(model).words.contains("なし (無通信)"))
    }

    @Test func `an empty list says why, and leads to the next step that this person can take`() {
        var model = Sample.devices()
        model.rows = []
        model.matchCount = 0
        #expect(markup(model).words.contains("条件に合う機器はありません"))
        model.total = 0
        #expect(markup(model).text.contains("href=\"/sample/devices/enroll\">登録の案内を作る</a>"))
        model.readiness = .noCertificate
        #expect(markup(model).words.contains("いまは機器を登録できません。証明書が登録されていません。"))
        #expect(markup(model).text.contains("href=\"/sample/settings/service/push-certificate\">証明書を登録する</a>"))
        let viewer = DevicesView(model).main(in: Sample.context(role: .viewer)).markup
        #expect(!viewer.contains("証明書を登録する") && viewer.contains("管理者に、Apple Push 証明書の登録を依頼してください。"))
    }

    @Test func `CSV is what the table shows, and no spreadsheet runs it`() {
        let c = Sample.context()
        #expect(
            DevicesCSV.header(in: c)
                == "\u{FEFF}\"機器名\",\"シリアル番号\",\"OS\",\"ユーザー\",\"組織\",\"状態\",\"トピック\",\"最終通信\"\r\n")
        var row = Sample.devices().rows[0]
        row.name = "=HYPERLINK(\"x\")"
        #expect(
            DevicesCSV.line(row, silenceDays: 7, in: c)
                == "\"'=HYPERLINK(\"\"x\"\")\",\"KZ8Q4T1X70\",\"iOS 26.0\",\"営業 01\",\"営業部\",\"管理中\",\"一致\",\"2026/11/21 14:00:00\"\r\n"
        )
        for start in ["+", "-", "@", "\t", "＝", "＋"] {
            row.name = start + "1"
            #expect(DevicesCSV.line(row, silenceDays: 7, in: c).hasPrefix("\"'\(start)1\""))
        }
    }
}
