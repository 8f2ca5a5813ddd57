struct DashboardView: Page {
    let model: DashboardModel

    init(_ model: DashboardModel) { self.model = model }

    var help: ManualSection { .dashboard }
    var frame: PageFrame { .console }
    func title(in context: ViewContext) -> String { "Dashboard" }
    func main(in context: ViewContext) -> HTML { "<h1>Dashboard</h1>" }
}
