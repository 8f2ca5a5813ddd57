import Administration

/// One command with its life line, its error chain in words, and its raw sides on demand.
struct CommandCard {
    let command: CommandFace
    let face: DeviceFace

    func html(in c: ViewContext) -> HTML {
        let id = "c-\(command.uuid)"
        return """
            <article class="card command" aria-labelledby="\(id)">
            <header><h3 id="\(id)">\(c(CommandWords.name(command.requestType)))</h3> \
            <p class="key">\(asked(c))</p></header>
            \(LifeLine(command: command).html(in: c))
            \(CommandEnd(command: command).html(in: c))\(cancel(c))\(raw(c))</article>

            """
    }

    private func asked(_ c: ViewContext) -> HTML {
        let until: HTML? =
            command.end == nil ? command.expiresAt.map { " · \(c(CommandWords.until(c.dateTime($0))))" } : nil
        return "\(c(CommandWords.askedBy(command.queuedBy, c.dateTime(command.queuedAt))))\(until)"
    }

    private func cancel(_ c: ViewContext) -> HTML? {
        guard command.isCancellable else { return nil }
        return """
            <form method="post" action="\(c.href("devices/\(face.id)/commands/\(command.uuid)/cancel"))">\(c.csrfField)\
            <input type="hidden" name="enrollment" value="\(face.enrollmentID)">\
            <button class="btn small" type="submit" aria-describedby="c-\(command.uuid)">\
            \(c(DevicePageWords.cancel))</button></form>

            """
    }

    private func raw(_ c: ViewContext) -> HTML {
        let sides = [(CommandWords.request, command.request), (CommandWords.answer, command.answer)]
        return HTML.joined(
            sides.compactMap { word, text in
                text.map { text -> HTML in
                    """
                    <details class="raw" data-keep="\(command.uuid)-\(word.en)"><summary>\(c(word))</summary>
                    <pre class="mono" tabindex="0" lang="en"><code>\(text)</code></pre></details>

                    """
                }
            })
    }
}

/// How a command ended, in words: what our words know first, the device's own words beside the codes.
struct CommandEnd {
    let command: CommandFace

    func html(in c: ViewContext) -> HTML? {
        if let reason = command.undeliverable, command.end == nil {
            return "<p class=\"note\">\(c(DeviceWords.remedy(reason)))</p>\n"
        }
        if let problem = command.pushProblem, command.end == nil, command.pushedAt == nil, command.fetchedAt == nil {
            return "<p class=\"note\">\(PushAnswer(problem).html(in: c))</p>\n"
        }
        guard let end = command.end else { return nil }
        let meaning: HTML? = CommandWords.meaning(end, wasFetched: command.fetchedAt != nil).map {
            "<p class=\"note\">\(c($0))</p>\n"
        }
        return "\(meaning)\(chain(end, c))"
    }

    private func chain(_ end: CommandFace.End, _ c: ViewContext) -> HTML? {
        guard end == .error || end == .formatError else { return nil }
        guard !command.errors.isEmpty else { return "<p class=\"note\">\(c(CommandWords.noReason))</p>\n" }
        let lines = command.errors.map { error -> HTML in
            let ours: HTML? = CommandErrorWords.meaning(code: error.code, domain: error.domain).map { "\(c($0)) " }
            let own = c.language == .english && !error.english.isEmpty ? error.english : error.localized
            let said: HTML? = own.isEmpty ? nil : "<q>\(own)</q> "
            return
                "<li>\(ours)\(said)<span class=\"mono key\">\(c(CommandWords.code(error.code, error.domain)))</span></li>\n"
        }
        return """
            <p class="key">\(c(CommandWords.errorChain))</p>
            <ul class="points">
            \(lines)</ul>

            """
    }
}
