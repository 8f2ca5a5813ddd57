import Administration
import Hummingbird

extension RouteTable {
    mutating func addDevices() {
        page("devices", requires: .viewDevices) { $0.visit.render(LaterView(.devices), section: .devices) }
    }
}
