struct PushCertificateDeleteView: Page {
    let model: PushCertificateDeleteModel

    init(_ model: PushCertificateDeleteModel) { self.model = model }

    var help: ManualSection { .delete }
    var frame: PageFrame { .settings(.pushCertificate) }
    func title(in context: ViewContext) -> String { "PushCertificateDelete" }
    func main(in context: ViewContext) -> HTML { "<h1>PushCertificateDelete</h1>" }
}
