struct ProblemView: Page {
    let model: ProblemModel

    init(_ model: ProblemModel) { self.model = model }

    var help: ManualSection { .login }
    var frame: PageFrame { .console }
    func title(in context: ViewContext) -> String { "Problem" }
    func main(in context: ViewContext) -> HTML { "<h1>Problem</h1>" }
}
