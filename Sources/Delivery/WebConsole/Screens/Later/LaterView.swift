struct LaterView: Page {
    let model: LaterModel

    init(_ model: LaterModel) { self.model = model }

    var help: ManualSection { .later }
    var frame: PageFrame { .console }
    func title(in context: ViewContext) -> String { "Later" }
    func main(in context: ViewContext) -> HTML { "<h1>Later</h1>" }
}
