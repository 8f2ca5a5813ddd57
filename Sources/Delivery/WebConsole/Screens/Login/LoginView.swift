struct LoginView: Page {
    let model: LoginModel

    init(_ model: LoginModel) { self.model = model }

    var help: ManualSection { .login }
    var frame: PageFrame { .login }
    func title(in context: ViewContext) -> String { "Login" }
    func main(in context: ViewContext) -> HTML { "<h1>Login</h1>" }
}
