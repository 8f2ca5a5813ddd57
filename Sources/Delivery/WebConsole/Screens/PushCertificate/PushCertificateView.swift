struct PushCertificateView: Page {
    let model: PushCertificateModel

    init(_ model: PushCertificateModel) { self.model = model }

    var help: ManualSection { .certificate }
    var frame: PageFrame { .settings(.pushCertificate) }
    func title(in context: ViewContext) -> String { "PushCertificate" }
    func main(in context: ViewContext) -> HTML { "<h1>PushCertificate</h1>" }
}
