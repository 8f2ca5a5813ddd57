import Administration
import Hummingbird

/// 設定, サービス環境設定, and the sections that later versions fill.
extension RouteTable {
    mutating func addSettings() {
        page("settings", requires: .viewConsole) { $0.visit.render(SettingsView(), section: .settings) }
        page("settings/service", requires: .viewConsole) {
            $0.visit.render(ServiceEnvironmentView(), section: .settings)
        }
        page("settings/service/notifications", requires: .viewConsole) {
            $0.visit.render(LaterView(.notifications), section: .settings)
        }
        page("manual", requires: .viewConsole) { $0.visit.render(ManualView()) }
    }
}
