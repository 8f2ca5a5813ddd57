import Foundation

/// A message in the product's voice: fact, meaning, next step; texts are already in the page's language.
struct Message: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
        case done, note, warning, refusal
    }

    var kind: Kind
    /// What happened.
    var fact: String
    /// What it means; empty leaves it out.
    var meaning: String
    /// What to do next; empty leaves it out.
    var nextStep: String
    /// Stable code, the same in ログ, API and documentation; nil shows none.
    var code: String?
    /// Reference number that finds the occurrence in the server's log.
    var reference: String?

    init(
        _ kind: Kind, _ fact: String, meaning: String = "", nextStep: String = "", code: String? = nil,
        reference: String? = nil
    ) {
        self.kind = kind
        self.fact = fact
        self.meaning = meaning
        self.nextStep = nextStep
        self.code = code
        self.reference = reference
    }
}

extension Message {
    /// The plate. A refusal takes the focus and is read at once; the others are read when it suits.
    /// - Parameter more: stands after the next step.
    func html(in context: ViewContext, more: HTML? = nil) -> HTML {
        let paragraphs = [meaning, nextStep].filter { !$0.isEmpty }.map { sentence -> HTML in
            "<p>\(AppleNames.marked(sentence, in: context.language))</p>\n"
        }
        return """
            <div class="msg\(look)"\(role)>\(icon.html)<div>
            <strong>\(AppleNames.marked(fact, in: context.language))</strong>
            \(paragraphs)\(more)\(footnote(context))</div></div>
            """
    }

    private func footnote(_ c: ViewContext) -> HTML? {
        guard code != nil || reference != nil else { return nil }
        // Where no company is known, its time is not either.
        let zone = c.company == nil && c.timeZone == .gmt ? " UTC" : ""
        let parts = [
            code.map { "\(c(FrameWords.codeLabel)) \($0)" }, "\(c.dateTime(c.now))\(zone)",
            reference.map { "\(c(FrameWords.referenceLabel)) \($0)" },
        ]
        return "<p class=\"code mono\">\(parts.compactMap { $0 }.joined(separator: " · "))</p>\n"
    }

    private var look: HTML {
        switch kind {
        case .done: " ok"
        case .note: ""
        case .warning: " warn"
        case .refusal: " bad"
        }
    }

    private var role: HTML {
        kind == .refusal ? " role=\"alert\" tabindex=\"-1\"" : " role=\"status\""
    }

    private var icon: Icon {
        switch kind {
        case .done: .ok
        case .note: .note
        case .warning: .warning
        case .refusal: .bad
        }
    }
}
