import SimulatedDevices
import SimulatedPushPortal

/// All simulated devices on one page, a hundred at a time.
struct DeviceListPage {
    let devices: [DeviceSummary]
    let counts: FleetCounts
    let progress: BulkProgress
    let offset: Int
    let words: DeviceWords
    /// What a device answered to the button pressed last.
    let problem: String?

    static let perPage = 100

    var markup: Markup {
        Layout.lab(
            title: words.title, japanese: words.japanese,
            content: Markup([introduction, problemBox, table, making].compactMap { $0 }))
    }

    private var introduction: Markup {
        let numbers = words(
            "\(counts.devices) 台、登録済み \(counts.enrolled) 台、受けたプッシュ \(counts.pushes)、実行したコマンド \(counts.commands)",
            "\(counts.devices) devices, \(counts.enrolled) enrolled, \(counts.pushes) pushes, \(counts.commands) commands"
        )
        let text = words(
            "実機と同じ手順で登録し、シミュレーションの APNs からのプッシュだけで目を覚まします。管理サイトで発行した登録リンクを機器の欄に貼り、[登録] を押してください。",
            "They enroll as real ones do, and wake only by a push of the simulated APNs. Paste an invitation's link from the console beside a device and press Enroll."
        )
        let bulk: Markup? =
            progress.total == 0
            ? nil
            : """
            <p role="status">\(words("まとめて登録", "Bulk enrollment")): \(progress.enrolled) / \(progress.total)\
            \(progress.failed > 0 ? words("、失敗 \(progress.failed)", ", \(progress.failed) failed") : "")\
            \(progress.isRunning ? words("、実行中", ", running") : "")
            \(progress.firstTrouble.map { "– \($0)" } ?? "")</p>
            """
        return """
            <div class="plate"><h1>\(words.title)</h1><p>\(text)</p><p>\(numbers) <a href="/devices">\
            \(words("更新", "Refresh"))</a></p>\(bulk)</div>
            """
    }

    private var problemBox: Markup? {
        problem.map {
            """
            <div class="refusal" role="alert"><h2>\(words("機器が断りました", "The device refused"))</h2><p>\($0)</p></div>
            """
        }
    }

    private var table: Markup {
        guard !devices.isEmpty else {
            return "<div class=\"plate\"><p>\(words("機器はまだありません。", "There are no devices yet."))</p></div>"
        }
        let heads: [Markup] = [
            words("機器", "Device"), words("シリアル番号", "Serial"), words("状態", "State"),
            words("最終プッシュ", "Last push"), words("最終通信", "Last contact"), words("操作", "Do"),
        ].map { "<th>\($0)</th>" }
        let pages = [
            offset > 0
                ? "<a class=\"button\" href=\"/devices?offset=\(max(0, offset - Self.perPage))\">\(words("前へ", "Previous"))</a>"
                : nil,
            offset + devices.count < counts.devices
                ? "<a class=\"button\" href=\"/devices?offset=\(offset + Self.perPage)\">\(words("次へ", "Next"))</a>"
                : nil,
        ].compactMap { $0 as Markup? }
        return """
            <div class="plate rows devices"><table><thead><tr>\(heads)</tr></thead>
            <tbody>\(devices.map(row))</tbody></table><p class="row">\(pages)</p></div>
            """
    }

    private func row(_ device: DeviceSummary) -> Markup {
        let trouble: Markup? = device.trouble.map { "<br><small class=\"trouble\">\($0)</small>" }
        return """
            <tr id="\(device.id)"><td><a href="/devices/\(device.id)">\(device.name)</a><br>
            <small>\(device.kind.rawValue) · \(device.modelName) · \(device.osVersion)</small></td>
            <td class="mono">\(device.id)</td>
            <td><strong>\(words.state(device))</strong><br><small>\(words.conditions(device))</small>\(trouble)</td>
            <td class="date"><small class="only-narrow">\(words("最終プッシュ", "Last push")) </small>\
            \(words.instant(device.lastPushAt))</td>
            <td class="date"><small class="only-narrow">\(words("最終通信", "Last contact")) </small>\
            \(words.instant(device.lastContactAt))</td>
            <td>\(DeviceControls(device: device, words: words).forms)</td></tr>
            """
    }

    private var making: Markup {
        let kinds = DeviceKind.allCases.map { kind -> Markup in "<option>\(kind.rawValue)</option>" }
        return """
            <div class="plate"><h2>\(words("機器を増やす", "More devices"))</h2>
            <form class="row" method="post" action="/devices">
            <label for="count">\(words("台数", "How many"))</label>
            <input id="count" name="count" type="text" inputmode="numeric" value="1" maxlength="5">
            <label for="kind">\(words("種類", "Kind"))</label>
            <select id="kind" name="kind"><option value="">\(words("順番に", "In turn"))</option>\(kinds)</select>
            <label for="url">\(words("登録リンク（空なら登録しない）", "Invitation link (empty: do not enroll)"))</label>
            <input id="url" name="url" type="text" autocapitalize="none" spellcheck="false">
            <button class="primary">\(words("追加", "Add"))</button></form></div>
            """
    }
}

/// The buttons of one device.
struct DeviceControls {
    let device: DeviceSummary
    let words: DeviceWords

    var forms: Markup {
        let buttons: [Markup?] = [
            device.isOnline
                ? button("offline", words("オフラインにする", "Go offline")) : button("online", words("オンラインにする", "Go online")),
            device.isLocked
                ? button("unlock", words("画面ロックを解除", "Unlock screen")) : button("lock", words("画面をロック", "Lock screen")),
            device.state == .enrolled ? button("poll", words("今すぐ通信", "Poll now")) : nil,
            device.answersErrors
                ? button("no-errors", words("エラーをやめる", "No more errors"))
                : button("errors", words("エラーを返す", "Answer with errors")),
            device.state == .enrolled ? button("new-token", words("トークン更新", "New token")) : nil,
            device.state == .enrolled ? button("check-out", words("プロファイルを削除", "Remove profile")) : nil,
            device.state == .enrolled ? nil : button("set-up", words("開封して設定 (ADE)", "Unpack and set up (ADE)")),
            device.generation > 0 ? button("re-enroll", words("初期化して再登録", "Set up anew")) : nil,
        ]
        let enroll: Markup? =
            device.state == .enrolled
            ? nil
            : """
            <form class="row" method="post" action="/devices/\(device.id)/enroll">
            <label for="url-\(device.id)">\(words("登録リンク", "Invitation link"))</label>
            <input id="url-\(device.id)" name="url" type="text" autocapitalize="none" spellcheck="false">
            <button class="primary">\(words("登録", "Enroll"))</button></form>
            """
        return """
            \(enroll)<form class="row" method="post" action="/devices/\(device.id)/do">\(buttons.compactMap { $0 })</form>
            """
    }

    private func button(_ what: String, _ text: String) -> Markup {
        "<button name=\"do\" value=\"\(what)\">\(text)</button>"
    }
}
