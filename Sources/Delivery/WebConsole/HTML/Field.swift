/// One labelled line of a form.
struct Field {
    let name: String
    let label: String
    var value = ""
    /// `type` of the input.
    var kind: HTML = "text"
    /// Further attributes, each with a space before it.
    var attributes: HTML = ""
    var hint: String?
    var isInvalid = false

    var html: HTML {
        let described: HTML? = hint.map { _ in " aria-describedby=\"\(name)-hint\"" }
        let invalid: HTML? = isInvalid ? " aria-invalid=\"true\"" : nil
        let line: HTML? = hint.map { "\n<p class=\"hint\" id=\"\(name)-hint\">\($0)</p>" }
        return """
            <div class="field"><label for="\(name)">\(label)</label>
            <input class="input" id="\(name)" name="\(name)" type="\(kind)" value="\(value)"\(attributes)\(described)\(invalid)>\(line)</div>

            """
    }

    /// Attributes of fields for words that are no words of a language.
    static let verbatim: HTML = " autocapitalize=\"none\" spellcheck=\"false\""

    static func password(_ name: String, _ label: String, isNew: Bool, hint: String? = nil, isInvalid: Bool = false)
        -> Field
    {
        Field(
            name: name, label: label, kind: "password",
            attributes: isNew
                ? " autocomplete=\"new-password\" minlength=\"12\" maxlength=\"256\" required"
                : " autocomplete=\"current-password\" required",
            hint: hint, isInvalid: isInvalid)
    }
}

/// A labelled list of which one is chosen.
struct Choice {
    let name: String
    let label: String
    let options: [(value: String, word: String)]
    let chosen: String

    var html: HTML {
        let lines = options.map { option -> HTML in
            let mark: HTML = option.value == chosen ? " selected" : ""
            return "<option value=\"\(option.value)\"\(mark)>\(option.word)</option>\n"
        }
        return """
            <div class="field"><label for="\(name)">\(label)</label>
            <select class="input" id="\(name)" name="\(name)">
            \(lines)</select></div>

            """
    }
}
