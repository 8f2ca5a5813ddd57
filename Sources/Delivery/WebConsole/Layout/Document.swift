import Administration

extension Page {
    /// The whole HTML document. Without a signed-in user the console's frames shrink to the bare one.
    func document(in context: ViewContext) -> HTML {
        let dialog = dialog(in: context)
        let frame = Frame(context: context, help: help, isInert: dialog != nil)
        let body = body(frame, context)
        return """
            <!DOCTYPE html>
            <html lang="\(context.language.rawValue)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="robots" content="noindex">
            <title>\(title(in: context)) | \(context.brand.productName)</title>
            \(ConsoleAssets.links(for: context.brand))</head>
            <body>
            \(body)\(dialog)
            </body>
            </html>

            """
    }

    private func body(_ frame: Frame, _ context: ViewContext) -> HTML {
        let main = main(in: context)
        let shape = context.user == nil && self.frame != .login && self.frame != .device ? .bare : self.frame
        let page: HTML =
            switch shape {
            case .login, .device:
                "\(frame.loginStrand(around: "<main id=\"main\">\n\(main)\n</main>"))"
            case .bare, .console:
                """
                \(frame.top)<div class="page"\(frame.inert)>
                <main class="stack" id="main">
                \(main)
                </main>
                </div>

                """
            case .settings(let entry):
                """
                \(frame.top)<div class="page"\(frame.inert)>
                <div class="with-side">
                \(SettingsMenu(current: entry).html(in: context))<main class="stack" id="main">
                \(main)
                </main>
                </div>
                </div>

                """
            }
        return "\(frame.lab)\(frame.skip)\(page)\(shape == .device ? frame.deviceFoot : frame.foot)"
    }
}
