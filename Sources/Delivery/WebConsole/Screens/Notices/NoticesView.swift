struct NoticesView: Page {
    let model: NoticesModel

    init(_ model: NoticesModel) { self.model = model }

    var help: ManualSection { .dashboard }
    var frame: PageFrame { .console }
    func title(in context: ViewContext) -> String { "Notices" }
    func main(in context: ViewContext) -> HTML { "<h1>Notices</h1>" }
}
