struct UsageView: Page {
    let model: UsageModel

    init(_ model: UsageModel) { self.model = model }

    var help: ManualSection { .dashboard }

    func title(in c: ViewContext) -> String { c(DashboardWords.usage) }

    func main(in c: ViewContext) -> HTML {
        """
        <h1>\(c(DashboardWords.usage))</h1>
        <div class="card stack">
        \(UsageList(userCount: model.userCount, deviceCount: model.deviceCount).html(in: c))
        <p class="note">\(c(DashboardWords.noLimit))</p>
        </div>
        """
    }
}
