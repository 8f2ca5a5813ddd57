struct SettingsView: Page {
    var help: ManualSection { .settings }
    var frame: PageFrame { .console }
    func title(in context: ViewContext) -> String { "Settings" }
    func main(in context: ViewContext) -> HTML { "<h1>Settings</h1>" }
}
