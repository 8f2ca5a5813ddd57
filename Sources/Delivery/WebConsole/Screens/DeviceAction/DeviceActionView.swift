import Administration

/// The question before an act, over the device's page. Only its last button is 朱; focus starts on キャンセル.
struct DeviceActionView: Page {
    let model: DeviceActionModel

    init(_ model: DeviceActionModel) { self.model = model }

    private var face: DeviceFace { model.page.face }
    private var isMac: Bool { face.family == .mac }

    var help: ManualSection { .act }

    func title(in c: ViewContext) -> String { "\(c(DeviceActionWords.title(model.kind))) · \(face.title)" }

    func main(in c: ViewContext) -> HTML { DeviceView(model.page).main(in: c) }

    func dialog(in c: ViewContext) -> HTML? {
        let back = c.href("devices/\(face.id)")
        return """

            <div class="scrim">
            <dialog class="dialog" open role="alertdialog" aria-modal="true" aria-labelledby="question" \
            aria-describedby="question-why">
            <h2 id="question">\(c(DeviceActionWords.heading(model.kind, face.title)))</h2>
            \(meanwhile(c))\(model.problem?.html(in: c))<p id="question-why">\(c(DeviceActionWords.meaning(model.kind, isMac: isMac)))</p>
            \(rows(c))
            <form class="stack" method="post" action="\(back)/\(model.kind.rawValue)" autocomplete="off">\(c.csrfField)\
            <input type="hidden" name="enrollment" value="\(face.enrollmentID)">\
            <input type="hidden" name="opened" value="\(c.machineForm(model.openedAt))">
            \(fields(c))<div class="actions">\
            <a class="btn" href="\(back)" data-cancel autofocus>\(c(FrameWords.cancel))</a> \
            <button class="btn danger solid" type="submit">\(c(DeviceActionWords.button(model.kind)))</button></div></form>
            </dialog>
            </div>
            """
    }

    private func meanwhile(_ c: ViewContext) -> HTML? {
        model.enrolledMeanwhile.map { at in
            Message(
                .warning, c(DeviceActionWords.enrolledMeanwhile(c.dateTime(at))),
                meaning: c(DeviceActionWords.enrolledMeanwhileMeaning),
                nextStep: c(DeviceActionWords.enrolledMeanwhileStep)
            ).html(in: c)
        }
    }

    /// Which device it is: all of it for a wipe, name and serial number for the rest.
    private func rows(_ c: ViewContext) -> HTML {
        let page = model.page
        let first = [
            Rows.Row(c(DeviceActionWords.device), "\(face.title) (\(page.model))"),
            Rows.Row(c(DevicePageWords.serialNumber), face.serialNumber, isCode: true),
            Rows.Row(c(DevicePageWords.user), page.user?.name ?? c(DeviceWords.none)),
        ]
        guard model.kind == .wipe else { return Rows(first).html }
        return Rows(
            first + [
                Rows.Row(c(DevicePageWords.organization), page.organization?.name ?? c(DeviceWords.none)),
                Rows.Row(
                    c(DevicePageWords.enrolledAt), page.enrolledAt.map { c.time($0) } ?? "\(c(DevicePageWords.never))"),
                Rows.Row(
                    c(DevicePageWords.lastContact),
                    page.contact.lastContactAt.map { c.time($0) } ?? "\(c(DevicePageWords.never))"),
            ]
        ).html
    }

    private func fields(_ c: ViewContext) -> HTML {
        let own: HTML =
            switch model.kind {
            case .lock: lock(c)
            case .wipe: wipe(c)
            case .sync, .clearPasscode, .restart, .shutDown: ""
            }
        let isWrong = model.wrongFields.contains(.password)
        let password: HTML? =
            model.isPasswordNeeded
            ? Field.password(
                "password", c(DeviceActionWords.password), isNew: false, hint: c(DeviceActionWords.passwordHint),
                isInvalid: isWrong
            ).html : nil
        return "\(own)\(password)"
    }

    private func lock(_ c: ViewContext) -> HTML {
        let message = Field(
            name: "message", label: c(DeviceActionWords.message), value: model.input.message,
            attributes: " maxlength=\"256\"", hint: isMac ? nil : c(DeviceActionWords.messageHint),
            isInvalid: model.wrongFields.contains(.message))
        let phone = Field(
            name: "phone", label: c(DeviceActionWords.phone), value: model.input.phoneNumber, kind: "tel",
            attributes: " maxlength=\"64\"", isInvalid: model.wrongFields.contains(.phone))
        return "\(message.html)\(phone.html)"
    }

    private func wipe(_ c: ViewContext) -> HTML {
        let options: HTML? =
            isMac
            ? nil
            : """
            <fieldset class="tight"><legend class="key">\(c(DeviceActionWords.options))</legend>
            \(tick("keep-plan", DeviceActionWords.keepPlan, model.input.keepsDataPlan, c))\
            \(tick("no-proximity", DeviceActionWords.noProximity, model.input.forbidsProximitySetup, c))</fieldset>

            """
        let pin: HTML? = model.makesPIN ? "<p class=\"note\">\(c(DeviceActionWords.makesPIN))</p>\n" : nil
        let serial = Field(
            name: "serial", label: c(DeviceActionWords.serialEnd), value: model.input.serialEnd,
            attributes: " maxlength=\"4\" required autocapitalize=\"characters\" spellcheck=\"false\"",
            hint: c(DeviceActionWords.serialHint), isInvalid: model.wrongFields.contains(.serial))
        return "\(options)\(pin)\(serial.html)"
    }

    private func tick(_ name: HTML, _ word: Text, _ isOn: Bool, _ c: ViewContext) -> HTML {
        let mark: HTML? = isOn ? " checked" : nil
        return """
            <div class="tick"><input type="checkbox" id="\(name)" name="\(name)" value="yes"\(mark)>\
            <label for="\(name)">\(c(word))</label></div>

            """
    }
}
