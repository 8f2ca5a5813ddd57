import Enrollments

/// State and topic of a device as badges: shape, word, colour.
enum DeviceBadges {
    /// - Parameter silenceDays: nil when nobody watches.
    static func state(_ state: DeviceListQuery.State, silenceDays: Int?, in c: ViewContext) -> HTML {
        let (kind, icon): (Badge.Kind, Icon) =
            switch state {
            case .managed: (.ok, .ok)
            case .enrolling: (.live, .clock)
            case .commandsWaiting: (.live, .clock)
            case .notNow: (.warning, .clock)
            case .silent: (.warning, .warning)
            case .undeliverable: (.bad, .bad)
            case .released: (.plain, .unknown)
            case .wiped: (.plain, .note)
            }
        return Badge(kind: kind, icon: icon, word: c(DeviceWords.name(of: state, silenceDays: silenceDays))).html
    }

    /// - Parameter isLong: 「登録中の証明書と一致」 instead of 「一致」.
    static func topic(_ match: DeviceListQuery.TopicMatch, isLong: Bool = false, in c: ViewContext) -> HTML {
        switch match {
        case .matching:
            Badge(
                kind: .ok, icon: .ok, word: c(isLong ? DeviceWords.topicMatches : DeviceWords.name(of: match))
            ).html
        case .other: Badge(kind: .bad, icon: .bad, word: c(DeviceWords.name(of: match))).html
        case .unknown: Badge(kind: .plain, icon: .unknown, word: c(DeviceWords.name(of: match))).html
        }
    }
}
