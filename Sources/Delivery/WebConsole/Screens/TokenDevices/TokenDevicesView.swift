import Administration
import AutomatedEnrollment
import Foundation

/// The devices, each with the profile it has and, where it has another, a button.
struct TokenDevicesView: Page {
    let model: TokenDevicesModel

    init(_ model: TokenDevicesModel) { self.model = model }

    var help: ManualSection { .adeToken }
    var frame: PageFrame { .settings(.adeToken) }

    private func path(_ c: ViewContext) -> String { c.href(SettingsEntry.adeToken.path) }

    func title(in c: ViewContext) -> String { c(TokenDeviceWords.title) }

    func main(in c: ViewContext) -> HTML {
        """
        <div>
        \(Breadcrumbs.service(c, further: [(c(TokenWords.title), path(c))], current: c(TokenDeviceWords.title)))
        <div class="row spread"><h1>\(c(TokenDeviceWords.title))</h1>\(buttons(c))</div>
        </div>
        \(model.message?.html(in: c))<p class="note">\(c(TokenDeviceWords.what)) \
        \(c(TokenDeviceWords.lastFetch)): \(model.lastFetchAt.map { c.time($0) } ?? "\(c(TokenDeviceWords.never))")</p>
        \(model.devices.isEmpty ? empty(c) : table(c))
        """
    }

    private func buttons(_ c: ViewContext) -> HTML? {
        guard model.hasToken else { return nil }
        let fetch: HTML? =
            c.permits(.enrollDevices)
            ? "<form method=\"post\" action=\"\(path(c))/devices/fetch\">\(c.csrfField)<button class=\"btn\" type=\"submit\">\(c(TokenDeviceWords.fetchNow))</button></form>"
            : nil
        let profile: HTML? =
            c.permits(.manageCertificate)
            ? "<a class=\"btn\" href=\"\(path(c))/profile\">\(c(TokenDeviceWords.makeProfile))</a>" : nil
        return "<div class=\"row\">\(fetch) \(profile)</div>"
    }

    private func empty(_ c: ViewContext) -> HTML {
        let step = model.hasToken ? TokenDeviceWords.noneStep : TokenWords.noneStep
        return Message(.note, c(TokenDeviceWords.none), nextStep: c(step)).html(in: c)
    }

    private func table(_ c: ViewContext) -> HTML {
        let step: HTML? =
            model.profileUUID == nil
            ? Message(.note, c(TokenDeviceWords.noProfile), nextStep: c(TokenDeviceWords.noProfileStep)).html(in: c)
            : nil
        let grid = Grid(
            caption: c(TokenDeviceWords.title),
            columns: [
                Grid.Column(c(TokenDeviceWords.serial)), Grid.Column(c(TokenDeviceWords.model)),
                Grid.Column(c(TokenDeviceWords.assignedAt), isOptional: true), Grid.Column(c(TokenDeviceWords.profile)),
            ],
            rows: model.devices.map { listed in
                [
                    "<span class=\"mono\">\(listed.device.serialNumber)</span>",
                    "\(listed.device.model)",
                    listed.device.assignedAt.map { c.timeOfMinute($0) } ?? "",
                    profile(listed, c),
                ]
            })
        let next: HTML? = model.next.map { serial in
            let query = serial.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
            return "<p><a href=\"\(path(c))/devices?after=\(query)\">\(c(TokenDeviceWords.next))</a></p>"
        }
        return "\(step)\(grid.html)\(next)"
    }

    private func profile(_ listed: ListedDevice, _ c: ViewContext) -> HTML {
        let isDone =
            model.profileUUID == listed.device.profileUUID
            && [.assigned, .pushed].contains(listed.device.profileStatus)
        let word = c(TokenDeviceWords.status(listed, current: model.profileUUID))
        let badge = Badge(kind: isDone ? .ok : .plain, icon: isDone ? .ok : .todo, word: word).html
        let problem: HTML? = listed.assignProblem.isEmpty ? nil : " <span class=\"mono\">\(listed.assignProblem)</span>"
        guard !isDone, model.profileUUID != nil, c.permits(.manageCertificate) else { return "\(badge)\(problem)" }
        return """
            <form class="row" method="post" action="\(path(c))/devices/assign">\(c.csrfField)\
            <input type="hidden" name="serial" value="\(listed.device.serialNumber)">\(badge)\(problem) \
            <button class="btn small" type="submit" aria-label="\(c(TokenDeviceWords.assign)): \(listed.device.serialNumber)">\
            \(c(TokenDeviceWords.assign))</button></form>
            """
    }
}

/// The few settings of the profile that devices get in Setup Assistant.
struct SetupProfileView: Page {
    let model: SetupProfileModel

    init(_ model: SetupProfileModel) { self.model = model }

    var help: ManualSection { .adeToken }
    var frame: PageFrame { .settings(.adeToken) }

    func title(in c: ViewContext) -> String { c(TokenDeviceWords.profileTitle) }

    func main(in c: ViewContext) -> HTML {
        let path = c.href(SettingsEntry.adeToken.path)
        let panes = SetupSettings.items.map { item in
            tick("skip_\(item)", c(TokenDeviceWords.pane(item)), model.settings.skippedItems.contains(item))
        }
        return """
            <div>
            \(Breadcrumbs.service(
                c, further: [(c(TokenWords.title), path)], current: c(TokenDeviceWords.profileTitle)))
            <h1>\(c(TokenDeviceWords.profileTitle))</h1>
            </div>
            \(model.problem?.html(in: c))<form class="card stack" method="post" action="\(path)/profile">\(c.csrfField)
            \(Field(name: "name", label: c(TokenDeviceWords.name), value: model.settings.name, attributes: " maxlength=\"125\" required").html)\
            <div class="tight">\(tick("mandatory", c(TokenDeviceWords.mandatory), model.settings.isMandatory))\
            \(tick("removable", c(TokenDeviceWords.removable), model.settings.isRemovable))</div>
            \(Field(name: "department", label: c(TokenDeviceWords.department), value: model.settings.department, attributes: " maxlength=\"125\"").html)\
            \(Field(name: "phone", label: c(TokenDeviceWords.phone), value: model.settings.supportPhoneNumber, kind: "tel", attributes: " maxlength=\"50\"").html)\
            <fieldset class="tight"><legend>\(c(TokenDeviceWords.skip))</legend>
            <p class="hint">\(c(TokenDeviceWords.skipNote))</p>
            \(panes)</fieldset>
            <p class="note">\(c(TokenDeviceWords.profileNote))</p>
            <div class="actions"><button class="btn primary" type="submit">\(c(FrameWords.save))</button> \
            <a class="btn" href="\(path)/devices">\(c(FrameWords.cancel))</a></div>
            </form>
            """
    }

    private func tick(_ name: String, _ label: String, _ isOn: Bool) -> HTML {
        let mark: HTML? = isOn ? " checked" : nil
        return """
            <p class="tick"><input type="checkbox" id="\(name)" name="\(name)" value="yes"\(mark)> \
            <label for="\(name)">\(label)</label></p>

            """
    }
}
