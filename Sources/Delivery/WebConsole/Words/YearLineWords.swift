enum YearLineWords {
    static let today = Text(ja: "今日", en: "Today")
    static let registered = Text(ja: "登録", en: "Registered")
    static let renewed = Text(ja: "更新", en: "Renewed")
    static let redZone = Text(ja: "60日前", en: "60 days before")

    static func daysRemain(_ days: Int) -> Text {
        Text(ja: "残り \(days) 日。", en: days == 1 ? "1 day left." : "\(days) days left.")
    }

    static func expiredDaysAgo(_ days: Int) -> Text {
        Text(
            ja: days == 0 ? "今日切れました。" : "\(days) 日前に切れました。",
            en: days == 0 ? "Expired today." : days == 1 ? "Expired 1 day ago." : "Expired \(days) days ago.")
    }

    static func sentence(_ dates: [String], _ end: Text) -> Text {
        Text(
            ja: "証明書の1年。\(dates.joined(separator: "、"))。\(end.ja)",
            en: "The certificate’s year. \(dates.joined(separator: ", ")). \(end.en)")
    }
}
