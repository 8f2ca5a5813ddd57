import Enrollments

/// 機器の詳細 › ログ.
struct DeviceLogView: Page {
    let model: DeviceLogModel

    init(_ model: DeviceLogModel) { self.model = model }

    var help: ManualSection { .device }

    func title(in c: ViewContext) -> String { "\(c(DevicePageWords.log)) · \(model.face.title)" }

    func main(in c: ViewContext) -> HTML {
        let address = LogAddress(model.log.query, isOfDevice: true)
        return """
            \(DeviceHead(face: model.face, tab: .log).html(in: c))
            <div class="row">\(LogDownload(model: model.log, address: address).html(in: c))</div>
            \(LogList(model: model.log, address: address).html(in: c))
            """
    }
}
