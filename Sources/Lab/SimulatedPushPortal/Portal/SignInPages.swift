/// The pages between the link in the console and the list of certificates.
struct SignInPages {
    let words: SignInWords

    private func frame(_ content: Markup) -> Markup {
        Layout.portal(
            title: words.signIn, japanese: words.japanese, content: "<div class=\"plate narrow\">\(content)</div>")
    }

    /// The arrow stands for [Sign In], too; its name says both.
    private var arrow: Markup { "<button class=\"arrow\" aria-label=\"→ Sign In\" title=\"Sign In\">→</button>" }

    private func remember(_ isTicked: Bool) -> Markup {
        """
        <p class="tick"><input id="remember" name="remember" type="checkbox" value="1"\(isTicked ? " checked" : "")>
        <label for="remember">\(words.remember)</label></p>
        """
    }

    private var help: Markup {
        """
        <details><summary>\(words.forgot)</summary><p>\(words.forgotAnswer)</p></details>
        <details><summary>\(words.create)</summary><p>\(words.createAnswer)</p></details>
        """
    }

    func appleID(filledIn: String, remembers: Bool, notice: SignInNotice?) -> Markup {
        let message: Markup? = notice.map { "<p class=\"refusal\" role=\"alert\">\(words.notice($0))</p>" }
        return frame(
            """
            <h1>\(words.signIn)</h1>
            \(message)
            <form method="post" action="/pushcert/sign-in">
            <label for="account">Apple ID</label>
            <div class="line"><input id="account" name="account" type="text" value="\(filledIn)" autocomplete="username"
            autocapitalize="none" spellcheck="false" maxlength="254" autofocus>\(arrow)</div>
            \(remember(remembers))
            </form>
            \(help)
            """)
    }

    func password(account: String, remembers: Bool) -> Markup {
        frame(
            """
            <h1>\(words.signIn)</h1>
            <form method="post" action="/pushcert/password">
            <label for="account">Apple ID</label>
            <input id="account" name="account" type="text" value="\(account)" autocomplete="username" readonly>
            <label for="password">\(words.password)</label>
            <div class="line"><input id="password" name="password" type="password" autocomplete="current-password"
            maxlength="256" autofocus>\(arrow)</div>
            \(remember(remembers))
            </form>
            \(help)
            """)
    }

    func phoneChoice(numbers: [String]) -> Markup {
        let choices = numbers.enumerated().map { position, number -> Markup in
            "<li><button name=\"phone\" value=\"\(position)\">\(Self.masked(number)) <small>SMS</small></button></li>"
        }
        return frame(
            """
            <h1>\(words.verify)</h1>
            <p>\(words.choosePhone)</p>
            <form method="post" action="/pushcert/phone"><ul class="choices">\(choices)</ul></form>
            <details><summary>\(words.noAccess)</summary><p>\(words.noAccessAnswer)</p></details>
            """)
    }

    func code(digits: Int, phone: String, hasOtherNumbers: Bool) -> Markup {
        let button: Markup = "<p><button class=\"primary\">\(words.proceed)</button></p>"
        let goOn: Markup = digits == 6 ? "<noscript>\(button)</noscript>" : button
        let sixDigits: Markup? = digits == 6 ? " data-digits=\"6\"" : nil
        let other: Markup? =
            hasOtherNumbers
            ? "<form method=\"post\" action=\"/pushcert/other-number\"><button class=\"plain\">\(words.otherNumber)</button></form>"
            : nil
        return frame(
            """
            <h1>\(words.twoFactor)</h1>
            <form method="post" action="/pushcert/code"\(sixDigits)>
            <label for="code">\(words.code)</label>
            <input id="code" class="digits" name="code" type="text" inputmode="numeric" autocomplete="one-time-code"
            pattern="[0-9]*" maxlength="\(digits)" aria-describedby="sent" autofocus>
            <p id="sent">\(words.sent(to: Self.masked(phone)))</p>
            \(goOn)
            </form>
            \(other)
            <details><summary>\(words.moreOptions)</summary>
            <form method="post" action="/pushcert/new-code"><button class="plain">\(words.sendAgain)</button></form></details>
            """)
    }

    /// Only the last two digits are shown.
    static func masked(_ number: String) -> String { "••• •••• ••" + number.suffix(2) }
}
