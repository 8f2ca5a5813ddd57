/// How long ago something was.
enum AgeWords {
    /// - Parameter seconds: what lies ahead counts as now.
    static func ago(seconds: Double) -> Text {
        let minutes = Int(max(0, seconds.isFinite ? seconds : 0) / 60)
        switch minutes {
        case 0: return Text(ja: "いま", en: "just now")
        case 1..<60: return Text(ja: "\(minutes) 分前", en: "\(minutes) min ago")
        case 60..<2_880: return Text(ja: "\(minutes / 60) 時間前", en: "\(minutes / 60) h ago")
        default: return Text(ja: "\(minutes / 1_440) 日前", en: "\(minutes / 1_440) days ago")
        }
    }
}
