/// A PIN in escrow: first the question, then the six digits.
struct DevicePINView: Page {
    let model: DevicePINModel

    init(_ model: DevicePINModel) { self.model = model }

    private var face: DeviceFace { model.face }

    var help: ManualSection { .act }

    func title(in c: ViewContext) -> String { c(DeviceActionWords.pinTitle(model.entry.requestType)) }

    func main(in c: ViewContext) -> HTML {
        """
        <div>
        \(Breadcrumbs(
            links: [
                (c(FrameWords.devices), c.href("devices")), (c(DeviceListWords.list), c.href("devices")),
                (face.title, c.href("devices/\(face.id)")),
            ], current: title(in: c)
        ).html(in: c))
        <h1>\(title(in: c))</h1>
        </div>
        \(done(c))\(model.problem?.html(in: c))<section class="card" aria-label="\(title(in: c))">
        \(Rows(rows(c)).html)
        </section>
        \(model.pin == nil ? ask(c) : after(c))
        """
    }

    private func done(_ c: ViewContext) -> HTML? {
        guard model.pin != nil else { return nil }
        let kind: DeviceAction.Kind = model.entry.requestType == "EraseDevice" ? .wipe : .lock
        return model.isNew ? DeviceMessages.withPIN(kind.rawValue, in: c)?.html(in: c) : nil
    }

    private func rows(_ c: ViewContext) -> [Rows.Row] {
        var rows = [
            Rows.Row(c(DeviceActionWords.device), face.title),
            Rows.Row(c(DevicePageWords.serialNumber), face.serialNumber, isCode: true),
            Rows.Row(c(DeviceActionWords.pinMadeAt), c.time(model.entry.at)),
        ]
        if let pin = model.pin {
            rows.append(Rows.Row(c(DeviceActionWords.pin), "<b class=\"pin\">\(pin)</b>" as HTML, isCode: true))
        }
        return rows
    }

    private func ask(_ c: ViewContext) -> HTML {
        let password: HTML? =
            model.isPasswordNeeded
            ? Field.password(
                "password", c(DeviceActionWords.password), isNew: false, hint: c(DeviceActionWords.passwordHint),
                isInvalid: model.problem != nil
            ).html : nil
        return """
            <form class="stack" method="post" action="\(c.href("devices/\(face.id)/pin/\(model.entry.commandUUID)"))">\(c.csrfField)
            <p>\(c(DeviceActionWords.pinAsk))</p>
            \(password)<p class="row"><a class="btn" href="\(c.href("devices/\(face.id)"))">\(c(FrameWords.cancel))</a> \
            <button class="btn primary" type="submit">\(c(DeviceActionWords.pinShow))</button></p>
            </form>
            """
    }

    private func after(_ c: ViewContext) -> HTML {
        """
        <p>\(c.paragraph([
            c(DeviceActionWords.pinUse), c(model.isNew ? DeviceActionWords.pinNew : DeviceActionWords.pinShown),
        ]))</p>
        <p><a class="btn primary" href="\(c.href("devices/\(face.id)"))">\(c(DeviceActionWords.back))</a></p>
        """
    }
}
