struct SetPasswordView: Page {
    let model: SetPasswordModel

    init(_ model: SetPasswordModel) { self.model = model }

    var help: ManualSection { .account }
    var frame: PageFrame { .login }
    func title(in context: ViewContext) -> String { "SetPassword" }
    func main(in context: ViewContext) -> HTML { "<h1>SetPassword</h1>" }
}
