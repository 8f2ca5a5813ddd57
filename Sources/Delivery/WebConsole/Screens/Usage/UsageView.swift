struct UsageView: Page {
    let model: UsageModel

    init(_ model: UsageModel) { self.model = model }

    var help: ManualSection { .dashboard }
    var frame: PageFrame { .console }
    func title(in context: ViewContext) -> String { "Usage" }
    func main(in context: ViewContext) -> HTML { "<h1>Usage</h1>" }
}
