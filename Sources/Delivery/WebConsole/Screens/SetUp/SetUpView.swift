struct SetUpView: Page {
    let model: SetUpModel

    init(_ model: SetUpModel) { self.model = model }

    var help: ManualSection { .setUp }
    var frame: PageFrame { .bare }
    func title(in context: ViewContext) -> String { "SetUp" }
    func main(in context: ViewContext) -> HTML { "<h1>SetUp</h1>" }
}
