struct RecoverySheetView: Page {
    let model: RecoverySheetModel

    init(_ model: RecoverySheetModel) { self.model = model }

    var help: ManualSection { .setUp }
    var frame: PageFrame { .bare }
    func title(in context: ViewContext) -> String { "RecoverySheet" }
    func main(in context: ViewContext) -> HTML { "<h1>RecoverySheet</h1>" }
}
