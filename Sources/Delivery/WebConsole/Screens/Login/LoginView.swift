import Administration

/// The page that hangs from the knot.
struct LoginView: Page {
    let model: LoginModel

    init(_ model: LoginModel) { self.model = model }

    var help: ManualSection { .login }
    var frame: PageFrame { .login }

    func title(in c: ViewContext) -> String { c(LoginWords.title) }

    func main(in c: ViewContext) -> HTML {
        """
        <form class="card" method="post" action="\(model.action)">
        <div class="tight"><p class="key">\(c.brand.productName)</p>
        <h1>\(c(LoginWords.heading))</h1></div>
        \(message(c)?.html(in: c))\(c.csrfField)\(next)
        \(Field(
            name: "company", label: c(LoginWords.company), value: model.company,
            attributes: "\(Field.verbatim) autocomplete=\"organization\" maxlength=\"64\" required",
            isInvalid: isRefused
        ).html)\(Field(
            name: "login", label: c(LoginWords.login), value: model.login,
            attributes: "\(Field.verbatim) autocomplete=\"username\" maxlength=\"64\" required\(focus(true))",
            isInvalid: isRefused
        ).html)\(Field(
            name: "password", label: c(LoginWords.password), kind: "password",
            attributes: " autocomplete=\"current-password\" maxlength=\"256\" required\(focus(false))",
            isInvalid: isRefused
        ).html)<button class="btn primary" type="submit">\(c(LoginWords.title))</button>
        <p class="hint">\(c(LoginWords.hint))</p>
        </form>
        """
    }

    private var isRefused: Bool { model.state == .failed }

    /// Where one types next: the login, or the password when the login is filled.
    private func focus(_ isLogin: Bool) -> HTML? {
        model.login.isEmpty == isLogin ? " autofocus" : nil
    }

    private var next: HTML? {
        model.next.isEmpty ? nil : "<input type=\"hidden\" name=\"next\" value=\"\(model.next)\">"
    }

    private func message(_ c: ViewContext) -> Message? {
        switch model.state {
        case .fresh: nil
        case .failed:
            Message(
                .refusal, c(LoginWords.failed), meaning: c(LoginWords.failedMeaning), nextStep: c(LoginWords.failedStep)
            )
        case .throttled(let minutes):
            Message(
                .refusal, c(LoginWords.throttled), meaning: c(LoginWords.throttledMeaning),
                nextStep: c(LoginWords.throttledStep(minutes)))
        case .loggedOut: Message(.done, c(LoginWords.loggedOut))
        case .sessionEnded:
            Message(.note, c(LoginWords.sessionEnded), meaning: c(LoginWords.sessionEndedMeaning))
        case .passwordSet:
            Message(.done, c(LoginWords.passwordSet), nextStep: c(LoginWords.passwordSetStep))
        case .formTooOld:
            Message(.note, c(LoginWords.formTooOld), nextStep: c(LoginWords.formTooOldStep))
        }
    }
}
