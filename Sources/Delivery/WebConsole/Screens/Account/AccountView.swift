struct AccountView: Page {
    let model: AccountModel

    init(_ model: AccountModel) { self.model = model }

    var help: ManualSection { .account }
    var frame: PageFrame { .console }
    func title(in context: ViewContext) -> String { "Account" }
    func main(in context: ViewContext) -> HTML { "<h1>Account</h1>" }
}
