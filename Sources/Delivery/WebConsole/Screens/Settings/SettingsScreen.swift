import Administration
import Hummingbird

/// 設定, サービス環境設定 and マニュアル.
extension RouteTable {
    mutating func addSettings() {
        page("settings", requires: .viewConsole) { $0.visit.render(SettingsView(), section: .settings) }
        page("settings/service", requires: .viewConsole) {
            $0.visit.render(ServiceEnvironmentView(), section: .settings)
        }
        page("manual", requires: .viewConsole) { $0.visit.render(ManualView()) }
    }
}
