import Enrollments

/// 機器 → 一覧.
enum DeviceListWords {
    static let title = FrameWords.devices
    static let list = Text(ja: "一覧", en: "List")
    static let enroll = Text(ja: "登録 (エンロール)", en: "Enroll")
    static let search = Text(ja: "名前・シリアル番号・ユーザー・電話番号で探す", en: "Search name, serial number, user, phone number")
    static let find = Text(ja: "探す", en: "Search")
    static let all = Text(ja: "すべて", en: "All")
    static let state = Text(ja: "状態", en: "State")
    static let topicMatch = Text(ja: "トピック一致", en: "Topic")
    static let os = Text(ja: "OS", en: "OS")
    static let lastContact = Text(ja: "最終通信", en: "Last contact")
    static let supervision = Text(ja: "監視モード", en: "Supervision")
    static let organization = FrameWords.organizations
    static let user = FrameWords.users
    static let clear = Text(ja: "条件をすべて外す", en: "Remove all conditions")
    static let sortBy = Text(ja: "で並べ替え", en: ": sort by this")
    static let paging = Text(ja: "ページ", en: "Pages")
    static let previous = Text(ja: "前へ", en: "Previous")
    static let next = Text(ja: "次へ", en: "Next")
    static let never = Text(ja: "なし", en: "never")
    static let noContact = Text(ja: "無通信", en: "no contact for too long")

    static func column(_ column: DeviceListQuery.SortColumn) -> Text {
        switch column {
        case .name: Text(ja: "機器名", en: "Name")
        case .serial: Text(ja: "シリアル番号", en: "Serial number")
        case .os: os
        case .user: Text(ja: "ユーザー", en: "User")
        case .organization: Text(ja: "組織", en: "Organization")
        case .state: state
        case .topic: Text(ja: "トピック", en: "Topic")
        case .lastContact: lastContact
        }
    }

    static func caption(_ count: Int, sortedBy column: String) -> Text {
        Text(ja: "機器の一覧。\(count) 台、\(column)の順", en: "Devices: \(count), by \(column.lowercased())")
    }

    static func found(_ count: Int, of total: Int) -> Text {
        count == total
            ? Text(ja: "\(count) 台", en: devices(count))
            : Text(ja: "\(total) 台のうち \(count) 台", en: "\(count) of \(devices(total))")
    }

    static func save(_ count: Int) -> Text {
        Text(ja: "表示中の \(count) 台を CSV で保存", en: "Save these \(devices(count)) as CSV")
    }

    static func userChip(_ name: String) -> Text { Text(ja: "ユーザー: \(name)", en: "User: \(name)") }
    static let removeChip = Text(ja: "の条件を外す", en: ": remove this condition")

    static let nothingYet = Text(ja: "機器はまだ登録されていません", en: "No device is enrolled yet")
    static let nothingYetWhy = Text(
        ja: "登録の案内を作り、リンク、QRコード、認証コードのどれかを機器で開くと、ここに表示されます。",
        en: "Make an invitation and open its link, QR code or code on the device: it then appears here.")
    static let nothingYetStep = Text(ja: "登録の案内を作る", en: "Make an invitation")
    static let nothingYetViewer = Text(ja: "登録は、管理者または操作者が行います。", en: "An administrator or operator enrolls devices.")
    static let noHit = Text(ja: "条件に合う機器はありません", en: "No device meets these conditions")
    static func noHitWhy(_ total: Int) -> Text {
        Text(
            ja: "機器は全部で \(total) 台あります。条件を減らすか、別の言葉で探してください。",
            en: "There are \(devices(total)) in all. Remove a condition, or search for something else.")
    }

    private static func devices(_ count: Int) -> String { count == 1 ? "1 device" : "\(count) devices" }
}
