import Webhooks

/// URL, format and kinds of a webhook; adding and editing share it.
struct WebhookForm {
    let input: WebhooksModel.Input
    /// Nil: both formats can be chosen.
    let format: WebhookFormat?
    let isInvalid: Bool

    func html(in c: ViewContext) -> HTML {
        """
        \(Field(
            name: "url", label: c(WebhookWords.url), value: input.url, kind: "url",
            attributes: " maxlength=\"2000\" required autocomplete=\"off\" spellcheck=\"false\" placeholder=\"https://\"",
            hint: c(WebhookWords.urlHint), isInvalid: isInvalid
        ).html)\(choice(c))\(WebhookFormat.allCases.reversed().filter { format == nil || $0 == format }.map { kinds(of: $0, c) })
        """
    }

    private func choice(_ c: ViewContext) -> HTML? {
        guard format == nil else { return nil }
        let radios = WebhookFormat.allCases.reversed().map { one -> HTML in
            let mark: HTML? = one == input.format ? " checked" : nil
            return """
                <span class="tick"><input type="radio" id="format-\(one.rawValue)" name="format" value="\(one.rawValue)"\(mark)>\
                <label for="format-\(one.rawValue)">\(c(WebhookWords.name(of: one)))</label></span>

                """
        }
        return """
            <fieldset class="tight"><legend class="key">\(c(WebhookWords.format))</legend>
            <div class="stack">\(radios)</div></fieldset>

            """
    }

    private func kinds(of one: WebhookFormat, _ c: ViewContext) -> HTML {
        let ticks: [HTML] =
            switch one {
            case .mdm:
                MDMEventKind.allCases.map {
                    tick("kind-\($0.rawValue)", c(WebhookWords.name(of: $0)), isOn: input.kinds.contains($0.rawValue))
                }
            case .own:
                OwnEventGroup.allCases.map {
                    tick("group-\($0.rawValue)", c($0.name), isOn: !input.kinds.isDisjoint(with: $0.kinds))
                }
            }
        return """
            <fieldset class="tight"><legend class="key">\(c(WebhookWords.kinds)): \(c(WebhookWords.name(of: one)))</legend>
            <div class="ticks">
            \(ticks)</div>\(one == .mdm ? payload(c) : "")</fieldset>

            """
    }

    private func payload(_ c: ViewContext) -> HTML {
        """
        \(tick("payload", c(WebhookWords.payload), isOn: input.includesPayload))<p class="hint">\(c(WebhookWords.payloadHint))</p>
        """
    }

    private func tick(_ name: String, _ word: String, isOn: Bool) -> HTML {
        let mark: HTML? = isOn ? " checked" : nil
        return """
            <span class="tick"><input type="checkbox" id="\(name)" name="\(name)" value="on"\(mark)>\
            <label for="\(name)">\(word)</label></span>

            """
    }
}
