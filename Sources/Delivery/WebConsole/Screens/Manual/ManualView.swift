struct ManualView: Page {
    var help: ManualSection { .settings }
    var frame: PageFrame { .console }
    func title(in context: ViewContext) -> String { "Manual" }
    func main(in context: ViewContext) -> HTML { "<h1>Manual</h1>" }
}
