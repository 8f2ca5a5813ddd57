import Administration

/// The menu at the side of 設定. It shows only what exists or has an honest page.
struct SettingsMenu {
    let current: SettingsEntry

    func html(in c: ViewContext) -> HTML {
        let entries = SettingsEntry.inServiceEnvironment.filter { c.permits($0.permission) }.map { entry -> HTML in
            "<li><a href=\"\(c.href(entry.path))\"\(mark(entry))>\(c(entry.name))</a></li>\n"
        }
        let service = SettingsEntry.serviceEnvironment
        return """
            <nav class="side" aria-label="\(c(SettingsWords.menu))">
            <ul>
            <li class="open"><a href="\(c.href(service.path))"\(mark(service))>\(c(service.name))</a>
            <ul>
            \(entries)</ul>
            </li>
            </ul>
            </nav>

            """
    }

    private func mark(_ entry: SettingsEntry) -> HTML? { entry == current ? " aria-current=\"page\"" : nil }
}

extension SettingsEntry {
    static let inServiceEnvironment: [SettingsEntry] = [
        .pushCertificate, .adeToken, .notifications, .calendar, .webhooks,
    ]

    /// What a person must be permitted to see it.
    var permission: Permission {
        switch self {
        case .calendar, .webhooks: .manageOutward
        default: .viewConsole
        }
    }

    /// Below `/{company}/`.
    var path: String {
        switch self {
        case .overview: "settings"
        case .serviceEnvironment: "settings/service"
        case .pushCertificate: "settings/service/push-certificate"
        case .adeToken: "settings/service/ade-token"
        case .notifications: "settings/service/notifications"
        case .calendar: "settings/service/calendar"
        case .webhooks: "settings/service/webhooks"
        }
    }

    var name: Text {
        switch self {
        case .overview: FrameWords.settings
        case .serviceEnvironment: SettingsWords.serviceEnvironment
        case .pushCertificate: SettingsWords.pushCertificate
        case .adeToken: SettingsWords.adeToken
        case .notifications: SettingsWords.notifications
        case .calendar: SettingsWords.calendar
        case .webhooks: SettingsWords.webhooks
        }
    }

    /// What it is for, in one sentence.
    var what: Text {
        switch self {
        case .overview: SettingsWords.serviceEnvironmentWhat
        case .serviceEnvironment: SettingsWords.serviceEnvironmentWhat
        case .pushCertificate: SettingsWords.pushCertificateWhat
        case .adeToken: SettingsWords.adeTokenWhat
        case .notifications: SettingsWords.notificationsWhat
        case .calendar: SettingsWords.calendarWhat
        case .webhooks: SettingsWords.webhooksWhat
        }
    }
}
