import SimulatedDevices
import SimulatedPushPortal

/// One simulated device: what it is, how it stands, what it did.
struct DevicePage {
    let device: DeviceDetail
    let words: DeviceWords
    let problem: String?

    var markup: Markup {
        Layout.lab(
            title: device.facts.name, japanese: words.japanese, content: Markup([head, enrollment, journal]))
    }

    private var head: Markup {
        let facts = device.facts
        var rows: [(String, String)] = [
            (words("種類", "Kind"), "\(facts.kind.rawValue) – \(facts.modelName) (\(facts.productName))"),
            (words("シリアル番号", "Serial"), facts.serialNumber), ("UDID", facts.udid),
            ("OS", "\(facts.osVersion) (\(facts.buildVersion))"),
            (words("監視対象", "Supervised"), facts.isSupervised ? words("はい", "yes") : words("いいえ", "no")),
            (words("状態", "State"), "\(words.state(device.summary)) – \(words.conditions(device.summary))"),
            (words("最終プッシュ", "Last push"), words.instant(device.summary.lastPushAt)),
            (words("最終通信", "Last contact"), words.instant(device.summary.lastContactAt)),
        ]
        if let number = facts.phoneNumber { rows.append((words("電話番号", "Phone number"), number)) }
        if let pin = device.lockPIN { rows.append(("PIN", pin)) }
        let refusal: Markup? = (problem ?? device.summary.trouble).map {
            "<p class=\"refusal\" role=\"alert\">\($0)</p>"
        }
        return """
            <div class="plate"><p class="small"><a href="/devices">\(words.title)</a></p><h1>\(facts.name)</h1>\(refusal)
            <dl>\(rows.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>" as Markup })</dl>
            \(DeviceControls(device: device.summary, words: words).forms)</div>
            """
    }

    private var enrollment: Markup {
        guard let enrollment = device.enrollment else { return "" }
        let rows: [(String, String)] = [
            (words("トピック", "Topic"), enrollment.topic), (words("プロファイル", "Profile"), enrollment.profile),
            ("ServerURL", enrollment.serverURL), ("CheckInURL", enrollment.checkInURL),
            (words("証明書", "Certificate"), enrollment.certificateSubject), ("SHA-256", enrollment.certificateSHA256),
            (words("APNs トークン", "APNs token"), enrollment.token),
        ]
        return """
            <div class="plate"><h2>\(words("管理", "Management"))</h2>
            <dl>\(rows.map { "<dt>\($0.0)</dt><dd class=\"mono\">\($0.1)</dd>" as Markup })</dl></div>
            """
    }

    private var journal: Markup {
        let rows = device.journal.reversed().map { entry -> Markup in
            """
            <tr><td class="date">\(words.instant(entry.at))</td><td>\(entry.event)</td>
            <td>\(entry.status.map(String.init) ?? "")</td><td class="mono">\(entry.detail ?? "")</td></tr>
            """
        }
        return """
            <div class="plate rows" id="journal"><h2>\(words("この機器がしたこと", "What it did"))</h2>
            <table><thead><tr><th>\(words("日時", "When"))</th><th>\(words("こと", "What"))</th>\
            <th>\(words("応答", "Status"))</th><th>\(words("詳細", "Detail"))</th></tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }
}
