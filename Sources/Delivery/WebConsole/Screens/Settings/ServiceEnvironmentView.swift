struct ServiceEnvironmentView: Page {
    var help: ManualSection { .settings }
    var frame: PageFrame { .console }
    func title(in context: ViewContext) -> String { "ServiceEnvironment" }
    func main(in context: ViewContext) -> HTML { "<h1>ServiceEnvironment</h1>" }
}
