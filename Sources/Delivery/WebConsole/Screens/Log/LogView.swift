struct LogView: Page {
    let model: LogModel

    init(_ model: LogModel) { self.model = model }

    var help: ManualSection { .log }
    var frame: PageFrame { .console }
    func title(in context: ViewContext) -> String { "Log" }
    func main(in context: ViewContext) -> HTML { "<h1>Log</h1>" }
}
