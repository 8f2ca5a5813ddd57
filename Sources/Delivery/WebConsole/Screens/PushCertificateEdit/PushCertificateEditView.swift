struct PushCertificateEditView: Page {
    let model: PushCertificateEditModel

    init(_ model: PushCertificateEditModel) { self.model = model }

    var help: ManualSection { .register }
    var frame: PageFrame { .settings(.pushCertificate) }
    func title(in context: ViewContext) -> String { "PushCertificateEdit" }
    func main(in context: ViewContext) -> HTML { "<h1>PushCertificateEdit</h1>" }
}
